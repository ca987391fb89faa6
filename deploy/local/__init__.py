"""`make run` and `make test` on a machine that has only git, make and Python."""
