"""The one lock around pdfium."""

import threading

# pdfium keeps process-wide state and is not thread-safe, not even for separate documents.
LOCK = threading.RLock()
