"""Marking hits in titles and snippets. Everything is escaped first; only <mark> is ours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portal.search.needs import Need
from portal.search.query_parser import Clause, ParsedQuery
from portal.search.tokens import CJK, INVISIBLE, fold_in_place, runs

__all__ = ["SNIPPET_LENGTH", "hit_pattern", "mark_hits", "near_pattern", "snippet"]

SNIPPET_LENGTH = 80
_LEAD = 20
_LATIN = rf"[^\W_{CJK}]"
_IS_CJK = re.compile(rf"[{CJK}]")
_ELLIPSIS = "…"


def _clause_pattern(clause: Clause) -> str:
    runs = []
    for run in clause:
        units = f"[{INVISIBLE}]*".join(re.escape(unit) for unit in run)
        head = "" if _IS_CJK.match(run[0]) else f"(?<!{_LATIN})"
        tail = "" if _IS_CJK.match(run[-1]) else f"(?!{_LATIN})"
        runs.append(head + units + tail)
    return r"[\W_]{0,20}".join(runs)


def hit_pattern(query: ParsedQuery) -> re.Pattern[str] | None:
    """A pattern, over text folded in place, that finds what the index found."""
    longest_first = sorted(query.clauses, key=lambda clause: -sum(map(len, clause)))
    figures = [_figure_pattern(figure.word) for figure in query.figures]
    typed = [figure.phrase for figure in query.figures if figure.phrase]
    patterns = [*figures, *map(_clause_pattern, [*longest_first, *typed])]
    return re.compile("|".join(patterns)) if patterns else None


def near_pattern(need: Need, meant: str = "") -> re.Pattern[str] | None:
    """A pattern that finds what was typed as it stands, or meant; its words and other names."""
    words = [run for each in need.concepts for run in (each.run, *each.others) if len(run) > 1]
    longest_first = sorted({*need.runs, *runs(meant), *words}, key=len, reverse=True)
    patterns = [_clause_pattern((run,)) for run in longest_first]
    return re.compile("|".join(patterns)) if patterns else None


def _figure_pattern(word: str) -> str:
    """A date with marks or 年月日, a decimal as it is."""
    if "-" not in word:
        return rf"(?<![\d.]){re.escape(word)}(?!\d)"
    year, month, day = (str(int(part)) for part in word.split("-"))
    return rf"(?<!\d){year}\s?[-/.年]\s?0?{month}\s?[-/.月]\s?0?{day}(?:日|(?!\d))"


def _spans(text: str, pattern: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    if pattern is not None:
        yield from (match.span() for match in pattern.finditer(fold_in_place(text)))


def mark_hits(text: str, pattern: re.Pattern[str] | None) -> SafeString:
    """The text escaped, its hits in <mark>."""
    parts: list[str] = []
    end = 0
    for start, stop in _spans(text, pattern):
        parts += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    parts.append(escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - every piece was escaped above


def snippet(text: str, pattern: re.Pattern[str] | None, length: int = SNIPPET_LENGTH) -> SafeString:
    """About `length` characters around the first hit, or the beginning when there is none."""
    text = " ".join(text.split())
    start, stop = next(_spans(text, pattern), (0, 0))
    begin = max(0, min(start - _LEAD, len(text) - length))
    end = max(begin + length, stop)
    marked = mark_hits(text[begin:end], pattern)
    before = _ELLIPSIS if begin else ""
    after = _ELLIPSIS if end < len(text) else ""
    return mark_safe(f"{before}{marked}{after}")  # noqa: S308 - marked is escaped
