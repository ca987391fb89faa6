"""Public pages of seats at meetings."""
