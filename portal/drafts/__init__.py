"""What somebody has typed into a form and not sent: kept sealed, theirs alone, for some days."""
