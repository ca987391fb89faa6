"""What readers and officers type."""
