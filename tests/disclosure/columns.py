"""Columns for tests, set up through the act."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone

from disclosure.choices import Kind
from disclosure.models import Column, Document
from disclosure.services.columns import save_column
from portal.accounts.choices import Role
from portal.accounts.models import User
from tests.builders import FILED_AT, City, published

BACKEND = "django.contrib.auth.backends.ModelBackend"
DAY = dt.date(2026, 11, 20)


def midday(day: dt.date) -> dt.datetime:
    """Noon of a day."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def a_column(city: City, **changes: Any) -> Column:
    """A column kept by the city's office."""
    number = Column.objects.count() + 1
    given = {
        "slug": f"column-{number}",
        "name": f"栏目{number}",
        "description": "演示用的栏目。",
        "keywords": "演示,栏目",
        "organ": city.office,
        "criteria": "kind=plan",
        "position": number,
        **changes,
    }
    return save_column(column=Column(**given), by=city.people[Role.CLERK], at=FILED_AT)


def a_plan(city: City, title: str, **changes: Any) -> Document:
    """A published plan, which has no number."""
    return published(city, title=title, doc_number="", doc_type="", kind=Kind.PLAN, **changes)


def two_plans(city: City) -> list[Document]:
    """Two plans, of the office and of the street, and a notice beside them."""
    found = [
        a_plan(city, "甲规划"),
        a_plan(
            city,
            "乙规划",
            organ=city.street,
            signed_on=dt.date(2025, 3, 4),
            at=FILED_AT + dt.timedelta(days=2),
        ),
    ]
    published(city, title="丙通知", doc_number="试府办〔2026〕31号", kind=Kind.NOTICE)
    return found


def signed_in(user: User) -> Client:
    """Somebody's own browser."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client
