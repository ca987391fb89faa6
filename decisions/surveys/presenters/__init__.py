"""What the pages and files of questionnaires show."""
