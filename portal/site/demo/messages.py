"""Invented messages, brought to their states by the real acts."""

from __future__ import annotations

import datetime as dt
import tomllib
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from policies.messages.models import Message, MessageChannel, StockPhrase
from policies.messages.services import (
    answers,
    assignment,
    feedback,
    mergers,
    publication,
    referrals,
    supplements,
    triage,
    typical,
)
from policies.messages.services.also_asked import also_ask
from policies.messages.services.intake import Asked, enter, submit
from policies.messages.services.phrases import save_phrase
from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.organs.models import Organ
from portal.site.demo.explained import document_of

_KEYS: Final = uuid.UUID("3c6f2d52-7d0f-4b3c-9a6e-5f8a1b2c7e11")
_HOUR: Final = dt.timedelta(hours=1)
_OFFICE: Final = "HL-BGS"
_DESK, _RESPONDER, _REVIEWER = Role.MESSAGE_DESK, Role.MESSAGE_RESPONDER, Role.ANSWER_REVIEWER
# By staff alone.
_ENTERED: Final = ("passed-down", "telephone")
_ANSWERED: Final = ("assign", "accept", "propose", "approve")
# The acts that lead to a state.
_WAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "received": (),
    "held": (),
    "assigned": ("assign",),
    "answering": ("assign", "accept"),
    "asked": ("assign", "accept", "ask_back"),
    "review": ("assign", "accept", "propose"),
    "answered": _ANSWERED,
    "closed": _ANSWERED,
    "referred": ("refer",),
    "merged": ("merge",),
    "withdrawn": ("withdraw",),
    "invalid": ("set_aside",),
}
Demo = Mapping[str, Any]
Step = Callable[[Message, Demo, User, dt.datetime], object]


def load_messages(*, now: dt.datetime) -> int:
    """What is not there yet, each in a transaction of its own; returns how many were added."""
    office = Organ.objects.get(code=_OFFICE)
    MessageChannel.objects.filter(office=None).update(office=office)
    _load_phrases(office, now=now)
    return sum(_load(demo, place, office, now=now) for place, demo in enumerate(listed(), start=1))


def listed() -> list[Demo]:
    """What the messages say and how they end."""
    return _rows("message")


def _rows(kind: str) -> list[Demo]:
    path = Path(__file__).with_suffix(".toml")
    rows: list[Demo] = tomllib.loads(path.read_text(encoding="utf-8"))[kind]
    return rows


def _load_phrases(office: Organ, *, now: dt.datetime) -> None:
    by = _holder(office, _REVIEWER, office)
    for place, demo in enumerate(_rows("phrase"), start=1):
        if not StockPhrase.objects.filter(organ=office, title=demo["title"]).exists():
            phrase = StockPhrase(organ=office, position=place, **demo)
            save_phrase(phrase=phrase, by=by, at=now)


@transaction.atomic
def _load(demo: Demo, number: int, office: Organ, *, now: dt.datetime) -> bool:
    key = uuid.uuid5(_KEYS, demo["text"])
    if Message.objects.filter(submission_key=key).exists():
        return False
    at = now - dt.timedelta(days=demo["days"])
    message = _taken_in(demo, number, office, key, at)
    for place, action in enumerate(_way(demo), start=1):
        message = Message.objects.select_related("organ").get(pk=message.pk)
        act, role = _STEPS[action]
        act(message, demo, _holder(message.organ, role, office), at + place * _HOUR)
    for each in range(demo.get("also", 0)):
        also_ask(published=message.published, email=f"also{each}@people.example", at=at + 9 * _HOUR)
    return True


def _taken_in(demo: Demo, number: int, office: Organ, key: uuid.UUID, at: dt.datetime) -> Message:
    asked = Asked(
        channel=MessageChannel.objects.get(slug=demo["channel"]),
        text=demo["text"],
        category=demo["category"],
        name=f"演示留言人{number}",
        email=f"liuyan{number}@people.example",
        policy=document_of(demo["doc"]) if "doc" in demo else None,
        may_publish=demo.get("publish", False),
        trapped=demo["ends"] == "held",
    )
    if demo["channel"] in _ENTERED:
        return enter(
            asked=asked, office=office, key=key, received_on=timezone.localdate(at), at=at,
            by=_holder(office, _DESK, office), outside_number=demo.get("outside", ""),
        ).case  # fmt: skip
    return submit(asked=asked, key=key, at=at).case


def _way(demo: Demo) -> list[str]:
    """The acts of a message, with what its writer and the desk do beside the way."""
    acts = [*_WAYS[demo["ends"]]]
    acts += [name for name in ("score", "title", "typical", "found") if name in demo]
    return acts + (["close"] if demo["ends"] == "closed" else [])


def _holder(organ: Organ, role: Role, office: Organ) -> User:
    """Who does it there, or at the office where nobody does."""
    rows = Membership.objects.holders(organ, role).order_by("pk")
    found = rows.first() or Membership.objects.holders(office, role).order_by("pk").first()
    if found is None:
        raise LookupError(f"nobody in the demo is {role}")
    return found.user


_STEPS: Final[Mapping[str, tuple[Step, Role]]] = {
    "assign": (lambda m, _, by, at: assignment.assign(message=m, by=by, at=at), _DESK),
    "accept": (lambda m, _, by, at: assignment.accept(message=m, by=by, at=at), _RESPONDER),
    "ask_back": (
        lambda m, demo, by, at: supplements.ask_back(message=m, text=demo["word"], by=by, at=at),
        _RESPONDER,
    ),
    "propose": (
        lambda m, demo, by, at: answers.propose(
            message=m, text=demo["answer"], outcome=demo["outcome"], by=by, at=at
        ),
        _RESPONDER,
    ),
    "approve": (lambda m, _, by, at: answers.approve(message=m, by=by, at=at), _REVIEWER),
    "score": (
        lambda m, demo, _, at: feedback.rate(
            message=m, score=demo["score"], text="差几个小时也不行，希望能放宽。", at=at
        ),
        _DESK,
    ),
    "title": (
        lambda m, demo, by, at: publication.publish(
            message=m, **{**publication.proposed(m), "title": demo["title"]}, by=by, at=at
        ),
        _REVIEWER,
    ),
    "typical": (
        lambda m, demo, by, at: typical.choose(message=m, note=demo["typical"], by=by, at=at),
        _REVIEWER,
    ),
    "found": (
        lambda m, demo, by, at: feedback.revisit(
            message=m, found=demo["found"], text="电话回访，本人说了落实的情况。", by=by, at=at
        ),
        _DESK,
    ),
    "close": (lambda m, _, by, at: feedback.close(message=m, by=by, at=at), _DESK),
    "refer": (
        lambda m, demo, by, at: referrals.refer(
            message=m, door=demo["door"], text=demo["answer"], by=by, at=at
        ),
        _DESK,
    ),
    "merge": (
        lambda m, demo, by, at: mergers.merge(
            message=m,
            into=Message.objects.get(submission_key=uuid.uuid5(_KEYS, demo["into"])),
            by=by,
            at=at,
        ),
        _DESK,
    ),
    "set_aside": (
        lambda m, demo, by, at: triage.set_aside(message=m, reason=demo["word"], by=by, at=at),
        _DESK,
    ),
    "withdraw": (lambda m, _demo, _by, at: triage.withdraw(message=m, at=at), _DESK),
}
