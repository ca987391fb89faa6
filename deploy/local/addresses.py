"""Addresses of servers behind unix sockets, in each client's own spelling."""

from pathlib import Path
from urllib.parse import quote

ROLE = "portal"
APPLICATION_ROLE = "portal_app"
AUDITOR_ROLE = "portal_auditor"
DATABASE = "portal"


def database_url(sockets: Path, database: str = DATABASE, *, role: str = ROLE) -> str:
    """For libpq and dj-database-url alike; `role` is who signs in.

    The folder is written as the escaped host: dj-database-url drops `?host=` into OPTIONS, where
    Django's own `HOST` of test databases doesn't follow it.
    """
    return f"postgres://{role}@{quote(str(sockets), safe='')}/{database}"


def redis_url(socket: Path, db: int = 0) -> str:
    """For redis-py and Django's cache."""
    return f"unix://{quote(str(socket))}?db={db}"


def celery_url(socket: Path, db: int = 0) -> str:
    """For kombu, hence Celery's broker."""
    return f"redis+socket://{quote(str(socket))}?virtual_host={db}"
