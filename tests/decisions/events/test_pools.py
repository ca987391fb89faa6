"""Places are counted under one lock: processes at once give as many places as there are."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
from collections.abc import Sequence
from multiprocessing.synchronize import Barrier

import pytest
from django.db import connections, transaction

from decisions.events.models import EventSession, SignUp, Ticket
from decisions.events.services import pools, signups
from decisions.events.workflow import Place
from portal.audit.models import AuditEntry
from tests.builders import City
from tests.decisions.events.cases import AT, DAY, HOUR, again, published, signed_up
from tests.foundation import founded_city

PROCESSES = 8
PATIENCE = 300
Task = tuple[str, int, int]


def people_wanted() -> int:
    """How many sign up at once: five hundred for the full run, fewer in the daily one."""
    return int(os.environ.get("EVENT_PEOPLE", "40"))


@pytest.fixture
def town(transactional_db: None) -> City:
    """A city that other processes see."""
    del transactional_db
    return founded_city()


def at_once(session: EventSession, *tasks: Task) -> list[int | None]:
    """Processes that begin together; each does so many steps from a number on. Their exits."""
    apart = multiprocessing.get_context("fork")
    gate = apart.Barrier(len(tasks))
    # None inherits a connection: each opens its own.
    connections.close_all()
    running = [apart.Process(target=_do, args=(session, task, gate)) for task in tasks]
    for each in running:
        each.start()
    for each in running:
        each.join(PATIENCE)
    return [each.exitcode for each in running]


def _do(session: EventSession, task: Task, gate: Barrier) -> None:
    """What one process does: sign people up, take places back, or die in the middle of that."""
    action, first, count = task
    numbers = range(first, first + count)
    gate.wait(PATIENCE)
    if action == "sign_up":
        for person in numbers:
            signed_up(session, f"第{person}位", email=f"p{person}@example.test")
        return
    lines = [number + 1 for number in numbers]
    for row in SignUp.objects.filter(session=session, line__in=lines).order_by("line"):
        with transaction.atomic():
            signups.withdraw(signup=row, at=AT)
            if action == "die":
                os.kill(os.getpid(), signal.SIGKILL)


def parts(action: str, total: int) -> Sequence[Task]:
    """A crowd in as many processes as there are, each with its own people."""
    each, more = divmod(total, PROCESSES)
    sizes = [each + (number < more) for number in range(PROCESSES)]
    return [(action, sum(sizes[:number]), size) for number, size in enumerate(sizes)]


def test_as_many_places_as_there_are_and_an_ordered_list(town: City) -> None:
    people = people_wanted()
    places = people // 10
    session = published(town, places=places)
    assert set(at_once(session, *parts("sign_up", people))) == {0}
    rows = list(SignUp.objects.filter(session=session).order_by("line"))
    assert [row.line for row in rows] == list(range(1, people + 1))
    assert [row.status for row in rows] == ["seated"] * places + ["waiting"] * (people - places)
    assert len({row.person_index for row in rows}) == len({row.number for row in rows}) == people
    assert Ticket.objects.count() == places
    # The numbers follow the lines: both are given in the order of the commits.
    assert sorted(rows, key=lambda row: row.number) == rows


def test_cancellations_at_once_with_newcomers(town: City) -> None:
    people = people_wanted()
    leaving, newcomers = people // 10, 20
    session = published(town, places=leaving)
    at_once(session, *parts("sign_up", people))
    crowd = [*parts("withdraw", leaving), ("sign_up", people, newcomers)]
    assert set(at_once(session, *crowd)) == {0}
    rows = list(SignUp.objects.filter(session=session).order_by("line"))
    first, then, rest = rows[:leaving], rows[leaving : 2 * leaving], rows[2 * leaving :]
    assert {row.status for row in first} == {"withdrawn"}
    assert {row.status for row in then} == {"seated"}
    assert {row.status for row in rest} == {"waiting"}
    assert len(rest) == people - 2 * leaving + newcomers
    assert [row.line for row in rows] == list(range(1, people + newcomers + 1))
    assert Ticket.objects.filter(revoked_at=None).count() == leaving


def test_a_process_that_is_killed_takes_nothing_along(town: City) -> None:
    session = published(town, places=2)
    rows = [signed_up(session, name) for name in "甲乙丙丁"]
    # It dies after the place was freed and given, before the transaction ends.
    assert at_once(session, ("die", 0, 1)) == [-signal.SIGKILL]
    assert [again(row).status for row in rows] == ["seated", "seated", "waiting", "waiting"]
    signups.withdraw(signup=rows[0], at=AT)
    assert [again(row).status for row in rows] == ["withdrawn", "seated", "seated", "waiting"]


@pytest.mark.django_db
def test_offers_end_once_however_often_the_task_runs(city: City) -> None:
    start = AT + 10 * DAY
    session = published(city, places=1, starts_at=start)
    rows = [signed_up(session, name) for name in "甲乙丙丁"]
    late = start - 13 * HOUR
    signups.withdraw(signup=rows[0], at=late)
    entries = AuditEntry.objects.count()
    assert pools.lapse_offers(at=late + 4 * HOUR - dt.timedelta(seconds=1)) == 0
    assert AuditEntry.objects.count() == entries
    for _ in range(3):
        pools.lapse_offers(at=late + 4 * HOUR)
    assert [again(row).status for row in rows] == ["withdrawn", "lapsed", "offered", "waiting"]
    assert AuditEntry.objects.count() == entries + 2
    # The last offer ends two hours before; then the place goes to the door.
    for hours in (8, 11, 12, 20):
        pools.lapse_offers(at=late + hours * HOUR)
    assert [again(row).status for row in rows] == ["withdrawn", "lapsed", "lapsed", "lapsed"]
    ends = [offer.until for row in rows for offer in row.offers.order_by("pk")]
    assert ends == [late + 4 * HOUR, late + 8 * HOUR, start - 2 * HOUR]


@pytest.mark.django_db
def test_fewer_places_take_nothing_from_anybody(city: City) -> None:
    session = published(city, places=3)
    rows = [signed_up(session, name) for name in "甲乙丙丁"]
    EventSession.objects.filter(pk=session.pk).update(places=1)
    for row in rows[:2]:
        signups.withdraw(signup=row, at=AT)
    assert [again(row).status for row in rows[2:]] == ["seated", "waiting"]
    signups.withdraw(signup=rows[2], at=AT)
    assert again(rows[3]).status == Place.SEATED
