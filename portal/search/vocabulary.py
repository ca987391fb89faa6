"""What readers' words mean in the words of documents, and what a question is best answered with.

The search reads synonyms and best bets through this module alone. Nothing here knows a database:
what an office edits comes in through a provider.

**For whoever keeps the rows.** In `AppConfig.ready()`::

    provide(rows)            # rows() -> Rows; asked at every search, so it keeps its own cache

`Rows(lines, bets, asked)`: `lines` are `Line`s beside the portal's own (`data/synonyms.txt`);
`bets` maps a question as readers type it to the entries shown above everything else, the first one
first; `asked` are questions often asked and answered, the most frequent first, which a slip may
have meant.
An unchanged `Rows` must be given as the same object: by it the compiled vocabulary is kept.

`Line(words)`: all of them mean the same. `Line(words, meant)`: who types one of `words` also means
each of `meant`, but not the other way round (a part of a thing, its everyday name). `Line.read`
reads one as written (`社保 = 社会保险`, `遛狗 > 养犬, 犬类`) and raises ValueError; `str(line)`
writes it. A bet names an entry of the search by kind and object; whoever shows it leaves out what
the reader may not see and what is no longer there.

**For whoever asks.** `vocabulary()` gives the compiled `Vocabulary`: `others(word)` what else a
word means, `inside(text)` the known words standing in a text, longest first and never
overlapping, `bets(text)` the best bets of a question, `asked` the questions often asked. Texts are
compared as the index folds them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from portal.search.tokens import fold, runs

__all__ = ["Bet", "Known", "Line", "Rows", "Vocabulary", "provide", "vocabulary"]

DEFAULTS = Path(__file__).parent / "data" / "synonyms.txt"
# Longer than any word; what an office writes in a row is no sentence.
LONGEST_WORD = 30
_SEPARATORS = re.compile(r"[\s\W_]+")


@dataclass(frozen=True)
class Line:
    """Words that mean the same, or, with `meant`, words that also mean others."""

    words: tuple[str, ...]
    meant: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> Line:
        """Read a line as written; raises ValueError with a sentence for whoever wrote it."""
        left, arrow, right = text.replace("＞", ">").replace("＝", "=").partition(">")
        words, meant = _words(left, "="), _words(right, ",，、")
        if not words or (arrow and not meant) or (not arrow and len(words) < 2):
            raise ValueError("写作“社保 = 社会保险”，或者“遛狗 > 养犬, 犬类”。")
        if any(len(word) > LONGEST_WORD for word in (*words, *meant)):
            raise ValueError(f"一个词不超过{LONGEST_WORD}字。")
        return cls(words, meant)

    def __str__(self) -> str:
        words = " = ".join(self.words)
        return f"{words} > {', '.join(self.meant)}" if self.meant else words


class Bet(NamedTuple):
    """An entry of the search that answers a question best."""

    kind: str
    object_id: int


@dataclass(frozen=True, eq=False)
class Rows:
    """What an office keeps."""

    lines: Sequence[Line] = ()
    bets: Mapping[str, Sequence[Bet]] = field(default_factory=dict)
    asked: Sequence[str] = ()


class Known(NamedTuple):
    """A known word inside a text, by the offsets of the folded text, and what else it means."""

    start: int
    end: int
    others: tuple[str, ...]


class Vocabulary:
    """Lines and bets, ready to be asked."""

    def __init__(
        self,
        lines: Iterable[Line],
        bets: Mapping[str, Sequence[Bet]] | None = None,
        asked: Iterable[str] = (),
    ) -> None:
        self.asked = tuple(asked)
        others: dict[str, dict[str, None]] = defaultdict(dict)
        for line in lines:
            # What leaves nothing when it is folded would stand everywhere.
            same = [fold(word) for word in line.words if runs(word)]
            meant = [fold(word) for word in line.meant if runs(word)]
            for word in same:
                others[word] |= dict.fromkeys((*same, *meant))
        self._others = {
            word: tuple(other for other in found if other != word) for word, found in others.items()
        }
        self._bets = {_plain(text): tuple(found) for text, found in (bets or {}).items()}

    def others(self, word: str) -> tuple[str, ...]:
        """What else a word means, in the order of the lines; nothing of an unknown one."""
        return self._others.get(fold(word), ())

    def inside(self, text: str) -> list[Known]:
        """The known words in a text, from left to right, at each place the longest."""
        if self._pattern is None:
            return []
        return [
            Known(match.start(), match.end(), self._others[match[0]])
            for match in self._pattern.finditer(fold(text))
        ]

    def bets(self, text: str) -> tuple[Bet, ...]:
        """The entries an office wants above all others for this question."""
        return self._bets.get(_plain(text), ())

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        longest_first = sorted(self._others, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None


_provided: list[Callable[[], Rows]] = []
_NOTHING = Rows()


def provide(rows: Callable[[], Rows]) -> None:
    """Have the vocabulary read what an office keeps, in AppConfig.ready(); the last one counts."""
    _provided[:] = [rows]


def vocabulary() -> Vocabulary:
    """The portal's own words and those an office keeps."""
    return _compiled(_provided[0]() if _provided else _NOTHING)


@lru_cache(maxsize=2)
def _compiled(rows: Rows) -> Vocabulary:
    return Vocabulary((*_defaults(), *rows.lines), rows.bets, rows.asked)


@lru_cache(maxsize=1)
def _defaults() -> tuple[Line, ...]:
    lines = DEFAULTS.read_text(encoding="utf-8").splitlines()
    return tuple(Line.read(line) for line in lines if line and not line.startswith("#"))


def _words(text: str, separators: str) -> tuple[str, ...]:
    found = (word.strip() for word in re.split(f"[{re.escape(separators)}]", text))
    return tuple(dict.fromkeys(word for word in found if word))


def _plain(text: str) -> str:
    return _SEPARATORS.sub("", fold(text))
