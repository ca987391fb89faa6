"""Rows and filters of the page of taking part."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from decisions.participation.filters import Wanted
from decisions.participation.offers import ANSWERED, CLOSED, STATES, Kind, Offer
from portal.common.moments import until_words


@dataclass(frozen=True)
class Entry:
    """One row."""

    offer: Offer
    kind: str
    state: str
    standing: str
    until: str


@dataclass(frozen=True)
class Choice:
    """A value of the filter with the address that asks for it."""

    label: str
    query: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class Page:
    """What the page shows."""

    wanted: Wanted
    states: list[Choice]
    kinds: list[Choice]
    organs: list[Choice]
    rows: list[Entry]
    total: int


def page_of(
    found: Sequence[Offer], wanted: Wanted, kinds: Sequence[Kind], *, at: dt.datetime, most: int
) -> Page:
    """Rows and filters under what is asked; every count is what pressing it would show."""
    labels = {kind.code: kind.label for kind in kinds}
    of_kind = [each for each in found if wanted.kind in ("", each.kind)]
    of_organ = [each for each in found if wanted.organ in ("", each.organ_code)]
    both = [each for each in of_kind if wanted.organ in ("", each.organ_code)]
    rows = [each for each in both if each.is_in(wanted.state, at)]
    return Page(
        wanted=wanted,
        states=[
            Choice(label, wanted.with_(state=code).query, _in(both, code, at), code == wanted.state)
            for code, label in STATES.items()
        ],
        kinds=_choices(
            [(each.kind, labels[each.kind]) for each in of_organ if each.is_in(wanted.state, at)],
            wanted, "kind",
        ),
        organs=_choices(
            [(each.organ_code, each.organ) for each in of_kind if each.is_in(wanted.state, at)],
            wanted, "organ",
        ),
        rows=[entry(each, labels, at=at) for each in rows[:most]],
        total=len(rows),
    )  # fmt: skip


def entry(offer: Offer, labels: dict[str, str], *, at: dt.datetime) -> Entry:
    """One row in words."""
    state = offer.state(at)
    standing = STATES[state]
    if state not in (CLOSED, ANSWERED) and offer.closes_at is not None:
        days = (offer.closes_at - at).days
        standing = f"还有{days}天" if days else "今天截止"
    until = f"{until_words(offer.closes_at)}截止" if offer.closes_at else ""
    return Entry(offer, labels[offer.kind], state, standing, until)


def _in(found: Iterable[Offer], state: str, at: dt.datetime) -> int:
    return sum(each.is_in(state, at) for each in found)


def _choices(pairs: Iterable[tuple[str, str]], wanted: Wanted, name: str) -> list[Choice]:
    held = list(pairs)
    counted, labels = Counter(code for code, _ in held), dict(held)
    current = getattr(wanted, name)
    every = Choice("全部", wanted.with_(**{name: ""}).query, len(held), not current)
    return [
        every,
        *(
            Choice(labels[code], wanted.with_(**{name: code}).query, count, code == current)
            for code, count in counted.most_common()
            if code  # what is of no organ in particular is among all
        ),
    ]
