"""Service items as a table: the columns of the national exchange table."""
