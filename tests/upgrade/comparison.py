"""Two records of one database, before and after: what was lost or altered on the way."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.upgrade.changes import Changes, PageAddition, PageChange

_LINES_SHOWN = 12


def differences(before: dict[str, Any], after: dict[str, Any], changes: Changes) -> list[str]:
    """A sentence for everything that is gone or not the same; what is new alone is no loss."""
    return [
        *_values("sealed value", _renamed_fields(before["sealed"], changes), after["sealed"]),
        *_values("file", before["files"], after["files"]),
        *_values("letter", before["letters"], after["letters"]),
        *_rows("act", before["acts"], after["acts"]),
        *_rows("counter", [_moved(row, changes) for row in before["counters"]], after["counters"]),
        *_columns(before["columns"], after["columns"], changes),
        *_pages(before["pages"], after["pages"], changes),
        *_rows("audit trail", before["audit"], after["audit"]),
    ]


def _values(what: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for key, value in before.items():
        if key not in after:
            yield f"{what} {key} is gone"
        elif after[key] != value:
            yield f"{what} {key} has changed"


def _rows(what: str, before: list[list[str]], after: list[list[str]]) -> Iterator[str]:
    lost = Counter(map(tuple, before)) - Counter(map(tuple, after))
    for row in lost:
        yield f"{what} {row} is gone"


def _renamed_fields(sealed: dict[str, str], changes: Changes) -> dict[str, str]:
    parts = [(*key.split(" "), value) for key, value in sealed.items()]
    return {f"{row} {changes.sealed.get(name, name)}": value for row, name, value in parts}


def _moved(row: list[str], changes: Changes) -> list[str]:
    label, organ, series, *rest = row
    into, kept = changes.counters.get(label, (changes.models.get(label, label), series))
    return [into, organ, (kept or "{series}").format(series=series), *rest]


def _columns(
    before: dict[str, dict[str, str]], after: dict[str, dict[str, str]], changes: Changes
) -> Iterator[str]:
    for old, columns in before.items():
        if old in changes.counters or old in changes.exempt:
            continue
        new = changes.models.get(old, old)
        if new not in after:
            yield f"model {old} is gone"
            continue
        for name, digest in columns.items():
            whole = f"{old}.{name}" if name else f"number of rows of {old}"
            if whole in changes.exempt:
                continue
            found = after[new].get(changes.columns.get(whole, name))
            if found != digest:
                yield f"{whole} {'is gone' if found is None else 'has changed'}"


def _pages(before: dict[str, str], after: dict[str, str], changes: Changes) -> Iterator[str]:
    used: set[PageChange | PageAddition] = set()
    for address, was in before.items():
        if any(re.fullmatch(pattern, address) for pattern in changes.exempt_pages):
            continue
        now = after.get(address)
        if now is None:
            yield f"page {address} is gone"
            continue
        expected, found = _allowed(address, was, now, changes, used)
        if found != expected:
            yield f"page {address} has changed:\n{_difference(expected, found)}"
    for change in (*changes.pages, *changes.additions, *changes.unsettled):
        if change not in used:
            yield f"a change nothing shows any more: {change}"


def _allowed(
    address: str, was: str, now: str, changes: Changes, used: set[PageChange | PageAddition]
) -> tuple[str, str]:
    """What the page should read by now, and what it reads without what is new; `used` grows."""
    for change in changes.pages:
        if re.fullmatch(change.address, address) and change.was in was:
            was = was.replace(change.was, change.now)
            used.add(change)
    for either in changes.unsettled:
        if re.fullmatch(either.address, address):
            was, found = re.subn(either.shown, "\n", was)
            now = re.sub(either.shown, "\n", now)
            used.update([either] * found)
    for addition in changes.additions:
        if re.fullmatch(addition.address, address):
            now, found = re.subn(addition.shown, "", now, flags=re.DOTALL)
            used.update([addition] * found)
    return was, now


def _difference(was: str, now: str) -> str:
    lines = difflib.unified_diff(was.splitlines(), now.splitlines(), "before", "after", "", "", 1)
    return "\n".join(list(lines)[:_LINES_SHOWN])
