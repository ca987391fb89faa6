"""The public pages of selections."""
