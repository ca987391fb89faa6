"""意见台账: what people said, and what became of each of it, whatever it was said about."""
