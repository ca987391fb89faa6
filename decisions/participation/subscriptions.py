"""What one can newly take part in, as a topic to subscribe to: the filter of the page is the
criterion, what begins the news.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Final

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from decisions.participation.filters import Wanted, read
from decisions.participation.offers import OPEN, Kind, Offer, kinds
from portal.common.moments import until_words
from portal.notifications.registry import OWN, Conditions, News, Thing, Topic
from portal.notifications.services.announcements import take_back_news
from portal.organs.models import Organ

_EVERYTHING: Final = "*"
_KIND, _ORGAN = "kind=", "organ="
# A thing is remembered by the number of its kind above so many bits, its own key below.
_BITS: Final = 48
_KEYS: Final = (1 << _BITS) - 1
_MOMENT: Final = dt.timedelta(microseconds=1)


def asked_by(query: str) -> Wanted:
    """What a query string asks to be told of: a kind and an organ. Where things stand says nothing
    of what is still to begin.
    """
    return read(QueryDict(query).dict(), kinds=set(_by_code())).with_(state=OPEN)


def normalise(query: str) -> str:
    """The filter of the page in its one spelling."""
    return asked_by(query).query.removeprefix("?")


def describe(criteria: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each criterion in words, part by part."""
    held = {criterion: asked_by(criterion) for criterion in criteria}
    codes = {wanted.organ for wanted in held.values() if wanted.organ}
    organs = dict(Organ.objects.filter(code__in=codes).values_list("code", "name"))
    return {criterion: tuple(_words(wanted, organs)) for criterion, wanted in held.items()}


def url(criterion: str) -> str:
    """The page under this criterion."""
    return reverse("decisions:participate") + (f"?{criterion}" if criterion else "")


def conditions(criterion: str) -> Conditions:
    """The kind and the organ that are asked for; of an organ there is less than of a kind."""
    wanted = asked_by(criterion)
    asked = [
        frozenset({f"{begins}{value}"})
        for begins, value in ((_ORGAN, wanted.organ), (_KIND, wanted.kind))
        if value
    ]
    return Conditions(tuple(asked or [frozenset({_EVERYTHING})]))


def things(since: dt.datetime, at: dt.datetime) -> Iterator[Thing]:
    """What began after `since` and is open still, earliest first within its kind."""
    for kind in kinds():
        for offer in kind.begun(since, at):
            if offer.is_in(OPEN, at):
                terms = frozenset(
                    {_EVERYTHING, f"{_KIND}{kind.code}", f"{_ORGAN}{offer.organ_code}"}
                )
                yield Thing(
                    _told(kind, offer),
                    offer.began_at.isoformat(),
                    partial(frozenset, terms),
                    lambda _criterion: True,
                )


def news(numbers: Collection[int], at: dt.datetime) -> Mapping[int, News]:
    """Those of some things in which one can take part still: whoever hears late hears of no door
    that is shut.
    """
    wanted: dict[int, set[int]] = defaultdict(set)
    for number in numbers:
        wanted[number >> _BITS].add(number & _KEYS)
    found = {}
    for kind in kinds():
        keys = wanted.get(kind.number, set())
        for offer in kind.read(at) if keys else ():
            if offer.key in keys and offer.is_in(OPEN, at):
                one = _told(kind, offer)
                found[one.object_id] = one
    return found


def count(criterion: str, first: dt.date, last: dt.date) -> int:
    """How much began in these days under a criterion."""
    wanted = asked_by(criterion)
    since = _midnight(first) - _MOMENT
    until = _midnight(last + dt.timedelta(days=1)) - _MOMENT
    return sum(
        wanted.organ in ("", offer.organ_code)
        for kind in kinds()
        if wanted.kind in ("", kind.code)
        for offer in kind.begun(since, until)
    )


def lost(terms: Collection[str]) -> set[str]:
    """Those of some terms that nothing can come to bear: the kind or the organ is not there."""
    known = {_EVERYTHING, *(f"{_KIND}{code}" for code in _by_code())}
    known |= {f"{_ORGAN}{code}" for code in Organ.objects.values_list("code", flat=True)}
    return set(terms) - known


def take_back(kind: str, key: int, address: str) -> None:
    """In what waits to be sent it is not named any more: it ended before its time. Within the
    transaction that ends it.
    """
    number = _number(_by_code()[kind], key)
    take_back_news(object_id=number, url=address, kind=OWN)


TOPIC: Final = Topic(
    "participate", "征集调查", normalise, describe, url, conditions, things, news, count, lost,
    own="新开始的征集调查",
)  # fmt: skip


def _by_code() -> dict[str, Kind]:
    return {kind.code: kind for kind in kinds()}


def _number(kind: Kind, key: int) -> int:
    return (kind.number << _BITS) | key


def _words(wanted: Wanted, organs: Mapping[str, str]) -> Iterator[str]:
    if wanted.kind:
        yield f"种类：{_by_code()[wanted.kind].label}"
    if wanted.organ:
        yield f"机关：{organs.get(wanted.organ, wanted.organ)}"
    if wanted == Wanted():
        yield "全部新开始的征集、问卷和报名"


def _told(kind: Kind, offer: Offer) -> News:
    until = f"{until_words(offer.closes_at)}截止" if offer.closes_at else ""
    return News(
        object_id=_number(kind, offer.key),
        title=offer.title,
        facts="　".join(filter(None, (kind.label, offer.organ, until))),
        url=offer.url,
        first_public_at=offer.began_at,
        public_at=offer.began_at,
        said="可以参加了",
    )


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
