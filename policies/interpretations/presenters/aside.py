"""What stands beside the text of a document: what explains it, and the passages explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from disclosure.companions import Mark
from policies.interpretations.presenters.words import AI_LABEL, forms_of
from policies.interpretations.selectors import explaining
from portal.text.plain import plain

if TYPE_CHECKING:
    from disclosure.models import Document


_SIGN: Final = "解"
_OPENING: Final = "解读"
# So much is read beside a passage; the rest is one tap away.
_LONGEST: Final = 120


@dataclass(frozen=True)
class PartSaid:
    """The lines of one part, and whether a machine wrote any of it."""

    position: int
    lines: tuple[str, ...]
    is_by_ai: bool


@dataclass(frozen=True)
class Explanation:
    """One interpretation as the policy's page names it."""

    title: str
    url: str
    stage: str
    forms: str
    passages: tuple[tuple[str, str], ...]
    gist: str
    parts: tuple[PartSaid, ...]


def aside_of(document: Document, _on: dt.date) -> list[Explanation] | None:
    """All that explains it, the newest first; None where nothing does."""
    return [
        Explanation(
            case.title,
            case.get_absolute_url(),
            case.get_stage_display(),
            "、".join(forms_of(case.parts.all())),
            tuple(
                (passage.label, f"#{passage.anchor}")
                for row in case.here  # type: ignore[attr-defined]  # set by a prefetch
                for passage in row.passages.all()
            ),
            case.summary,
            tuple(
                PartSaid(part.position, tuple(plain(part.text)), part.made_by_ai)
                for part in case.parts.all()
            ),
        )
        for case in explaining(document)
    ] or None


def passage_marks(found: Sequence[Explanation]) -> dict[str, list[Mark]]:
    """At each passage that is explained, what is said of it: opened in place."""
    marks: dict[str, list[Mark]] = {}
    for each in found:
        for label, anchor in each.passages:
            position, gist = _said_of(each, label)
            url = f"{each.url}#part-{position}" if position else each.url
            mark = Mark(_SIGN, each.title, url, gist, _OPENING)
            marks.setdefault(anchor.removeprefix("#"), []).append(mark)
    return marks


def _said_of(explanation: Explanation, label: str) -> tuple[int, str]:
    """The line that names the passage as its text does (第二条), and the part it stands in; else
    what the interpretation says of itself in a sentence.
    """
    name = label.split(maxsplit=1)[0]
    for part in explanation.parts:
        for line in part.lines:
            if name in line:
                label = f"（{AI_LABEL}）" if part.is_by_ai else ""
                return part.position, f"{_short(line)}{label}"
    return 0, _short(explanation.gist or explanation.title)


def _short(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
