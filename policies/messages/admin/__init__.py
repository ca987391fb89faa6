"""The back office of messages."""
