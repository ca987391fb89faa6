"""The machinery behind `make run` and `make test`, tried with real servers and real processes."""
