"""Page words of the public pages: what a template needs, ready to print. No queries."""
