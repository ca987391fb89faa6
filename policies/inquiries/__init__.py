"""专题调查: what many messages point to is looked into, and what was found is public."""
