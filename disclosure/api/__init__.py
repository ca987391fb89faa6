"""The open interface for machines: read-only, without sign-in, public documents only."""
