"""Measurements: run by hand, never timed inside the tests."""
