"""The pages of solicitations."""
