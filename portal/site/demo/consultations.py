"""Invented consultations, brought to their states by the real acts: one complete, one that closes
soon, one that has just opened. Every opinion is written from a template of ours.
"""

from __future__ import annotations

import datetime as dt
import tomllib
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from decisions.consultations.choices import Placing
from decisions.consultations.models import Consultation, DraftClause, DraftVersion
from decisions.consultations.selectors import newest
from decisions.consultations.services import (
    answers,
    consultations,
    intake,
    outcomes,
    places,
    public_copies,
)
from decisions.consultations.services.steps import STEPS
from decisions.dossiers.models import Decision
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.organs.models import Organ
from portal.site.demo.builders import holder
from portal.text.lines import from_lines

Demo = Mapping[str, Any]
_DAY: Final = dt.timedelta(days=1)
_TERM: Final = 30
_WHO: Final = ("我们", "邻居们", "楼里的老人", "我家", "附近的住户", "大家", "几户人家")
# Of so many opinions one may be read, for its writer agreed to it.
_SHOWN: Final = 4
_NAMESPACE: Final = uuid.UUID("6f1d6c3e-6a44-4f0e-9a31-1f6f1c7e2a55")


def load_consultations(*, now: dt.datetime) -> int:
    """What is not there yet, each in a transaction of its own; returns how many were added."""
    return sum(_load(demo, now=now) for demo in listed())


def listed() -> list[Demo]:
    """What is asked, and what is said to it."""
    path = Path(__file__).with_suffix(".toml")
    rows: list[Demo] = tomllib.loads(path.read_text(encoding="utf-8"))["consultation"]
    return rows


@transaction.atomic
def _load(demo: Demo, *, now: dt.datetime) -> bool:
    if Consultation.objects.filter(title=demo["title"]).exists():
        return False
    organ, start = Organ.objects.get(code=demo["organ"]), now - demo["began"] * _DAY
    handler, reviewer = (
        holder(organ, role) for role in (Role.DECISION_HANDLER, Role.DECISION_REVIEWER)
    )
    # Of the decision it belongs to, where that is in the demo.
    decision = Decision.objects.filter(title=demo.get("decision", ""), organ=organ).first()
    row = consultations.begin(
        organ=organ, title=demo["title"], decision=decision, by=handler, at=start
    )
    consultations.write(
        consultation=row, title=demo["title"], gist=demo["gist"], ways=demo["ways"],
        opens_at=start, last_day=timezone.localdate(start) + _TERM * _DAY, by=handler, at=start,
    )  # fmt: skip
    consultations.put_draft(
        consultation=row, text=from_lines(demo["draft"]), explanation="演示：起草说明。",
        by=handler, at=start,
    )  # fmt: skip
    STEPS.perform(row, "submit", by=handler, at=start)
    row = consultations.announce(consultation=row, by=reviewer, at=start)
    written = _write(row, demo, start)
    shown = [serial for serials in written for serial in serials if serial % _SHOWN == 0]
    at = start + 4 * _DAY
    if shown:
        public_copies.show_opinions(consultation=row, serials=shown, by=handler, at=at)
    if demo["ends"] == "answered":
        _finish(row, demo, written, handler, reviewer)
    return True


def _write(row: Consultation, demo: Demo, start: dt.datetime) -> list[list[int]]:
    """The opinions, a template after the other by its share; the serials of each template."""
    version = newest(row)
    groups: Sequence[Demo] = demo["group"]
    clauses = _clauses(version)
    order = [place for place, each in enumerate(groups) for _ in range(each["share"])]
    found: list[list[int]] = [[] for _ in groups]
    if version is None:
        return found
    for number in range(demo["opinions"]):
        place = order[number % len(order)]
        group = groups[place]
        opinion = intake.Said(
            version=version,
            clause=clauses.get(group["on"]),
            text="演示：" + group["text"].format(who=_WHO[number % len(_WHO)]),
            may_publish=(number + 1) % _SHOWN == 0,
        )
        receipt = intake.submit(
            consultation=row, opinion=opinion, key=uuid.uuid5(_NAMESPACE, f"{row.title}{number}"),
            at=start + _DAY + number * dt.timedelta(minutes=11),
        )  # fmt: skip
        found[place].append(receipt.case.serial)
    return found


def _finish(
    row: Consultation, demo: Demo, written: Sequence[Sequence[int]], handler: User, reviewer: User
) -> None:
    """Grouped, answered, the draft changed, the outcome told."""
    at = (row.closes_at or row.updated_at) + 9 * _DAY / 24
    groups: Sequence[Demo] = demo["group"]
    for group, serials in zip(groups, written, strict=True):
        summary = f"演示：{group['summary']}"
        answers.group(consultation=row, serials=serials, summary=summary, by=handler, at=at)
        made = row.groups.get(summary=summary)
        answers.answer(
            consultation=row, groups=[made], outcome=group["outcome"], reason=group["reason"],
            change=group["change"], by=handler, at=at,
        )  # fmt: skip
    at += _DAY
    text = from_lines(demo["second"])
    consultations.put_draft(consultation=row, text=text, note=demo["note"], by=handler, at=at)
    consultations.release_draft(consultation=row, by=reviewer, at=at)
    clauses = _clauses(newest(row))
    waiting = row.opinions.filter(placing=Placing.WAITING).values("now")
    for former in DraftClause.objects.filter(pk__in=waiting):
        places.place(
            consultation=row, former=former, clause=clauses.get(former.label), by=handler, at=at
        )
    STEPS.perform(row, "settle", by=handler, at=at)
    day = timezone.localdate(at)
    consultations.note_decision(consultation=row, decided_on=day, by=handler, at=at)
    at += 5 * _DAY
    outcomes.draw_up(consultation=row, outcome=demo["outcome"], by=handler, at=at)
    outcomes.publish_outcome(consultation=row, by=reviewer, at=at)


def _clauses(version: DraftVersion | None) -> dict[str, DraftClause]:
    return {each.label: each for each in version.clauses.all()} if version else {}
