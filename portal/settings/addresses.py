"""The addresses that `make run` leaves behind, so that manage.py finds its servers from anywhere.

What the environment says already is left as it is. Import this before any other of the settings.
"""

import os
from pathlib import Path

from dotenv import load_dotenv

_FILE = Path(__file__).resolve().parent.parent.parent / ".run" / "env"

if os.access(_FILE, os.R_OK):
    load_dotenv(_FILE, override=False)
