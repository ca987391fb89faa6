"""Pages of what is sent to people: their inbox, their subscriptions."""
