"""Settings: a module per subject, gathered in `base`, and one per environment on top.

Environment variables are read only here.
"""
