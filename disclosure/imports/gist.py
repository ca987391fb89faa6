"""A first line about a text, for a clerk to correct: its opening and what it deals with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

__all__ = ["gist"]

_SENTENCE: Final = re.compile("[^。！？]+[。！？]?")
_HEADING: Final = re.compile(
    "^(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}章)\\s*"
    "(?P<words>[^。；：:]{2,24})[。；：:]?$"
)
_OPENS: Final = re.compile(
    "(?:，|。|；|^)(?:现|特)?(?:将|就)?[^，。；]{0,20}"
    "(?:通知|公告|通告|函告|印发)(?:如下|给你们)[^。]*[。：:]?$"
)
_LEAST, _SHORTEST, _LONGEST, _MOST = 5, 8, 120, 5


def gist(paragraphs: Sequence[str]) -> str:
    """What a text is about, in at most 200 characters; empty where it opens with nothing."""
    lines = [line.strip() for line in paragraphs if line.strip() and "\t" not in line]
    opening = next((_opening(line) for line in lines if _is_sentence(line)), "")
    matters = [match["words"].strip() for line in lines if (match := _HEADING.match(line))]
    dealt = (
        f"包括{'、'.join(matters[:_MOST])}{'等' if len(matters) > _MOST else ''}。"
        if matters
        else ""
    )
    return (opening + dealt)[:200]


def _is_sentence(line: str) -> bool:
    """Not a salutation, a heading or a signature."""
    return len(line) >= _SHORTEST and not line.endswith(("：", ":")) and not _HEADING.match(line)


def _opening(line: str) -> str:
    first = _SENTENCE.match(line)
    sentence = first[0] if first else line
    bare = _OPENS.sub("", sentence).rstrip("，；")
    kept = bare if len(bare) >= _LEAST else sentence
    kept = kept if len(kept) <= _LONGEST else f"{kept[: _LONGEST - 1]}…"
    return kept if kept.endswith(("。", "…", "！", "？")) else f"{kept}。"
