"""The acts of a correction."""
