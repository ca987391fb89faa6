"""留言: one kind of case, many channels."""
