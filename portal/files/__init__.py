"""Files: sniffing, extraction, scrubbing and the personal-data scan, as pure functions on bytes."""
