"""The acts on a request for rectification. Its `workflow` decides what is lawful."""
