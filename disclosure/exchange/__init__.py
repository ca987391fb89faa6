"""Documents as tables: one list of columns, read from and written to CSV, XLSX and JSON Lines."""
