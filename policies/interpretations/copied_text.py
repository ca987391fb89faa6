"""How much of an interpretation is copied from its policies, and where. Pure.

Every stretch of `window` characters that also stands in a policy is marked; blanks and line ends
count for nothing on either side. What is quoted (《》, “”) may be told apart: an article that is
quoted is no lack of words of one's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final

WINDOW: Final = 13
_QUOTES: Final = {"《": "》", "“": "”", "「": "」"}


@dataclass(frozen=True)
class Copied:
    """What was found: `share` of all characters, the passages counted in it, and those that stand
    in quotation marks where these are told apart.
    """

    letters: int
    marked: int
    passages: tuple[str, ...]
    quoted: tuple[str, ...]

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.marked / self.letters if self.letters else 0.0

    @property
    def percent(self) -> int:
        """The share as a page prints it."""
        return round(100 * self.share)


def copied(
    text: str, policies: Iterable[str], *, window: int = WINDOW, quotes_apart: bool = True
) -> Copied:
    """Measure a text against the policies it explains."""
    letters = _letters(text)
    marks = _marked(letters, _stretches(policies, window), window)
    inside = _quoted(letters) if quotes_apart else [False] * len(letters)
    own = [mark and not quoted for mark, quoted in zip(marks, inside, strict=True)]
    apart = [mark and quoted for mark, quoted in zip(marks, inside, strict=True)]
    return Copied(len(letters), sum(own), _runs(letters, own), _runs(letters, apart))


def _letters(text: str) -> str:
    return "".join(text.split())


def _stretches(policies: Iterable[str], window: int) -> set[str]:
    found: set[str] = set()
    for policy in map(_letters, policies):
        found.update(policy[start : start + window] for start in range(len(policy) - window + 1))
    return found


def _marked(letters: str, known: set[str], window: int) -> list[bool]:
    marks = [False] * len(letters)
    covered = 0
    for start in range(len(letters) - window + 1):
        if letters[start : start + window] in known:
            first = max(covered, start)
            covered = start + window
            marks[first:covered] = [True] * (covered - first)
    return marks


def _quoted(letters: str) -> list[bool]:
    """Which characters stand within quotation marks, the marks included; a mark that is opened and
    never closed quotes nothing.
    """
    inside = [False] * len(letters)
    at = 0
    while at < len(letters):
        closing = _QUOTES.get(letters[at])
        end = letters.find(closing, at + 1) if closing else -1
        if end < 0:
            at += 1
            continue
        inside[at : end + 1] = [True] * (end + 1 - at)
        at = end + 1
    return inside


def _runs(letters: str, marks: list[bool]) -> tuple[str, ...]:
    found, at = [], 0
    for is_marked, group in groupby(marks):
        size = len(list(group))
        if is_marked:
            found.append(letters[at : at + size])
        at += size
    return tuple(found)
