"""Invented open days: planned, published, signed up for, held and called off by the real acts."""

from __future__ import annotations

import datetime as dt
import io
import tomllib
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from decisions.events.models import Event, EventPlan, EventSession, SignUp
from decisions.events.services import events, sessions, suggestion_answers, suggestions, year_plans
from decisions.events.services.signups import Asked, sign_up
from decisions.events.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.files.services import read_file
from portal.organs.models import Organ
from portal.papers.typesetting import Sheet, docx_bytes
from portal.text.model import Paragraph, words

_DAY: Final = dt.timedelta(days=1)
_HOUR: Final = dt.timedelta(hours=1)
# An event is drafted so long before its first session, at the latest now.
_AHEAD: Final = 30 * _DAY
_WORDS: Final = ("kind", "title", "series", "text", "place", "map_url", "offers", "phone")
_MATERIAL: Final = {"kind": "material", "title": "讲义（演示）"}


def load_events(*, now: dt.datetime) -> int:
    """What is not there yet; returns how many events were added."""
    path = Path(__file__).with_suffix(".toml")
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    _load_plan(given["plan"], now=now)
    return sum(_load(row, now=now) for row in given["event"])


@transaction.atomic
def _load_plan(demo: Mapping[str, Any], *, now: dt.datetime) -> None:
    organ, year = Organ.objects.get(code=demo["organ"]), timezone.localdate(now).year
    if EventPlan.objects.filter(organ=organ, year=year).exists():
        return
    plan = year_plans.write_plan(
        organ=organ, year=year, lines=demo["lines"], targets=demo["targets"],
        by=_holder(organ, Role.PARTICIPATION), at=now,
    )  # fmt: skip
    year_plans.publish_plan(plan=plan, by=_holder(organ, Role.DECISION_REVIEWER), at=now)


@transaction.atomic
def _load(demo: Mapping[str, Any], *, now: dt.datetime) -> bool:
    organ = Organ.objects.get(code=demo["organ"])
    if Event.objects.filter(organ=organ, title=demo["title"]).exists():
        return False
    planner = _holder(organ, Role.PARTICIPATION)
    starts = [_start(row, now) for row in demo["sessions"]]
    at = min(now, min(starts) - _AHEAD)
    words = {name: demo.get(name, "") for name in _WORDS}
    event = events.draft(organ=organ, by=planner, at=at, **words)
    for row, start in zip(demo["sessions"], starts, strict=True):
        _add(event, row, start, by=planner, at=at)
    for place, action in enumerate(demo["done"]):
        if action == "publish":
            _do(event, action, demo, at)
            _sign_up(event, demo["sessions"], at + _HOUR)
        else:
            # What comes after the last session is done a day later.
            later = max(starts) + _DAY if action == "finish" else at + (2 + place) * _HOUR
            _do(event, action, demo, at if action == "submit" else min(later, now))
    if "suggestions" in demo:
        _suggest(event, demo["suggestions"], now=now)
    return True


def _suggest(event: Event, rows: Sequence[Mapping[str, Any]], *, now: dt.datetime) -> None:
    """Those who came first suggest something, a line each; all of it is answered and published."""
    planner = _holder(event.organ, Role.PARTICIPATION)
    signups = SignUp.objects.filter(session__event=event).select_related("session__event")
    for signup, row in zip(signups.order_by("line"), rows, strict=False):
        made = suggestions.suggest(
            signup=signup, text=row["text"], may_publish=row["publish"], key=uuid.uuid4(),
            at=signup.session.ends_at + _DAY,
        )  # fmt: skip
        if row["publish"]:
            suggestion_answers.show(suggestion=made, text=row["text"], by=planner, at=now)
        suggestion_answers.answer(
            event=event, numbers=[str(made.serial)], outcome=row["outcome"],
            summary=row["summary"], reason=row["reason"], change=row.get("change", ""),
            by=planner, at=now,
        )  # fmt: skip
    reviewer = _holder(event.organ, Role.DECISION_REVIEWER)
    suggestion_answers.publish(event=event, by=reviewer, at=now)


def _add(
    event: Event, row: Mapping[str, Any], start: dt.datetime, *, by: User, at: dt.datetime
) -> None:
    sessions.add_session(
        event=event, starts_at=start, ends_at=start + 2 * _HOUR, closes_at=start - 2 * _HOUR,
        opens_at=at + row.get("opens", 0) * _DAY, places=row["places"],
        unit=row.get("unit", "person"), most_companions=row.get("companions", 0),
        conditions=row.get("conditions", ""), is_tentative=row.get("tentative", False),
        groups=row.get("groups", []), by=by, at=at,
    )  # fmt: skip


def _sign_up(event: Event, rows: Sequence[Mapping[str, Any]], at: dt.datetime) -> None:
    """So many people for each session, some of them with a companion."""
    found = EventSession.objects.filter(event=event).order_by("pk")
    for session, row in zip(found, rows, strict=True):
        groups = list(session.groups.all())
        for number in range(row["people"]):
            asked = Asked(
                name=f"演示市民{number + 1}",
                email=f"event{session.pk}-{number}@people.example",
                companions=number % (session.most_companions + 1),
                group=groups[number % len(groups)] if groups else None,
            )
            sign_up(session=session, asked=asked, key=uuid.uuid4(), at=at)


def _do(event: Event, action: str, demo: Mapping[str, Any], at: dt.datetime) -> None:
    by = _holder(event.organ, Role(WORKFLOW.actions[action].role))
    if action == "publish":
        events.publish(event=event, by=by, at=at)
    elif action == "link":
        events.link(event=event, live_url=demo["live_url"], recording_url="", by=by, at=at)
    elif action == "add_material":
        upload = (io.BytesIO(_handout(event, demo["handout"], at)), "讲义（演示）.docx")
        events.add_material(event=event, **_MATERIAL, upload=upload, by=by, at=at)
        # No worker runs while the demo is loaded: what it would do is done here.
        for number in event.materials.exclude(file=None).values_list("file", flat=True):
            read_file(file_id=number, at=at)
    elif action == "finish":
        address = demo.get("recording_url", "")
        events.finish(event=event, report=demo["report"], recording_url=address, by=by, at=at)
    elif action == "call_off":
        events.call_off(event=event, reason=demo["reason"], by=by, at=at)
    else:
        events.STEPS.perform(event, action, by=by, at=at)


def _handout(event: Event, lines: Sequence[str], at: dt.datetime) -> bytes:
    """A line a paragraph, set as a document of ours."""
    own = tuple(Paragraph(words(line)) for line in lines)
    sheet = Sheet(
        title=_MATERIAL["title"], own=own, released_at=timezone.localtime(at),
        author=event.organ.name,
    )  # fmt: skip
    return docx_bytes(sheet)


def _start(row: Mapping[str, Any], now: dt.datetime) -> dt.datetime:
    """The hour of a session, so many days from today."""
    day = timezone.localdate(now) + row["days"] * _DAY
    return timezone.make_aware(dt.datetime.combine(day, dt.time(row["hour"])))


def _holder(organ: Organ, role: Role) -> User:
    found = Membership.objects.holders(organ, role).order_by("pk").first()
    if found is None:
        raise LookupError(f"nobody in the demo is {role}")
    return found.user
