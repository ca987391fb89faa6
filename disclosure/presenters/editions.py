"""更正记录: the editions a document has had, and what differs from one to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from disclosure.choices import EditionChange
from disclosure.elements import TABLE, Form, Given
from disclosure.presenters.words import day
from portal.statute import Article

if TYPE_CHECKING:
    from disclosure.models import Edition

_YES, _NO = "是", "否"


@dataclass(frozen=True)
class Entry:
    """One edition in the list, the newest first. A closed one has no address."""

    label: str
    change: str
    on: str
    note: str
    url: str
    sha256: str
    is_current: bool
    is_closed: bool


@dataclass(frozen=True)
class Changed:
    """One element that reads differently; empty words for one that was not there."""

    heading: str
    before: str
    after: str


def entries_of(editions: Sequence[Edition]) -> list[Entry]:
    """Every edition, the newest first."""
    return [
        Entry(
            label=str(edition),
            change=edition.get_change_display(),
            on=day(timezone.localdate(edition.published_at)),
            note="" if edition.is_closed else edition.note,
            url="" if edition.is_closed else edition.get_absolute_url(),
            sha256=edition.sha256,
            is_current=edition is editions[-1],
            is_closed=edition.is_closed,
        )
        for edition in reversed(editions)
    ]


def is_told(editions: Sequence[Edition]) -> bool:
    """Whether the page has a 更正记录: what was only published has none."""
    return any(edition.change != EditionChange.FIRST for edition in editions[1:])


def span_of(edition: Edition, later: Edition | None) -> str:
    """From when to when it was what readers saw."""
    since = day(timezone.localdate(edition.published_at))
    if later is None:
        return f"自{since}起公开"
    return f"{since}至{day(timezone.localdate(later.published_at))}公开"


def changed_elements(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Changed]:
    """The elements that differ, in the order of the table; the text is compared by itself."""
    return [
        Changed(element.heading, _words(element, before), _words(element, after))
        for element in TABLE
        if element.given is not Given.ACTS
        and element.name != "body"
        # What an edition did not keep yet is not known to have been otherwise.
        and element.name in after
        and element.name in before
        and before[element.name] != after[element.name]
    ]


def changed_files(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[str]:
    """What became of the attachments, a sentence each."""
    old = {row["sha256"]: row for row in before}
    new = {row["sha256"]: row for row in after}
    told = [f"增加附件“{row['title']}”" for key, row in new.items() if key not in old]
    told += [f"去掉附件“{row['title']}”" for key, row in old.items() if key not in new]
    kept = [key for key in new if key in old]
    told += [
        f"附件“{old[key]['title']}”改名为“{new[key]['title']}”"
        for key in kept
        if old[key]["title"] != new[key]["title"]
    ]
    if kept != [key for key in old if key in new]:
        told.append("附件的次序有调整")
    return told


def _words(element: Any, values: Mapping[str, Any]) -> str:
    value = values.get(element.name)
    match element.form:
        case Form.FLAG:
            return _YES if value else _NO
        case Form.NAMES:
            return "、".join(value or [])
        case Form.CHOICE:
            return str(dict(element.choices).get(value, value or ""))
    if element.name == "category":
        return str(Article(value[0], item=value[1])) if value else ""
    return "" if value is None else str(value)
