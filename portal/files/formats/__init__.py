"""What the formats look like on disk: shared by inspection, extraction and scrubbing."""
