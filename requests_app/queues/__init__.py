"""The queues of an officer's day, what cases wait for, and at whose desk each lies."""
