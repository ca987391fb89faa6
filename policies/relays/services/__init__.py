"""Acts of relays and of the tasks they are given."""
