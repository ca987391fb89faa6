"""Acts of the yearly selection."""
