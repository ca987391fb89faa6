"""Invented public concerns, brought to their states by the real acts, and a month's list."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from policies.concerns.models import Concern, HotList
from policies.concerns.services import concerns, hot_lists
from policies.messages.models import PublishedMessage
from policies.messages.services.also_asked import also_ask
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.organs.models import Organ
from portal.site.demo.builders import holder
from portal.site.demo.explained import document_of

_HOUR: Final = dt.timedelta(hours=1)
# By the place of a published message among all: how many pressed 我也想问 last month.
_PRESSED: Final = (12, 9, 7, 5, 3, 2)
Demo = Mapping[str, Any]


def load_concerns(*, now: dt.datetime) -> int:
    """What is not there yet, each in a transaction of its own; returns how many were added."""
    added = sum(_load(demo, now=now) for demo in listed())
    _count_last_month(now=now)
    return added


def listed() -> list[Demo]:
    """What people are worried about, and what is said to it."""
    path = Path(__file__).with_suffix(".toml")
    rows: list[Demo] = tomllib.loads(path.read_text(encoding="utf-8"))["concern"]
    return rows


@transaction.atomic
def _load(demo: Demo, *, now: dt.datetime) -> bool:
    if Concern.objects.filter(title=demo["title"]).exists():
        return False
    organ, noticed = Organ.objects.get(code=demo["organ"]), now - demo["hours"] * _HOUR
    writer, reviewer = (
        holder(organ, role) for role in (Role.MESSAGE_RESPONDER, Role.ANSWER_REVIEWER)
    )
    names = ("title", "asked", "origin", "origin_words", "nature", "gravity")
    concern = concerns.record_concern(
        organ=organ, noticed_at=noticed, by=writer, at=noticed + _HOUR / 4,
        **{name: demo[name] for name in names},
    )  # fmt: skip
    at = noticed + max(demo["answered"], 1) * _HOUR
    _write(concern, demo, writer, at)
    if demo["ends"] == "draft":
        return True
    concerns.STEPS.perform(concern, "submit", by=writer, at=at)
    if demo["ends"] == "review":
        return True
    concerns.release(concern=concern, by=reviewer, at=at)
    for news in demo.get("news", ()):
        at = noticed + news["after"] * _HOUR
        if (held := demo.get("press_after", 0)) and held < news["after"]:
            concerns.meet_press(
                concern=concern, held_at=noticed + held * _HOUR, place=demo["press_place"],
                by=writer, at=at,
            )  # fmt: skip
        concerns.follow_up(concern=concern, by=writer, at=at)
        _write(concern, {**news, "docs": []}, writer, at)
        concerns.STEPS.perform(concern, "submit", by=writer, at=at)
        concerns.release(concern=concern, by=reviewer, at=at)
    return True


def _write(concern: Concern, demo: Demo, by: User, at: dt.datetime) -> None:
    policies = [document_of(number) for number in demo["docs"]]
    asked = PublishedMessage.objects.live().filter(policy__in=policies).order_by("pk")
    concerns.write(
        concern=concern, facts=demo["facts"], done=demo["done"], further=demo["further"],
        policies=policies, messages=list(asked[:2]), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def _count_last_month(*, now: dt.datetime) -> None:
    """The month before, made public with the answers that name its policies."""
    after = timezone.localdate(now).replace(day=1)
    first = (after - dt.timedelta(days=1)).replace(day=1)
    if HotList.objects.filter(month=first).exists():
        return
    pressed_at = timezone.make_aware(dt.datetime.combine(first, dt.time(10)))
    rows = PublishedMessage.objects.live().filter(policy__isnull=False).order_by("pk")
    for row, often in zip(rows, _PRESSED, strict=False):
        for number in range(often):
            also_ask(published=row, email=f"yexiang{number}@people.example", at=pressed_at)
    hot_lists.make_due_lists(at=now)
    city = HotList.objects.filter(month=first).order_by("organ__depth").first()
    if city is None or not city.lines.exists():
        return
    by = holder(city.kept_by, Role.MESSAGE_RESPONDER)
    for concern in Concern.objects.public().order_by("pk"):
        named = city.lines.filter(document__concern_statements__concern=concern)
        for line in named.distinct():
            hot_lists.attach(line=line, answer=concern, by=by, at=now)
    hot_lists.make_public(hot_list=city, by=by, at=now)
