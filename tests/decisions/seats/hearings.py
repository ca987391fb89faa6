"""Hearings brought to their end by the services alone."""

from __future__ import annotations

from typing import Any

from decisions.seats.models import Sitting
from decisions.seats.services import hearing, meeting
from decisions.seats.services.words import materials_last
from decisions.seats.workflow import Place
from portal.accounts.choices import Role
from tests.builders import City
from tests.decisions.seats.cases import DAY, HOUR, coming, people


def officer(city: City) -> Any:
    return city.people[Role.PARTICIPATION]


def reviewer(city: City) -> Any:
    return city.people[Role.DECISION_REVIEWER]


def sent(row: Sitting, city: City, *, late: int = 0) -> Sitting:
    """The materials reach everybody on the last day, or so many days later."""
    day = materials_last(row) + late * DAY
    at = row.meets_at + (late - 7) * DAY
    return hearing.send_materials(
        sitting=row, sent_on=day, materials="草案和起草说明", by=officer(city), at=at
    )


def named(row: Sitting, city: City) -> Sitting:
    return hearing.publish_names(sitting=row, by=reviewer(city), at=row.meets_at - DAY)


def held(city: City, **changes: Any) -> Sitting:
    """One that was lawful up to its end."""
    row = coming(city, **changes)
    sent(row, city)
    row = named(row, city)
    numbers = [str(one.line) for one in people(row, Place.COMING)]
    return meeting.hold(sitting=row, numbers=numbers, by=officer(city), at=row.meets_at + HOUR)


def told(row: Sitting, city: City, **changes: Any) -> Sitting:
    """One whose record is signed, and whose participants were told what became of it."""
    at, by = row.meets_at + DAY, officer(city)
    for one in people(row, Place.ATTENDED):
        meeting.note_said(sitting=row, number=one.line, said="收费应当分时段。", by=by, at=at)
        meeting.note_outcome(sitting=row, number=one.line, became="采纳。", by=by, at=at)
    given = {"record": "两方都同意分时段收费。", "signed_on": row.held_on, **changes}
    hearing.sign_record(sitting=row, **given, by=by, at=at)
    return meeting.tell(sitting=row, by=reviewer(city), at=at + HOUR)
