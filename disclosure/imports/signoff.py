"""The closing of a document: 署名, 成文日期 and the 附注 under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from disclosure.imports.dates import FoundDate, find_dates, whole_date
from disclosure.imports.elements import Line
from disclosure.imports.imprint import read_openness
from disclosure.imports.issuers import is_organ_like
from disclosure.imports.line_wrap import squeeze
from portal.text.headings import starts_item

__all__ = ["Closing", "read_closing"]

_SIGNATURE_LINES: Final = 12
_NOTE_LINES: Final = 6
_PERSON: Final = re.compile(
    r"(?:总理|主席|省长|市长|区长|县长|镇长|主任|局长|部长|署长|行长|总指挥)\s*[\u4e00-\u9fff·]{2,6}"
)
_NOT_SIGNED: Final = re.compile("[，。；：《》]")
_LONGEST_SIGNATURE: Final = 80
_ANNEX: Final = re.compile("附件[0-9一二三四五六七八九十]{0,3}[:：]?|附[:：]")
_SEAL: Final = re.compile(r"[（(](?:印章?|公章|盖章|章)[)）]")


@dataclass(slots=True)
class Closing:
    """What the closing says; ``used`` holds the indexes of its lines, ``end`` the one after it."""

    signatures: list[Line] = field(default_factory=list)
    signed: FoundDate | None = None
    date_lines: tuple[int, ...] = ()
    openness: str | None = None
    openness_line: Line | None = None
    used: set[int] = field(default_factory=set)
    end: int | None = None


def _date_at(lines: Sequence[Line], index: int) -> tuple[FoundDate, str] | None:
    """Return ``(date, organ before it on the same line)`` for a line that is a closing date."""
    text = _SEAL.sub("", lines[index].text).strip()
    if text.startswith(("（", "(")):
        return None
    found = whole_date(text)
    if found is not None:
        return found, ""
    if len(text) > _LONGEST_SIGNATURE or _NOT_SIGNED.search(text):
        return None
    dates = find_dates(text)
    if dates and dates[-1].end == len(text):
        # A year in Chinese digits takes the blank before it.
        organ = text[: dates[-1].start].rstrip()
        if is_organ_like(organ):
            return find_dates(dates[-1].raw.strip())[0], organ
    return None


def _is_signature(line: Line, known: Sequence[str]) -> bool:
    text = _SEAL.sub("", line.text).strip()
    if starts_item(text):
        return False
    organs = [part for part in text.split() if part]
    return bool(
        _PERSON.fullmatch(text)
        or is_organ_like(squeeze(text), known)
        or (len(organs) > 1 and all(is_organ_like(part, known) for part in organs))
    )


def _signatures(lines: Sequence[Line], end: int, known: Sequence[str]) -> list[int]:
    """Return the indexes of the 署名 lines right above ``end``."""
    found: list[int] = []
    for index in range(end - 1, max(-1, end - 1 - _SIGNATURE_LINES), -1):
        if not _is_signature(lines[index], known):
            break
        found.insert(0, index)
    return found


def _candidates(
    lines: Sequence[Line], used: set[int], stop: int, known: Sequence[str]
) -> list[tuple[int, int]]:
    """Return ``(score, index)`` of each closing date; the known signature above counts most."""
    found: list[tuple[int, int]] = []
    for index in range(stop):
        date = None if index in used else _date_at(lines, index)
        if date is None:
            continue
        signatures = _signatures(lines, index, known)
        names = {squeeze(lines[i].text) for i in signatures} | {squeeze(date[1])}
        exact = any(
            name and any(name.endswith(k) or k.endswith(name) for k in known) for name in names
        )
        marked = index + 1 < len(lines) and read_openness(lines[index + 1].text)[0]
        found.append((4 * exact + 2 * marked + bool(signatures), index))
    return found


def _annex_start(lines: Sequence[Line], names: Sequence[str]) -> int:
    """Return the index where the attached text opens, or the number of lines."""
    targets = {squeeze(name) for name in names}
    for index, line in enumerate(lines):
        if index and (line.squeezed.strip("《》") in targets or _ANNEX.fullmatch(line.squeezed)):
            return index
    return len(lines)


def _read_notes(lines: Sequence[Line], closing: Closing, start: int) -> None:
    """Consume bracketed 附注 lines under the date, also those wrapped over several lines."""
    index = start
    while index < min(start + _NOTE_LINES, len(lines)) and lines[index].text.startswith(
        ("（", "(")
    ):
        end = index
        while (
            end < len(lines) - 1 and not lines[end].text.endswith(("）", ")")) and end < index + 3
        ):
            end += 1
        if not lines[end].text.endswith(("）", ")")):
            break
        closing.used.update(range(index, end + 1))
        index = end + 1
    closing.end = index


def _read_marks(lines: Sequence[Line], closing: Closing) -> None:
    """Find the openness mark on a line of its own, wherever it stands."""
    for index, line in enumerate(lines):
        marked, openness = read_openness(line.text)
        if marked:
            closing.used.add(index)
            if closing.openness_line is None:
                closing.openness, closing.openness_line = openness, line


def read_closing(
    lines: Sequence[Line], used: set[int], known: Sequence[str], instruments: Sequence[str]
) -> Closing:
    """Return the :class:`Closing` of the body ``lines``.

    ``used`` are indexes the 版记 has taken, ``known`` issuer names already seen, ``instruments``
    names of attached texts: a date inside an attached text is not the document's own.
    """
    closing = Closing()
    _read_marks(lines, closing)
    annex = _annex_start(lines, instruments)
    candidates = _candidates(lines, used, annex, known)
    if not candidates:
        # The attached text came first, or there is none: only the issuer's own signature counts.
        candidates = [c for c in _candidates(lines, used, len(lines), known) if c[0] >= 4]
    if not candidates:
        return closing
    index = max(candidates, key=lambda item: (item[0], -item[1]))[1]
    date = _date_at(lines, index)
    if date is None:
        return closing
    closing.signed, closing.date_lines = date[0], lines[index].numbers
    above = _signatures(lines, index, known)
    closing.signatures = [lines[i] for i in above]
    if date[1]:
        closing.signatures.append(Line(lines[index].numbers, date[1]))
    closing.used.update(above, {index})
    _read_notes(lines, closing, index + 1)
    return closing
