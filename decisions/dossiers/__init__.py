"""One decision from its start to its evaluation: fifteen steps, what each needs, what blocks."""
