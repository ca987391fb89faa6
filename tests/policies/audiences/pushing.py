"""People with traits, policies with an audience, and pushes brought to a state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from disclosure.models import Document
from policies.audiences.models import AudienceTerm, Push, Trait, TraitProfile
from policies.audiences.services import pushes
from policies.audiences.services.terms import region_term, tag_policy
from policies.audiences.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.organs.models import Organ
from portal.workflow import lawful_path
from tests.builders import City, draft, published_at_once

# A Monday at nine; the calendar of 2026 is loaded with the migrations.
AT = dt.datetime(2026, 9, 7, 1, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def term(code: str) -> AudienceTerm:
    """One of those that the migrations have planted."""
    return AudienceTerm.objects.get(code=code)


def policy(city: City, *codes: str, regions: tuple[Organ, ...] = (), **changes: Any) -> Document:
    """A public policy of the office that concerns those of these terms."""
    given = {"doc_number": "试府办〔2026〕9号", "at": AT - HOUR, **changes}
    document = published_at_once(draft(city, **given), at=AT - HOUR)
    if codes or regions:
        tag_policy(
            document=document, terms=[term(code) for code in codes], regions=regions,
            by=city.people[Role.CLERK], at=AT,
        )  # fmt: skip
    return document


def reader(name: str, *codes: str, region: Organ | None = None, **columns: Any) -> User:
    """Somebody with an account who stated these traits."""
    user = User.objects.create_user(name, f"{name}@people.example")
    profile = TraitProfile.objects.create(user=user, updated_at=AT, **columns)
    terms = [term(code) for code in codes] + ([region_term(region)] if region else [])
    Trait.objects.bulk_create(Trait(profile=profile, term=one) for one in terms)
    return user


def readers(count: int, *codes: str, region: Organ | None = None, prefix: str = "r") -> list[User]:
    """Many of them."""
    return [reader(f"{prefix}{number}", *codes, region=region) for number in range(count)]


def begun(city: City, document: Document | None = None) -> Push:
    """A push of a policy for two groups of people."""
    document = document or policy(city, "elderly", "graduates")
    return pushes.begin(document=document, by=city.people[Role.CLERK], at=AT)


Step = Callable[[Push, User | None, City, dt.datetime], Any]


def _plain(action: str, **given: Any) -> Step:
    return lambda push, by, _, at: pushes.STEPS.perform(push, action, by=by, at=at, **given)


STEPS: Mapping[str, Step] = {
    "narrow": lambda push, by, _, at: pushes.narrow(
        push=push, drop=[term("graduates")], by=by, at=at
    ),
    "submit": _plain("submit"),
    "approve": _plain("approve"),
    "return": _plain("return", reason="范围太大"),
    "send": lambda push, by, _, at: pushes.send(push=push, by=by, at=at),
    "drop": _plain("drop", reason="不推了"),
}  # type: ignore[dict-item]


def walk(push: Push, city: City, *actions: str, at: dt.datetime = AT) -> Push:
    """Do the acts by those whose they are."""
    for action in actions:
        by = city.people[Role(WORKFLOW.actions[action].role)]
        STEPS[action](Push.objects.get(pk=push.pk), by, city, at)
    return Push.objects.select_related("organ", "document__organ", "within").get(pk=push.pk)


def brought(city: City, state: str) -> Push:
    """A new push in a state."""
    return walk(begun(city), city, *lawful_path(WORKFLOW, state))


def sent(city: City, document: Document, *, at: dt.datetime = AT) -> Push:
    """A push of a policy that was released and is under way."""
    return walk(begun(city, document), city, "submit", "approve", "send", at=at)


TODAY = timezone.localdate(AT)
