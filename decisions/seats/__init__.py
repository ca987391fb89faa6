"""公众代表列席: seats at meetings, by a draw that anybody can reckon again or for reasons."""
