"""Input of the pages: shape and cleaning; the law is decided by the acts."""
