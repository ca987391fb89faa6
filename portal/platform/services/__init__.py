"""Acts on guides and on the catalogue of 制度."""
