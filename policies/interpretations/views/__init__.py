"""Public pages of interpretations."""
