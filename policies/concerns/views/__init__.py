"""Public pages of public concern."""
