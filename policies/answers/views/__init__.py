"""Public pages of answers."""
