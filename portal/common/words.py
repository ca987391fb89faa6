"""Where a line of Chinese may end: between words, never inside one (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import rjieba

__all__ = ["LONGEST", "words"]

# No title is longer; beyond it the text is left to break as it likes.
LONGEST: Final = 500

_OPENING: Final = "《〈（(“‘「『【〔["
_CLOSING: Final = "》〉）)”’」』】〕]、，。；：！？,.;:!?％%"
_TO_THE_LEFT: Final = frozenset("的了们等区县市镇乡村局厅处科路站所院号条款项届期次章")
_JOINING: Final = frozenset("—–-～~·/")
_UNIT: Final = re.compile(r"[年月日号条款项届期次个件级度岁周]+")
_NUMERAL: Final = re.compile(r"[0-9０-９〇零一二三四五六七八九十百千]+")


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The text cut where a line may end; put together again the pieces are the text.

    A word of one character goes with its neighbour, a mark with the word it belongs to, a number
    with its unit.
    """
    if len(text) > LONGEST:
        return (text,)
    return tuple(_joined(rjieba.cut(text, hmm=False)))


def _joined(tokens: list[str]) -> Iterator[str]:
    """Tokens put together until each may stand at the end of a line and at the beginning of one."""
    piece = ""
    for token in tokens:
        if piece and not _belongs(piece, token):
            yield piece
            piece = ""
        piece += token
    if piece:
        yield piece


def _belongs(piece: str, token: str) -> bool:
    """Whether no line may end between the piece so far and the next token."""
    last, first = piece[-1], token[0]
    if last.isspace() or first.isspace():
        return first.isspace()
    return (
        last in _OPENING
        or first in _CLOSING
        or last in _JOINING
        or first in _JOINING
        or token in _TO_THE_LEFT
        or (_NUMERAL.fullmatch(last) is not None and _UNIT.fullmatch(token) is not None)
        or _is_loose(piece)
    )


def _is_loose(piece: str) -> bool:
    """Whether a piece is one character that no line should end with: 和, 对, 小, 第."""
    letters = piece.lstrip(_OPENING)
    return len(letters) == 1 and letters not in _CLOSING
