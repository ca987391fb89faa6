"""The staff pages of interpretations."""
