"""Inquiries for tests, brought to a state by walking the lawful path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from policies.inquiries.models import Inquiry
from policies.inquiries.services import inquiries
from policies.inquiries.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.workflow import lawful_path
from tests.builders import City

AT = dt.datetime(2026, 9, 7, 1, 0, tzinfo=dt.UTC)
DUE = dt.date(2026, 10, 30)
TEXTS = {
    "title": "老小区夜间停车难",
    "question": "周边单位的停车场夜间为什么没有开放。",
    "findings": "十二家单位里四家没有签协议。",
    "measures": "街道十月底以前逐家商谈，名单每周更新。",
}


def ordered(city: City, **given: Any) -> Inquiry:
    """One that the city's office has itself look into."""
    about = {"title": TEXTS["title"], "question": TEXTS["question"], "due_on": DUE, **given}
    return inquiries.order(
        office=city.office, organ=about.pop("organ", city.office),
        by=about.pop("by", city.people[Role.MESSAGE_DESK]), at=AT, **about,
    )  # fmt: skip


def _plain(action: str) -> Any:
    return lambda row, by, _, at: inquiries.STEPS.perform(
        row, action, reason="按规则", by=by, at=at
    )


STEPS: Mapping[str, Any] = {
    "accept": lambda row, by, _, at: inquiries.accept(inquiry=row, by=by, at=at),
    "write": lambda row, by, _, at: inquiries.write(inquiry=row, by=by, at=at, **TEXTS),
    "publish": lambda row, by, _, at: inquiries.publish(inquiry=row, by=by, at=at),
    "postpone": lambda row, by, _, at: inquiries.postpone(
        inquiry=row, due_on=DUE, reason="还要一次座谈", by=by, at=at
    ),
    **{name: _plain(name) for name in ("submit", "return", "withdraw", "resume", "drop", "urge")},
}


def walk(row: Inquiry, city: City, *actions: str, at: dt.datetime = AT) -> Inquiry:
    """Do the acts by those whose they are; what is to be sent on is written first."""
    for action in actions:
        if action == "submit":
            walk(row, city, "write", at=at)
        by = city.people[Role(WORKFLOW.actions[action].role)]
        STEPS[action](row, by, city, at)
    return Inquiry.objects.get(pk=row.pk)


def brought(city: City, state: str) -> Inquiry:
    """A new one in a state."""
    return walk(ordered(city), city, *lawful_path(WORKFLOW, state))


def published(city: City, **given: Any) -> Inquiry:
    return walk(ordered(city, **given), city, "accept", "submit", "publish")
