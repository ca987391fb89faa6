"""Invented solicitations: one from its proposals to what was built, one that is open."""

from __future__ import annotations

import datetime as dt
import tomllib
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from decisions.solicitations.models import Solicitation
from decisions.solicitations.services import mergers, projects, proposals, solicitations
from decisions.solicitations.services.proposals import Asked
from decisions.surveys.services import results, surveys
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.organs.models import Organ
from portal.site.demo.builders import holder
from portal.site.demo.surveys import answer_by_chance

Demo = Mapping[str, Any]
_DAY: Final = dt.timedelta(days=1)
_HOUR: Final = dt.timedelta(hours=1)
_WORK: Final = 10 * _HOUR
_WORDS: Final = ("kind", "title", "text", "conditions", "phone")
# So many days after the end of the solicitation.
_PUBLISHED, _VOTE_ON, _VOTE_DAYS, _DECIDED, _ANSWERED = 5, 7, 10, 20, 25


def load_solicitations(*, now: dt.datetime) -> int:
    """What is not there yet, each in a transaction of its own; returns how many were added."""
    return sum(_load(demo, now=now) for demo in listed())


def listed() -> list[Demo]:
    """What is gathered in the demo city."""
    path = Path(__file__).with_suffix(".toml")
    rows: list[Demo] = tomllib.loads(path.read_text(encoding="utf-8"))["solicitation"]
    return rows


@transaction.atomic
def _load(demo: Demo, *, now: dt.datetime) -> bool:
    if Solicitation.objects.filter(title=demo["title"]).exists():
        return False
    made = _Making(demo, now=now)
    made.announce()
    made.propose()
    if "projects" in demo:
        made.sort_out()
        made.vote()
        made.answer()
        made.follow()
    return True


class _Making:
    """One solicitation on its way."""

    def __init__(self, demo: Demo, *, now: dt.datetime) -> None:
        self.demo, self.today = demo, timezone.localdate(now)
        self.organ = Organ.objects.get(code=demo["organ"])
        self.handler: User = holder(self.organ, Role.DECISION_HANDLER)
        self.reviewer: User = holder(self.organ, Role.DECISION_REVIEWER)

    def announce(self) -> None:
        """Drafted, checked and shown on its first day."""
        words = {name: self.demo[name] for name in _WORDS}
        at = self.day(self.demo["opened"])
        row = solicitations.draft(
            organ=self.organ, opens_at=at, closes_at=self.day(self.demo["closed"]),
            by=self.handler, at=at, **words,
        )  # fmt: skip
        solicitations.STEPS.perform(row, "submit", by=self.handler, at=at)
        self.row = solicitations.announce(solicitation=row, by=self.reviewer, at=at)

    def propose(self) -> None:
        """Ten hours apart, by people who left an address."""
        for number, line in enumerate(self.demo["proposals"], start=1):
            title, _, text = line.partition("|")
            asked = Asked(
                title=title, text=text, name=f"演示建议人{number}",
                email=f"proposal-{self.row.pk}-{number}@example.com",
            )  # fmt: skip
            at = self.row.opens_at + number * _WORK
            proposals.propose(solicitation=self.row, asked=asked, key=uuid.uuid4(), at=at)

    def sort_out(self) -> None:
        """Merged and put aside on the day after the end, published by another."""
        given: Demo = {"solicitation": self.row, "by": self.handler, "at": self.after(1)}
        for project in self.demo["projects"]:
            mergers.merge(
                **given, numbers=[project["numbers"]], title=project["title"], text=project["text"]
            )
        aside = self.demo["aside"]
        mergers.put_aside(**given, numbers=[aside["numbers"]], reason=aside["reason"])
        self.row = mergers.publish(
            solicitation=self.row, by=self.reviewer, at=self.after(_PUBLISHED)
        )

    def vote(self) -> None:
        """A vote of ten days among the projects, counted after its end."""
        vote, opens_at = self.demo["vote"], self.after(_VOTE_ON)
        first = timezone.localdate(opens_at)
        row = projects.put_to_vote(
            solicitation=self.row, votes_each=vote["each"], opens_on=first,
            closes_on=first + (_VOTE_DAYS - 1) * _DAY, by=self.handler, at=self.after(_PUBLISHED),
        )  # fmt: skip
        if (poll := row.poll) is None:
            return
        surveys.STEPS.perform(poll, "submit", by=self.handler, at=self.after(_PUBLISHED))
        poll = surveys.release(survey=poll, by=self.reviewer, at=self.after(_PUBLISHED))
        weights = {"q1": vote["weights"]}
        answer_by_chance(poll, vote["answers"], weights, seed=self.demo["title"])
        at = self.after(_VOTE_ON + _VOTE_DAYS)
        results.announce(survey=poll, outcome=vote["outcome"], by=self.reviewer, at=at)

    def answer(self) -> None:
        """What is done with each project, and why."""
        row = projects.decide(
            solicitation=self.row, outcomes=self.demo["decided"]["outcomes"],
            upshot=self.demo["upshot"], by=self.handler, at=self.after(_DECIDED),
        )  # fmt: skip
        self.row = projects.answer(solicitation=row, by=self.reviewer, at=self.after(_ANSWERED))

    def follow(self) -> None:
        """How far the chosen ones have come, each line shown on its day; then all are built."""
        at = self.row.answered_at or self.after(_ANSWERED)
        for line in self.demo["progress"]:
            at = self.day(line["on"]) + _WORK
            projects.note_progress(
                solicitation=self.row, project=line["project"], on=timezone.localdate(at),
                words=line["words"], is_built=line.get("built", False), by=self.handler, at=at,
            )  # fmt: skip
            projects.show_progress(solicitation=self.row, by=self.reviewer, at=at + _HOUR)
        solicitations.STEPS.perform(self.row, "finish", by=self.reviewer, at=at + _DAY)

    def day(self, after: int) -> dt.datetime:
        """The first instant of a day so many days from now."""
        return surveys.midnight(self.today + after * _DAY)

    def after(self, days: int) -> dt.datetime:
        """In the morning, so many days after the end."""
        return self.row.closes_at + days * _DAY + _WORK
