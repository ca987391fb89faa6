"""抽签: places given by a draw that anybody can reckon again."""
