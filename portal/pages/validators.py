"""What a copy of a page is called, and what tells whether a reader's own copy still holds."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

from django.utils.http import http_date, parse_http_date_safe

# Longer ones are nobody's bookmark, and each would be a copy.
_LONGEST_QUERY: Final = 1000
_MOST_FIELDS: Final = 60
_SECOND: Final = dt.timedelta(seconds=1)

SHARED: Final = "public, max-age=0, s-maxage=1, must-revalidate"
"""Any cache may keep the page for the second within which it holds, and asks again afterwards."""


def normal_query(query: str) -> str | None:
    """A query string, as the server gives it (a character for each byte), with its words in one
    order; those of one name keep theirs.

    None of what has no one written form: too long, too much, or not UTF-8.
    """
    if not query:
        return ""
    if len(query) > _LONGEST_QUERY:
        return None
    try:
        pairs = parse_qsl(
            query.encode("latin-1").decode(),
            keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS,
        )  # fmt: skip
    except ValueError:
        return None
    return urlencode(sorted(pairs, key=lambda pair: pair[0]))


def address_key(*, release: str, origin: str, path: str, choices: Mapping[str, str]) -> str:
    """One page as one reader's choices show it; `path` with its query in normal form."""
    parts = [release, origin, path, *(f"{name}={value}" for name, value in choices.items())]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def entity_tag(key: str, state: str) -> str:
    """Weak, as compression on the way makes other bytes of the same page."""
    digest = hashlib.sha256(f"{key} {state}".encode()).hexdigest()
    return f'W/"{digest[:24]}"'


def last_modified(
    changed: list[dt.datetime], *, seen_at: dt.datetime, is_settled: bool
) -> str | None:
    """The last of some changes as a header; None while a later one could bear the same second."""
    last = max(changed)
    if not is_settled or last >= seen_at - _SECOND:
        return None
    return http_date(last.timestamp())


def is_current(asked: Mapping[str, str], *, tag: str, modified: str | None) -> bool:
    """Whether a reader holds the page as it is. By the tag where one is named, else by the very
    time we gave out: an earlier or later one says nothing.
    """
    named = asked.get("If-None-Match")
    if named is not None:
        tags = {each.strip().removeprefix("W/") for each in named.split(",")}
        return tag.removeprefix("W/") in tags
    since = asked.get("If-Modified-Since")
    if since is None or modified is None:
        return False
    return parse_http_date_safe(since) == parse_http_date_safe(modified)
