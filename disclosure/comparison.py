"""Two texts of a document side by side: which paragraphs stayed, went, came or were reworded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from diff_match_patch import diff_match_patch

T = TypeVar("T")
SAME, GONE, NEW, REWORDED = "same", "gone", "new", "reworded"
# Two paragraphs with less in common are not one reworded, but one gone and one new.
_ALIKE = 0.5
# Beyond so many pairs paragraphs are put side by side by their place alone.
_MOST_PAIRS = 2500
# Two articles of one number with little in common belong together less than any two alike.
_SAME_NUMBER = 0.25
_ARTICLE = re.compile("第[〇零一二三四五六七八九十百千0-9]+条(?:之[一二三四五六七八九十]+)?")


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
    """Paragraphs in a row; unchanged ones stand apart, so that a page can fold them away.

    `article` names the article that a change belongs to (第九条 → 第十一条), empty outside of one.
    """

    is_changed: bool
    paragraphs: tuple[Paragraph, ...]
    article: str = ""


@dataclass(frozen=True)
class _Article:
    """An article with all its paragraphs; what stands before the first has no number."""

    number: str
    paragraphs: tuple[str, ...]

    @property
    def content(self) -> str:
        """Its words without its number: what stays the same when it is moved."""
        return "\n".join(self.paragraphs)[len(self.number) :].strip()


def compare(old: Sequence[str], new: Sequence[str]) -> list[Stretch]:
    """Every paragraph of both texts in reading order, the unchanged ones once.

    Article is put beside article: by what they say, and where that has nothing in common by
    their number. How wide a blank is does not count as a change.
    """
    found: list[Stretch] = []
    for before, after in _paired(_articles(old), _articles(new)):
        label = _label(before, after)
        ours = before.paragraphs if before else ()
        theirs = after.paragraphs if after else ()
        for stretch in _stretches(ours, theirs, label):
            if found and not (found[-1].is_changed or stretch.is_changed):
                found[-1] = Stretch(False, found[-1].paragraphs + stretch.paragraphs)
            else:
                found.append(stretch)
    return found


def _articles(paragraphs: Sequence[str]) -> list[_Article]:
    """A text cut where its articles begin."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for text in map(_spaced, paragraphs):
        if match := _ARTICLE.match(text):
            found.append((match[0], []))
        found[-1][1].append(text)
    return [_Article(number, tuple(texts)) for number, texts in found if texts]


def _paired(
    old: Sequence[_Article], new: Sequence[_Article]
) -> Iterable[tuple[_Article | None, _Article | None]]:
    """Every article of both in reading order, each beside the one it was made from."""
    ours, theirs = [each.content for each in old], [each.content for each in new]
    matcher = SequenceMatcher(a=ours, b=theirs, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(old[i:j], new[k:m], strict=True)
            continue
        here, there = i, k
        for left, right in [*_partners(old[i:j], new[k:m], _kinship), (j - i, m - k)]:
            yield from ((each, None) for each in old[here : i + left])
            yield from ((None, each) for each in new[there : k + right])
            if left < j - i:
                yield old[i + left], new[k + right]
            here, there = i + left + 1, k + right + 1


def _kinship(before: _Article, after: _Article) -> float:
    """How surely one article was made from the other; 0 for not at all."""
    alike = _likeness(before.content, after.content)
    return alike or (_SAME_NUMBER if before.number == after.number else 0.0)


def _label(before: _Article | None, after: _Article | None) -> str:
    old, new = before.number if before else "", after.number if after else ""
    if before and after:
        return f"{old} → {new}" if old and new and old != new else new or old
    if new:
        return f"{new}（新增）"
    return f"{old}（删去）" if old else ""


def _stretches(old: Sequence[str], new: Sequence[str], article: str) -> Iterable[Stretch]:
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield Stretch(False, tuple(_whole(SAME, text) for text in old[i:j]))
        else:
            yield Stretch(True, tuple(_changed(old[i:j], new[k:m])), article)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterable[Paragraph]:
    """The paragraphs of a changed stretch, each beside the one it was made from."""
    here = there = 0
    for i, j in [*_partners(old, new, _likeness), (len(old), len(new))]:
        yield from (_whole(GONE, text) for text in old[here:i])
        yield from (_whole(NEW, text) for text in new[there:j])
        if i < len(old):
            yield Paragraph(REWORDED, tuple(_pieces(old[i], new[j])))
        here, there = i + 1, j + 1


def _partners(
    old: Sequence[T], new: Sequence[T], kinship: Callable[[T, T], float]
) -> list[tuple[int, int]]:
    """Which became which, in order, so that together they have most in common."""
    if len(old) * len(new) > _MOST_PAIRS:
        return [(n, n) for n in range(min(len(old), len(new))) if kinship(old[n], new[n])]
    alike = [[kinship(before, after) for after in new] for before in old]
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
