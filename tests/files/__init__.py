"""Tests of portal.files: pure functions, no database."""
