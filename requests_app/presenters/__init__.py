"""Words and shapes of the pages; they query nothing."""
