"""The words an office keeps, as the search reads them; what was asked, and what is shown first."""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Q, QuerySet, Sum

from portal.asking.models import AskedQuery, BestBet, MutedQuery, SynonymLine, WordsState
from portal.asking.texts import plain
from portal.search.models import SearchEntry
from portal.search.registry import visible_ids
from portal.search.vocabulary import Bet, Line, Rows

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

_POPULAR_DAYS: Final = 30
_MOST_ASKED: Final = 2000


@dataclass(frozen=True, eq=False)
class _Kept:
    """What this process has read: as of which token and day, and when it last looked."""

    token: UUID | None
    on: dt.date
    rows: Rows
    bets: tuple[BestBet, ...]
    looked: float


@dataclass(frozen=True)
class Shown:
    """What an office shows first, and why."""

    url: str
    title: str
    reason: str


@dataclass(frozen=True)
class Asked:
    """A question over a stretch of time. `is_muted`: it is not offered to others."""

    text: str
    times: int
    in_vain: int
    askers: int
    last: dt.date
    is_muted: bool = False
    synonyms: tuple[SynonymLine, ...] = field(default=())
    bets: tuple[BestBet, ...] = field(default=())


_NOTHING: Final = Rows()
_kept: list[_Kept] = []
_tried: ContextVar[Rows | None] = ContextVar("asking_tried", default=None)


def rows_in_use(*, on: dt.date) -> Rows:
    """The words in use on a day, the same object as long as they are the same.

    Another process's change is seen within settings.SEARCH_WORDS_SECONDS.
    """
    tried = _tried.get()
    if tried is not None:
        return tried
    return _current(on).rows if settings.SEARCH_WORDS else _NOTHING


@contextmanager
def trying(rows: Rows) -> Iterator[None]:
    """Search inside with these words instead of those in use; nobody else's search is touched."""
    mark = _tried.set(rows)
    try:
        yield
    finally:
        _tried.reset(mark)


def look_again() -> None:
    """Have this process read the words anew at the next search."""
    _kept.clear()


def _current(on: dt.date) -> _Kept:
    kept, now = (_kept[0] if _kept else None), time.monotonic()
    if kept and kept.on == on and now - kept.looked < settings.SEARCH_WORDS_SECONDS:
        return kept
    token = WordsState.objects.filter(pk=1).values_list("token", flat=True).first()
    if kept and (kept.token, kept.on) == (token, on):
        kept = _Kept(token, on, kept.rows, kept.bets, now)
    else:
        kept = _read(token, on, now)
    _kept[:] = [kept]
    return kept


def _read(token: UUID | None, on: dt.date, now: float) -> _Kept:
    """Read after the token: what is newer than it is read once more with the next. What others
    asked, by which slips are mended, is that of the morning.
    """
    lines = [row.line for row in SynonymLine.objects.filter(is_active=True).order_by("pk")]
    standing = BestBet.objects.filter(Q(until=None) | Q(until__gte=on), is_active=True)
    bets = tuple(standing.order_by("pk"))
    asked_lately = popular("", on=on, most=_MOST_ASKED)
    return _Kept(token, on, Rows(lines, _by_question(bets), asked_lately), bets, now)


def _by_question(bets: Sequence[BestBet]) -> dict[str, list[Bet]]:
    found: dict[str, list[Bet]] = defaultdict(list)
    for bet in bets:
        for question in bet.questions:
            if bet.kind and bet.object_id is not None:
                found[plain(question)].append(Bet(bet.kind, bet.object_id))
    return found


def rows_with(
    *, on: dt.date, line: Line | None = None, question: str = "", bet: Bet | None = None
) -> Rows:
    """The words in use and one line, or one bet, more: for a look at what it would change."""
    rows = _current(on).rows
    bets = {text: list(found) for text, found in rows.bets.items()}
    if bet:
        bets[plain(question)] = [bet, *bets.get(plain(question), ())]
    return Rows((*rows.lines, *([line] if line else ())), bets, rows.asked)


def shown_first(text: str, *, viewer: User | AnonymousUser, on: dt.date) -> list[Shown]:
    """What an office shows first to whoever asks this, as far as the viewer may see it."""
    question = plain(text)
    if not question or not settings.SEARCH_WORDS:
        return []
    bets = [bet for bet in _current(on).bets if question in map(plain, bet.questions)]
    titles = _titles(bets, viewer) if bets else {}
    return [
        Shown(bet.path, titles.get((bet.kind, bet.object_id), bet.title), bet.reason)
        for bet in bets
        if not bet.kind or (bet.kind, bet.object_id) in titles
    ]


def _titles(
    bets: Sequence[BestBet], viewer: User | AnonymousUser
) -> dict[tuple[str, int | None], str]:
    """Titles of the entries that are live and that the viewer may see."""
    found: dict[tuple[str, int | None], str] = {}
    by_kind: dict[str, set[int]] = defaultdict(set)
    for bet in bets:
        if bet.kind and bet.object_id is not None:
            by_kind[bet.kind].add(bet.object_id)
    for kind, ids in by_kind.items():
        seen = visible_ids(kind, ids, viewer)
        rows = SearchEntry.objects.live([kind]).filter(object_id__in=seen)
        found |= {(kind, pk): title for pk, title in rows.values_list("object_id", "title")}
    return found


def readable() -> QuerySet[AskedQuery]:
    """What so many asked that it may be read."""
    return AskedQuery.objects.exclude(text="")


def asked(*, since: dt.date, in_vain: bool, most: int, skipped: int = 0) -> list[Asked]:
    """The questions since a day, the most asked first; with `in_vain` those without an answer."""
    rows = (
        readable()
        .filter(since__gte=since)
        .values("text")
        .annotate(all=Sum("times"), missed=Sum("in_vain"), people=Sum("askers"), last=Max("since"))
    )
    if in_vain:
        rows = rows.filter(missed__gt=0).order_by("-missed", "-all", "text")
    else:
        rows = rows.order_by("-all", "text")
    return _with_words([dict(row) for row in rows[skipped : skipped + most]])


def _with_words(rows: Sequence[dict[str, Any]]) -> list[Asked]:
    """Beside each question what the office did about it."""
    texts = [row["text"] for row in rows]
    muted = set(MutedQuery.objects.filter(text__in=texts).values_list("text", flat=True))
    lines = list(SynonymLine.objects.filter(is_active=True, words__overlap=texts)) if texts else []
    bets = list(BestBet.objects.filter(is_active=True, questions__overlap=texts)) if texts else []
    return [
        Asked(
            row["text"],
            row["all"],
            row["missed"],
            row["people"],
            row["last"],
            row["text"] in muted,
            tuple(line for line in lines if row["text"] in line.words),
            tuple(bet for bet in bets if row["text"] in bet.questions),
        )
        for row in rows
    ]


def popular(beginning: str, *, on: dt.date, most: int) -> list[str]:
    """What others asked lately that begins so and was found, the most asked first."""
    rows = (
        readable()
        .filter(text__startswith=beginning, since__gte=on - dt.timedelta(days=_POPULAR_DAYS))
        .exclude(text__in=MutedQuery.objects.values("text"))
        .values("text")
        .annotate(people=Sum("askers"), all=Sum("times"), missed=Sum("in_vain"))
        .filter(all__gt=Sum("in_vain"))
        .order_by("-people", "text")
    )
    return [row["text"] for row in rows[:most]]
