"""Acts on interpretations."""
