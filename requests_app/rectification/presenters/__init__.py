"""Words and shapes of the pages of 更正申请; they query nothing."""
