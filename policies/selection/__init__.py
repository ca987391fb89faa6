"""好解读评选: nomination, public vote, experts' marks, and the result of a year."""
