"""What the search gives for a question with the words in use, and what it would with more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AnonymousUser

from portal.asking.selectors import rows_with, trying
from portal.asking.services.words import checked_line, entry_at, path_of
from portal.common.errors import ActRefused
from portal.search.models import SearchEntry
from portal.search.queries import SearchQuery, search
from portal.search.registry import offered, visible_ids
from portal.search.vocabulary import Bet, vocabulary

_SHOWN: Final = 10


@dataclass(frozen=True)
class Hit:
    """A line of an answer; `is_new`: the other answer has it not."""

    title: str
    url: str
    is_new: bool


@dataclass(frozen=True)
class Look:
    """Both answers, with their totals; `after` is None where nothing was tried."""

    question: str
    total: int
    before: list[Hit]
    after_total: int = 0
    after: list[Hit] | None = None


def look_at(*, q: str, words: Sequence[str], meant: Sequence[str], path: str, on: dt.date) -> Look:
    """Ask as a stranger would, without and with what is tried. Raises ActRefused for words or an
    address that could not be kept.
    """
    total, before = _answer(q)
    if not (words or meant or path):
        return Look(q, total, _hits(before, before))
    line = checked_line(words, meant) if words or meant else None
    bet = _bet_at(path) if path else None
    with trying(rows_with(on=on, line=line, question=q, bet=bet)):
        after_total, after = _answer(q)
    return Look(q, total, _hits(before, after), after_total, _hits(after, before))


def _bet_at(path: str) -> Bet:
    entry = entry_at(path_of(path))
    if entry is None:
        raise ActRefused("这个网址不是检索里的一条，保存以后显示在结果上方，这里试不出来。")
    return Bet(entry.kind, entry.object_id)


def _answer(text: str) -> tuple[int, list[SearchEntry]]:
    """How many are found exactly; what is shown, from the first to what comes near."""
    kinds = tuple(each.kind for each in offered())
    page = search(SearchQuery(text, kinds=kinds, per_page=_SHOWN), viewer=AnonymousUser())
    best = [tuple(bet) for bet in vocabulary().bets(text) if _is_public(bet)]
    shown = [*best, *((hit.kind, hit.object_id) for hit in page.shown)]
    wanted = list(dict.fromkeys(shown))[:_SHOWN]
    rows = SearchEntry.objects.live(kinds).filter(object_id__in={pk for _, pk in wanted})
    found = {
        (row.kind, row.object_id): row for row in rows.only("kind", "object_id", "title", "url")
    }
    return page.total, [found[one] for one in wanted if one in found]


def _is_public(bet: Bet) -> bool:
    return bool(visible_ids(bet.kind, [bet.object_id], AnonymousUser()))


def _hits(rows: Sequence[SearchEntry], others: Sequence[SearchEntry]) -> list[Hit]:
    known = {row.pk for row in others}
    return [Hit(row.title, row.url, row.pk not in known) for row in rows]
