"""What is handed in and kept of people: sealed, seen for a purpose, masked, gone after a term."""
