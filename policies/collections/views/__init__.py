"""The public pages of collections."""
