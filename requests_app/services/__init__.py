"""The acts of an application. The tables of `workflow` decide what is lawful."""
