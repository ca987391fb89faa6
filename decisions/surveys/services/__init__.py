"""The acts on questionnaires, each in one transaction."""
