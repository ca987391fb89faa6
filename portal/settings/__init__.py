"""Settings, one module per environment; environment variables are read only here."""
