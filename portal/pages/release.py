"""Which programme, templates, styles and settings the pages of this process come from."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings

_FOLDERS: Final = (
    "portal", "disclosure", "policies", "decisions", "requests_app", "templates", "static",
)  # fmt: skip
_KINDS: Final = frozenset({".py", ".html", ".txt", ".css", ".js", ".svg", ".csv", ".json", ".toml"})
# Whatever is secret shows on no page.
_SECRET: Final = re.compile("KEY|SECRET|PASSWORD|TOKEN|DATABASE|URL$|CACHES")


class Release(NamedTuple):
    """A fingerprint of all of it, and when the newest file was written."""

    fingerprint: str
    written_at: dt.datetime


@cache
def current_release() -> Release:
    """Read once in each process: what is changed afterwards is not running yet."""
    found = hashlib.sha256()
    newest = 0.0
    for path in _files():
        newest = max(newest, path.stat().st_mtime)
        found.update(str(path.relative_to(settings.BASE_DIR)).encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    for name in filter(str.isupper, dir(settings)):
        if not _SECRET.search(name):
            found.update(f"{name}={_written(getattr(settings, name))}".encode())
    return Release(found.hexdigest(), dt.datetime.fromtimestamp(newest, tz=dt.UTC))


def _written(value: object) -> str:
    """A setting, the same in every process; what is no plain value says of what kind it is."""
    if isinstance(value, Mapping):
        return repr(sorted((str(key), _written(each)) for key, each in value.items()))
    if isinstance(value, list | tuple):
        return repr([_written(each) for each in value])
    if isinstance(value, set | frozenset):
        return repr(sorted(map(_written, value)))
    plain = value is None or isinstance(value, str | int | float | Path | dt.date | dt.timedelta)
    return str(value) if plain else type(value).__qualname__


def _files() -> Iterator[Path]:
    for folder in _FOLDERS:
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*")):
            if path.suffix in _KINDS and path.is_file():
                yield path
