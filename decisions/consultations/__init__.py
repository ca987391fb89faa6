"""Consultations: a draft shown clause by clause, and what became of every opinion on it."""
