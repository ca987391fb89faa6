"""Enquiries for tests, brought to a state by walking the lawful path."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.workflow import lawful_path
from tests.builders import City
from tests.floor.moments import ASKED_AT
from tests.kind import services
from tests.kind.models import Enquiry
from tests.kind.workflow import WORKFLOW

QUESTION = "屋顶绿化有没有补贴"


def asked(city: City, **changes: Any) -> Enquiry:
    """An enquiry as it came in."""
    given = {"name": "演示咨询人庚", "question": QUESTION, "key": uuid.uuid4(), "at": ASKED_AT}
    return services.submit(organ=city.office, **{**given, **changes}).case


Step = Callable[[Enquiry, User, City, dt.datetime], object]
STEPS: Mapping[str, Step] = {
    "assign": lambda e, by, city, at: services.assign(
        enquiry=e, handler=city.people[Role.REQUEST_HANDLER], by=by, at=at
    ),
    "propose": lambda e, by, _, at: services.propose(enquiry=e, text="有补贴。", by=by, at=at),
    "approve": lambda e, by, _, at: services.approve(enquiry=e, by=by, at=at),
    "return": lambda e, by, _, at: services.STEPS.perform(
        e, "return", reason="写明依据", by=by, at=at
    ),
    "withdraw": lambda e, _by, _, at: services.withdraw(enquiry=e, at=at),
    "record_withdrawal": lambda e, by, _, at: services.STEPS.perform(
        e, "record_withdrawal", reason="来电撤回", by=by, at=at
    ),
    "close": lambda e, by, _, at: services.STEPS.perform(e, "close", by=by, at=at),
    "log_contact": lambda e, by, _, at: services.log_contact(
        enquiry=e, text="电话告知", by=by, at=at
    ),
}


def walk(enquiry: Enquiry, city: City, *actions: str, at: dt.datetime = ASKED_AT) -> Enquiry:
    """Do the acts by those whose they are."""
    for action in actions:
        role = WORKFLOW.actions[action].role
        by = city.people.get(role) if role in Role.values else None  # type: ignore[call-overload]
        STEPS[action](enquiry, by, city, at)
    return Enquiry.objects.get(pk=enquiry.pk)


def brought(city: City, state: str) -> Enquiry:
    """A new enquiry in a state."""
    return walk(asked(city), city, *lawful_path(WORKFLOW, state))
