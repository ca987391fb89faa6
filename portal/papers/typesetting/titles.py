"""Titles of 公文."""

from __future__ import annotations

import re

# Never inside a name in 《》: there the next mark is a closing one.
_PHRASE_ENDS = re.compile("(?<=关于)(?!印发|[^《》]{0,200}》)|(?=《)")


def phrases(title: str) -> list[str]:
    """A title cut where a line may end well: after 关于 and before 《."""
    return [part for part in _PHRASE_ENDS.split(title) if part]
