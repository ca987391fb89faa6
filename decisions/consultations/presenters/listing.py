"""Lists of consultations, opinions and answers by their address: one page after another, a place
in a list being a value and a key, so that a page far down costs what the first costs.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from decisions.consultations.deadlines import SOON_DAYS
from decisions.consultations.models import Consultation, Opinion, OpinionGroup
from decisions.consultations.workflow import Status

PER_PAGE: Final = 20
LINES: Final = 50
STATES: Final[Mapping[str, str]] = {
    "open": "正在征求", "soon": "即将截止", "closed": "正在研究", "answered": "已反馈",
}  # fmt: skip
_PLACE: Final = re.compile(r"(\d{1,20})\.(\d{1,12})")
_LONGEST: Final = 100
_LARGEST: Final = 2**62


@dataclass(frozen=True)
class Listed:
    """What the address of a list asks for; nonsense in it is as good as nothing."""

    state: str = ""
    organ: str = ""
    clause: str = ""
    after: tuple[int, int] | None = None

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Listed:
        """From the query of an address."""

        def word(name: str) -> str:
            return given.get(name, "").replace("\x00", "").strip()[:_LONGEST]

        state = word("state")
        return cls(
            state=state if state in STATES else "",
            organ=word("organ"),
            clause=word("clause"),
            after=_place(word("after")),
        )

    @property
    def is_filtered(self) -> bool:
        """Whether it is less than all."""
        return any((self.state, self.organ, self.clause))

    def first(self) -> str:
        """The query of its first page."""
        return replace(self, after=None).query()

    def following(self, value: int, key: int) -> str:
        """The query of the page after a row."""
        return replace(self, after=(value, key)).query()

    def query(self) -> str:
        """Itself as the end of an address."""
        named = {
            "state": self.state, "organ": self.organ, "clause": self.clause,
            "after": f"{self.after[0]}.{self.after[1]}" if self.after else "",
        }  # fmt: skip
        return "?" + urlencode({name: value for name, value in named.items() if value})


@dataclass(frozen=True)
class Page:
    """The rows of a page, and the queries of the first and of the next one where there is one."""

    rows: Sequence[Any]
    first: str
    following: str


def page_of(
    listed: Listed, rows: Sequence[Any], value: Callable[[Any], int], most: int = PER_PAGE
) -> Page:
    """One page, from one row more than it shows; `value` is what the list is ordered by."""
    shown = rows[:most]
    more = listed.following(value(shown[-1]), shown[-1].pk) if len(rows) > most else ""
    return Page(shown, listed.first() if listed.after else "", more)


def consultations_of(listed: Listed, at: dt.datetime) -> QuerySet[Consultation]:
    """The public ones under the filters, the latest published first."""
    rows = Consultation.objects.public(at).select_related("organ", "decision")
    if listed.organ:
        rows = rows.filter(organ__code=listed.organ)
    soon = at + dt.timedelta(days=SOON_DAYS + 1)
    match listed.state:
        case "open":
            rows = rows.filter(status=Status.RUNNING, closes_at__gt=at)
        case "soon":
            rows = rows.filter(status=Status.RUNNING, closes_at__gt=at, closes_at__lte=soon)
        case "closed":
            running = Q(status=Status.RUNNING, closes_at__lte=at)
            rows = rows.filter(running | Q(status__in=[Status.SETTLED, Status.OUTCOME]))
        case "answered":
            rows = rows.filter(status=Status.ANSWERED)
    if listed.after:
        moment = dt.datetime.fromtimestamp(0, tz=dt.UTC) + dt.timedelta(
            microseconds=min(listed.after[0], 4 * 10**15)
        )
        rows = rows.filter(opens_at__lte=moment)
        rows = rows.filter(Q(opens_at__lt=moment) | Q(pk__lt=listed.after[1]))
    return rows.order_by("-opens_at", "-id")


def opened(row: Consultation) -> int:
    """What the list of consultations is ordered by: the instant, in microseconds."""
    if row.opens_at is None:
        return 0
    since = row.opens_at.astimezone(dt.UTC) - dt.datetime.fromtimestamp(0, tz=dt.UTC)
    return since // dt.timedelta(microseconds=1)


def shown_opinions(consultation: Consultation, listed: Listed) -> QuerySet[Opinion]:
    """What was released of the opinions, those with most agreement first."""
    rows = consultation.opinions.shown().select_related("now", "now__version", "clause")
    rows = rows.defer("now__version__text", "text")
    if listed.clause:
        rows = rows.filter(now__anchor=listed.clause)
    if listed.after:
        number, key = listed.after
        rows = rows.filter(agreements__lte=min(number, 2**31 - 1))
        rows = rows.filter(Q(agreements__lt=number) | Q(pk__lt=key))
    return rows.order_by("-agreements", "-id")


def groups_of(consultation: Consultation, listed: Listed) -> QuerySet[OpinionGroup]:
    """The groups of a consultation, the largest first."""
    rows = consultation.groups.select_related("clause")
    if listed.after:
        number, key = listed.after
        rows = rows.filter(opinions__lte=min(number, 2**31 - 1))
        rows = rows.filter(Q(opinions__lt=number) | Q(pk__gt=key))
    return rows.order_by("-opinions", "id")


def single_opinions(consultation: Consultation, listed: Listed) -> QuerySet[Opinion]:
    """Those that were answered by themselves, in the order they came."""
    rows = consultation.opinions.counted().filter(group__isnull=True).select_related("now")
    if listed.after:
        rows = rows.filter(pk__gt=listed.after[1])
    return rows.defer("text").order_by("id")


def _place(text: str) -> tuple[int, int] | None:
    found = _PLACE.fullmatch(text)
    if not found:
        return None
    return min(int(found[1]), _LARGEST), min(int(found[2]), _LARGEST)
