"""The acts on solicitations and proposals."""
