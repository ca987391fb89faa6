"""Consultations as pages say them."""
