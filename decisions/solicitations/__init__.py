"""征集: what people propose is merged, voted on, answered, and followed until it is built."""
