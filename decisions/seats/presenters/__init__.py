"""Meetings and applications as pages show them."""
