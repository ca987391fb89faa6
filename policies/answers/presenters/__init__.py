"""Words and links of the pages of answers."""
