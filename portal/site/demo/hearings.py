"""Invented hearings on decisions of the demo city: one with its signed record, one to apply for."""

from __future__ import annotations

import datetime as dt
import tomllib
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from decisions.dossiers.models import Decision
from decisions.seats.choices import Kind
from decisions.seats.models import Sitting
from decisions.seats.services import (
    applications,
    closed_lists,
    draws,
    hearing,
    invitations,
    meeting,
    sittings,
)
from decisions.seats.services.applications import Asked
from decisions.seats.services.words import materials_last
from decisions.seats.workflow import Place
from decisions.surveys.services.surveys import midnight
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.common.errors import ActRefused
from portal.site.demo.builders import holder

Demo = Mapping[str, Any]
_DAY: Final = dt.timedelta(days=1)
_HOUR: Final = dt.timedelta(hours=1)
_APPLYING: Final = 10 * _DAY
_DRAW: Final = 16 * _DAY + 10 * _HOUR
_BEGINS: Final = 9 * _HOUR
_THROWS: Final = "5 0 2 8 8 1 6 3 9 7"
_WORDS: Final = ("topic", "text", "place", "criteria", "places", "groups")


def load_hearings(*, now: dt.datetime) -> int:
    """What is not there yet on the decisions that are; returns how many were added."""
    added = 0
    for demo in listed():
        try:
            added += _load(demo, now=now)
        except ActRefused:
            # The term of objections lies beyond the loaded calendar: nothing can be announced.
            continue
    return added


def listed() -> list[Demo]:
    """The hearings of the demo city."""
    path = Path(__file__).with_suffix(".toml")
    rows: list[Demo] = tomllib.loads(path.read_text(encoding="utf-8"))["hearing"]
    return rows


@transaction.atomic
def _load(demo: Demo, *, now: dt.datetime) -> bool:
    decision = Decision.objects.filter(title=demo["decision"]).select_related("organ").first()
    if decision is None or Sitting.objects.filter(topic=demo["topic"]).exists():
        return False
    made = _Making(demo, decision, now=now)
    made.announce()
    made.apply()
    if "record" in demo:
        made.draw()
        made.hold()
        made.tell()
    return True


class _Making:
    """One hearing on its way."""

    def __init__(self, demo: Demo, decision: Decision, *, now: dt.datetime) -> None:
        self.demo, self.decision = demo, decision
        today = timezone.localdate(now)
        self.closes_at = midnight(today + demo["closes"] * _DAY)
        self.meets_at = midnight(today + demo["meets"] * _DAY) + _BEGINS
        self.officer: User = holder(decision.organ, Role.PARTICIPATION)
        self.reviewer: User = holder(decision.organ, Role.DECISION_REVIEWER)

    def announce(self) -> None:
        """Drafted, checked and shown on its first day."""
        at = self.closes_at - _APPLYING
        words = {name: self.demo[name] for name in _WORDS}
        row = sittings.draft(
            organ=self.decision.organ, kind=Kind.HEARING, decision=self.decision, method="draw",
            draw_place="海岚市政务服务大厅一楼（演示）",
            witnesses="两位报名人和一位公证员（演示）", opens_at=at, closes_at=self.closes_at,
            draw_at=self.closes_at + _DRAW, meets_at=self.meets_at, by=self.officer, at=at, **words,
        )  # fmt: skip
        sittings.STEPS.perform(row, "submit", by=self.officer, at=at)
        self.row = sittings.announce(sitting=row, by=self.reviewer, at=at)

    def apply(self) -> None:
        """An hour apart, each agreeing that the name is published."""
        for number, line in enumerate(self.demo["people"], start=1):
            group, _, name = line.partition("|")
            asked = Asked(
                name=name, email=f"hearing-{self.row.pk}-{number}@example.com", group=group,
                may_name=True,
            )  # fmt: skip
            at = self.row.opens_at + number * _HOUR
            applications.apply(sitting=self.row, asked=asked, key=uuid.uuid4(), at=at)

    def draw(self) -> None:
        """Everybody who is drawn comes; the materials and the names are in time."""
        row, at, by = self.row, self.row.draw_at, self.officer
        closed_lists.close(sitting=row, by=by, at=self.closes_at)
        draws.enter_throws(sitting=row, throws=_THROWS, by=by, at=at)
        draws.check_throws(sitting=row, throws=_THROWS, by=self.reviewer, at=at)
        row = draws.reveal(sitting=row, by=by, at=at)
        for one in row.applicants.filter(status=Place.INVITED).order_by("line"):
            invitations.accept(applicant=one, at=at + 3 * _HOUR)
        last = materials_last(row) - _DAY
        row = hearing.send_materials(
            sitting=row, sent_on=last, materials=self.demo["materials"], by=by,
            at=midnight(last) + _BEGINS,
        )  # fmt: skip
        at = midnight(last + 2 * _DAY) + _BEGINS
        self.row = hearing.publish_names(sitting=row, by=self.reviewer, at=at)

    def hold(self) -> None:
        """All came; the last of them did not sign the record."""
        row, by, at = self.row, self.officer, self.row.meets_at + 3 * _HOUR
        came = list(row.applicants.filter(status=Place.COMING).order_by("line"))
        numbers = [str(one.line) for one in came]
        row = meeting.hold(sitting=row, numbers=numbers, by=by, at=at)
        said = {group: iter(lines) for group, lines in self.demo["said"].items()}
        for one in came:
            told = next(said[one.group])
            given = {"sitting": row, "number": one.line, "by": by, "at": at}
            meeting.note_said(**given, said=told["said"])
            meeting.note_outcome(**given, became=told["became"])
        self.row = hearing.sign_record(
            sitting=row, record=self.demo["record"], signed_on=timezone.localdate(at),
            unsigned=[f"{numbers[-1]} {self.demo['unsigned']}"], by=by, at=at,
        )  # fmt: skip

    def tell(self) -> None:
        """On the day after."""
        meeting.tell(sitting=self.row, by=self.reviewer, at=self.row.meets_at + _DAY)
