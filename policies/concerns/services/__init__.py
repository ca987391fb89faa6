"""Acts on concerns and on the month's hot questions."""
