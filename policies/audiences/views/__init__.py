"""Pages of what people state of themselves."""
