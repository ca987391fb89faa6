"""Input of the pages of 更正申请."""
