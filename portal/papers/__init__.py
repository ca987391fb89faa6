"""Letters: what they say, how they are numbered, set and handed out."""
