"""Catalogues as tables."""
