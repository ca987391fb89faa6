"""Acts on service items and their links."""
