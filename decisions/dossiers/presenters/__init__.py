"""A decision as its pages show it."""
