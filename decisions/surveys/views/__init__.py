"""The public pages of questionnaires."""
