"""The figures of interpretations, messages and services over a scripted year, counted twice."""

from __future__ import annotations

import datetime as dt
import os
import random
from collections import Counter

import pytest
from django.utils import timezone

from disclosure.models import Document
from policies.interpretations.indicators import year_of
from policies.interpretations.models import StepException
from policies.interpretations.selectors.year import judged_policies
from policies.interpretations.services import parts
from policies.messages.selectors import organ_months
from policies.service_items.selectors import coverage_in
from policies.service_items.services.links import declare_nothing, link_item
from portal.accounts.choices import Role
from portal.text.lines import from_lines
from portal.workdays.services import load_calendar
from tests.builders import City, draft, published_at_once
from tests.policies import recount
from tests.policies.interpretations.cases import ACTS, LAW, begun, rule
from tests.policies.messages import cases as messages
from tests.policies.service_items.items import BODY, item

pytestmark = pytest.mark.django_db
SEED = int(os.environ.get("YEAR_SEED", "20261130"))
ON = dt.date(2026, 11, 16)
_MORE = ("questions", "expert", "article", "foreign", "course")
_WAY = ("submit", "pass_secrecy", "sign", "publish")
_ENDS = (
    "held", "received", "assigned", "answering", "asked", "review", "answered", "referred",
    "withdrawn", "invalid", "answered", "answered", "answered",
)  # fmt: skip


def moment(day: dt.date, hour: int = 10) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def policy(city: City, number: int, day: dt.date) -> Document:
    filed = draft(
        city, at=moment(day), title=f"第{number}件规范性文件", is_normative=True, body=BODY,
        doc_number=f"试府办规〔2026〕{number}号", signed_on=day,
    )  # fmt: skip
    return published_at_once(filed, at=moment(day))


def explained(city: City, document: Document, day: dt.date, chance: random.Random) -> None:
    """An interpretation in some forms; most are filed, some of them late."""
    at = moment(day, 15)
    case = begun(city, [document], at=at)
    for form in chance.sample(_MORE, chance.randrange(3)):
        text = from_lines(["换一种说法。"])
        by = city.people[Role.CLERK]
        parts.write_part(interpretation=case, form=form, text=text, by=by, at=at)
    for action in _WAY:
        case.refresh_from_db()
        role = {"submit": Role.CLERK, "pass_secrecy": Role.SECRECY_REVIEWER}.get(action)
        ACTS[action](case, city.people[role or Role.SIGNER], at)
    if chance.random() < 0.7:
        case.refresh_from_db()
        filed = moment(day + dt.timedelta(days=chance.randrange(14)), 16)
        ACTS["file"](case, city.people[Role.CLERK], filed)


def scripted(city: City, chance: random.Random) -> None:
    """Policies, what explains and serves them, and messages, from March to November."""
    rule(city)
    clerk, service = city.people[Role.CLERK], item(city)
    for number in range(1, 11):
        day = dt.date(2026, 3, 2) + dt.timedelta(days=chance.randrange(240))
        document = policy(city, number, day)
        if chance.random() < 0.7:
            explained(city, document, day + dt.timedelta(days=chance.randrange(8)), chance)
        elif chance.random() < 0.4:
            StepException.objects.create(
                document=document, organ=city.office, source=LAW, reason="急。",
                by=city.people[Role.SIGNER], at=moment(day),
            )  # fmt: skip
        kind = chance.choice(("linked", "linked", "nothing", "neither"))
        if kind == "linked":
            at = moment(day + dt.timedelta(days=chance.randrange(12)))
            link_item(document=document, item=service, by=clerk, at=at)
        elif kind == "nothing":
            declare_nothing(document=document, reason="机关内部", by=clerk, at=moment(day))
    for number in range(24):
        day = dt.date(2026, 9, 1) + dt.timedelta(days=chance.randrange(60))
        row = messages.brought(
            city, chance.choice(_ENDS), at=moment(day), text=f"第{number}件事怎样办？",
            email=f"xin{number}@people.example",
        )  # fmt: skip
        if row.answered_on and chance.random() < 0.7:
            messages.walk(row, city, "publish", at=moment(day))
            if chance.random() < 0.4:
                messages.walk(row, city, "take_down", at=moment(day))


def test_both_counts_agree(city: City) -> None:
    scripted(city, random.Random(SEED))  # noqa: S311
    organ, calendar = city.office.pk, load_calendar()
    judged = judged_policies([organ], 2026)[organ]
    year = year_of((each.policy for each in judged), on=ON)
    found = {
        name: (getattr(year, name).part, getattr(year, name).whole)
        for name in ("covered", "several", "three", "filed", "in_time")
    }
    assert found == recount.interpretations(organ, on=ON)
    (coverage,) = coverage_in(2026, [organ], calendar=calendar, on=ON)
    stands = [each.timeliness.name.lower() for each in coverage.policies]
    assert {name: stands.count(name) for name in set(stands)} == recount.links(organ, on=ON)
    seen = Counter[str]()
    for first in (dt.date(2026, 9, 1), dt.date(2026, 10, 1)):
        end = (first + dt.timedelta(days=32)).replace(day=1)
        ((_, month),) = organ_months({organ}, first, end, on=ON)
        names = ("received", "answered", "published", "overdue")
        counted = {name: getattr(month, name) for name in names}
        assert counted == recount.messages(organ, first, end, on=ON)
        seen.update(counted)
    assert min(seen.values()) > 0
    assert 0 < found["several"][0] < found["covered"][0] < found["covered"][1]
