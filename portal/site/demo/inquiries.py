"""Invented inquiries, ordered and published by the real acts."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from policies.inquiries.models import Inquiry
from policies.inquiries.services import inquiries
from policies.inquiries.workflow import WORKFLOW
from policies.messages.models import Message
from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.organs.models import Organ

_OFFICE: Final = "HL-BGS"
_HOUR: Final = dt.timedelta(hours=1)
_TERM: Final = dt.timedelta(days=40)


def load_inquiries(*, now: dt.datetime) -> int:
    """What is not there yet; returns how many were added."""
    path = Path(__file__).with_suffix(".toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["inquiry"]
    return sum(_load(row, now=now) for row in rows)


@transaction.atomic
def _load(demo: Mapping[str, Any], *, now: dt.datetime) -> bool:
    if Inquiry.objects.filter(title=demo["title"]).exists():
        return False
    office, at = Organ.objects.get(code=_OFFICE), now - dt.timedelta(days=demo["days"])
    asked = Message.objects.filter(office=office, purged_at=None).order_by("pk")
    row = inquiries.order(
        office=office,
        organ=office,
        title=demo["title"],
        question=demo["question"],
        due_on=timezone.localdate(at) + _TERM,
        messages=[each for each in asked if demo["about"] in each.text],
        by=_holder(office, Role.MESSAGE_DESK),
        at=at,
    )
    for place, action in enumerate(demo["done"], start=1):
        by = _holder(office, Role(WORKFLOW.actions[action].role))
        _do(row, action, demo, by, at + place * _HOUR)
    return True


def _do(row: Inquiry, action: str, demo: Mapping[str, Any], by: User, at: dt.datetime) -> None:
    if action == "accept":
        inquiries.accept(inquiry=row, by=by, at=at)
    elif action == "write":
        words = {name: demo[name] for name in inquiries.WORDS}
        inquiries.write(inquiry=row, by=by, at=at, **words)
    elif action == "publish":
        inquiries.publish(inquiry=row, by=by, at=at)
    else:
        inquiries.STEPS.perform(row, action, by=by, at=at)


def _holder(organ: Organ, role: Role) -> User:
    found = Membership.objects.holders(organ, role).order_by("pk").first()
    if found is None:
        raise LookupError(f"nobody in the demo is {role}")
    return found.user
