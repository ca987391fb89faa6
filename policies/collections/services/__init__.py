"""Acts on collections."""
