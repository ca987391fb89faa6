"""The pages of a relay, by number and code."""
