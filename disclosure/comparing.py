"""Two texts of a document side by side: which paragraphs stayed, went, came or were reworded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from diff_match_patch import diff_match_patch

SAME, GONE, NEW, REWORDED = "same", "gone", "new", "reworded"
# Two paragraphs with less in common are not one reworded, but one gone and one new.
_ALIKE = 0.5
# Beyond so many pairs paragraphs are put side by side by their place alone.
_MOST_PAIRS = 2500


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
    """Every paragraph of both texts in reading order, the unchanged ones once.

    How wide a blank is does not count as a change.
    """
    old, new = [_spaced(text) for text in old], [_spaced(text) for text in new]
    found: list[Stretch] = []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            found.append(Stretch(False, tuple(_whole(SAME, text) for text in old[i:j])))
        else:
            found.append(Stretch(True, tuple(_changed(old[i:j], new[k:m]))))
    return found


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterable[Paragraph]:
    """The paragraphs of a changed stretch, each beside the one it was made from."""
    here = there = 0
    for i, j in [*_partners(old, new), (len(old), len(new))]:
        yield from (_whole(GONE, text) for text in old[here:i])
        yield from (_whole(NEW, text) for text in new[there:j])
        if i < len(old):
            yield Paragraph(REWORDED, tuple(_pieces(old[i], new[j])))
        here, there = i + 1, j + 1


def _partners(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which paragraph became which, in order, so that together they have most in common."""
    if len(old) * len(new) > _MOST_PAIRS:
        return [(n, n) for n in range(min(len(old), len(new))) if _likeness(old[n], new[n])]
    alike = [[_likeness(before, after) for after in new] for before in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            taken = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(taken, best[i + 1][j], best[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return found


def _likeness(before: str, after: str) -> float:
    """How much two paragraphs have in common; 0 for too little."""
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= _ALIKE else 0.0


def _pieces(before: str, after: str) -> Iterable[Piece]:
    """The words gone and come, not letter by letter where that would be unreadable."""
    engine = diff_match_patch()
    diffs = engine.diff_main(before, after, False)
    engine.diff_cleanupSemantic(diffs)
    kinds = {0: SAME, -1: GONE, 1: NEW}
    return (Piece(kinds[number], text) for number, text in diffs)


def _whole(kind: str, text: str) -> Paragraph:
    return Paragraph(kind, (Piece(kind, text),))
