"""The addresses that `make run` leaves behind, so that manage.py finds its servers from anywhere.

What the environment says already is left as it is; with a database of its own, nothing that
belongs to another one is taken over. Import this before any other of the settings.
"""

import os
from pathlib import Path

from dotenv import dotenv_values

_FILE = Path(__file__).resolve().parent.parent.parent / ".run" / "env"
_OF_THE_DATABASE = ("DATABASE_OWNER_URL", "AUDIT_ANCHOR_FILE")

if os.access(_FILE, os.R_OK):
    _another = "DATABASE_URL" in os.environ
    for _name, _value in dotenv_values(_FILE).items():
        if _value is not None and not (_another and _name in _OF_THE_DATABASE):
            os.environ.setdefault(_name, _value)
