"""The public pages of catalogues."""
