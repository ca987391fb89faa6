"""The acts on a decision, by what they are about."""
