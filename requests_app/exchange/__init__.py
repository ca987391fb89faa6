"""Lists of applications as tables for a spreadsheet program."""
