"""问答: the shared base of answers."""
