"""Two texts of a document side by side: which paragraphs stayed, went, came or were reworded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from diff_match_patch import diff_match_patch

SAME, GONE, NEW, REWORDED = "same", "gone", "new", "reworded"
# Two paragraphs with less in common are not one reworded, but one gone and one new.
_ALIKE = 0.4


@dataclass(frozen=True)
class Piece:
    """Part of a paragraph: `kind` is same, gone or new."""

    kind: str
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of either text: same, gone, new, or reworded with its pieces."""

    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Stretch:
    """Paragraphs in a row; unchanged ones stand apart, so that a page can fold them away."""

    is_changed: bool
    paragraphs: tuple[Paragraph, ...]


def compare(old: Sequence[str], new: Sequence[str]) -> list[Stretch]:
    """Every paragraph of both texts in reading order, the unchanged ones once."""
    found: list[Stretch] = []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            found.append(Stretch(False, tuple(_whole(SAME, text) for text in old[i:j])))
        else:
            found.append(Stretch(True, tuple(_changed(old[i:j], new[k:m]))))
    return found


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterable[Paragraph]:
    for before, after in zip_longest(old, new):
        if before is None or after is None:
            yield _whole(NEW, after) if before is None else _whole(GONE, before)
        elif SequenceMatcher(a=before, b=after, autojunk=False).ratio() < _ALIKE:
            yield _whole(GONE, before)
            yield _whole(NEW, after)
        else:
            yield Paragraph(REWORDED, tuple(_pieces(before, after)))


def _pieces(before: str, after: str) -> Iterable[Piece]:
    """The words gone and come, not letter by letter where that would be unreadable."""
    engine = diff_match_patch()
    diffs = engine.diff_main(before, after, False)
    engine.diff_cleanupSemantic(diffs)
    kinds = {0: SAME, -1: GONE, 1: NEW}
    return (Piece(kinds[number], text) for number, text in diffs)


def _whole(kind: str, text: str) -> Paragraph:
    return Paragraph(kind, (Piece(kind, text),))
