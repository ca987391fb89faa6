"""How like a text is to the known wordings of a question. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from portal.common.alike import bigrams, containment

# One pair says nothing: it stands in too many questions.
_FEWEST: Final = 2


def likeness(asked: frozenset[str], known: Iterable[str]) -> float:
    """The best of several wordings of one question, from 0 to 1."""
    return max((containment(asked, bigrams(each), fewest=_FEWEST) for each in known), default=0.0)
