"""Words of pages about interpretations."""
