"""The acts of messages."""
