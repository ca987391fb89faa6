"""Pages of messages for everybody and for those who wrote."""
