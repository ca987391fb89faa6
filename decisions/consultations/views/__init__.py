"""Consultations for everybody."""
