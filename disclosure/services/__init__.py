"""Acts on documents; each is one transaction with its audit entry."""
