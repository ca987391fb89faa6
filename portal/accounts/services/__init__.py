"""Acts on accounts. Each leaves its audit entry in its own transaction."""
