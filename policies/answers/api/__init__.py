"""The interface for 12345, 一网通办, windows and halls (docs/api.md): by token, each its scope."""
