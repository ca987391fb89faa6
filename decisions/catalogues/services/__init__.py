"""The acts on catalogues."""
