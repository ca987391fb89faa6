"""Reminders follow from state: stages once each, lateness daily, whatever runs were missed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.notifications.models import OutboxMessage
from portal.notifications.services.reminders import Concern, Term, Words, remind
from portal.notifications.services.staff_notices import MOST_LINES, Told
from portal.notifications.stages import STAGES, stage_reached
from portal.organs.models import Organ
from portal.workdays.services import load_calendar
from tests.notifications.staff import Row, Turn, bureau, holder

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 11, 30)
DAY = dt.timedelta(days=1)
TERM = Term(
    concern=Concern[Row](
        kind="test.due",
        page=lambda row: f"/rows/{row.pk}/",
        handler_role=Role.REQUEST_HANDLER,
        substitute=Role.SUPERVISOR,
    ),
    states=Turn,
    due_on="due_on",
    ahead=Words("row:{row.pk}:left:{due}:{stage}", "提醒{row.pk}", "{due}前，还有{left}个工作日"),
    late=Words("row:{row.pk}:late:{today}", "逾期{row.pk}", "{due}已过，今天是{today}"),
)


@pytest.fixture
def organ() -> Organ:
    return bureau()


@pytest.fixture
def handler(organ: Organ) -> User:
    holder(organ, "supervisor", Role.SUPERVISOR)
    return holder(organ, "handler", Role.REQUEST_HANDLER)


def run(day: dt.date, *rows: Row, hour: int = 9) -> Told:
    at = timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
    return remind(TERM, rows, at=at)


def before(working_days: int) -> dt.date:
    """The day of work on which so many working days are left."""
    day, calendar = DUE, load_calendar()
    while calendar.count(day, DUE) < working_days or not calendar.is_workday(day):
        day -= DAY
    return day


def keys() -> list[str]:
    rows = OutboxMessage.objects.order_by("pk")
    return [row.dedup_key.split(":", 2)[2] for row in rows]


def heard() -> set[str]:
    return set(OutboxMessage.objects.values_list("user__username", flat=True))


def test_a_stage_is_the_narrowest_that_was_reached() -> None:
    found = [stage_reached(left) for left in range(-1, 8)]
    assert found == [None, 0, 1, 3, 3, 5, 5, None, None]
    assert stage_reached(31, (180, 60, 30)) == 60
    assert stage_reached(0, ()) is None


def test_each_stage_is_told_once_however_often_it_runs(organ: Organ, handler: User) -> None:
    row, day = Row(1, organ, DUE), DUE - 21 * DAY
    while day <= DUE:
        run(day, row)
        run(day, row, hour=20)
        day += DAY
    assert keys() == [f"left:{DUE}:{stage}" for stage in sorted(STAGES, reverse=True)]
    assert heard() == {"handler"}
    last = OutboxMessage.objects.latest("pk")
    assert (last.subject, last.body) == ("提醒1", f"{DUE}前，还有0个工作日")
    assert last.url == "/rows/1/"


@pytest.mark.parametrize(("left", "stage"), [(5, 5), (4, 5), (2, 3)])
def test_missed_runs_lose_nothing(organ: Organ, handler: User, left: int, stage: int) -> None:
    row = Row(1, organ, DUE)
    assert run(before(6), row) == Told()
    run(before(left), row)
    assert keys() == [f"left:{DUE}:{stage}"]
    run(before(1), row)
    assert keys() == [f"left:{DUE}:{stage}", f"left:{DUE}:1"]


def test_a_new_last_day_begins_anew(organ: Organ, handler: User) -> None:
    run(DUE, Row(1, organ, DUE))
    run(DUE, Row(1, organ, DUE + DAY))
    assert keys() == [f"left:{DUE}:0", f"left:{DUE + DAY}:1"]


def test_lateness_reaches_the_handler_every_day_of_work(organ: Organ, handler: User) -> None:
    row, days = Row(1, organ, DUE), [DUE + DAY, DUE + 2 * DAY, DUE + 7 * DAY]
    for day in days:
        assert run(day, row) == Told(notices=1, people=2)
        run(day, row, hour=20)
    told = OutboxMessage.objects.filter(user=handler).order_by("pk")
    assert [each.dedup_key for each in told] == [f"row:1:late:{day}" for day in days]
    assert told[2].body == f"{DUE}已过，今天是{days[-1]}"


def test_supervisors_read_of_all_that_is_late_in_one_letter_a_day(
    organ: Organ, handler: User
) -> None:
    rows = [Row(number, organ, DUE) for number in range(1, 4)]
    assert run(DUE + DAY, *rows) == Told(notices=3, people=4)
    run(DUE + DAY, *rows, hour=20)
    (letter,) = OutboxMessage.objects.exclude(user=handler)
    assert letter.user.username == "supervisor"
    assert letter.subject == f"{DUE + DAY}需要督促的事项3件"
    assert letter.body == "1. 逾期1\n2. 逾期2\n3. 逾期3"
    run(DUE + 2 * DAY, *rows)
    assert OutboxMessage.objects.exclude(user=handler).count() == 2


def test_a_long_letter_says_what_it_leaves_out(organ: Organ, handler: User) -> None:
    run(DUE + DAY, *(Row(number, organ, DUE) for number in range(MOST_LINES + 5)))
    (letter,) = OutboxMessage.objects.exclude(user=handler)
    assert letter.subject.endswith(f"{MOST_LINES + 5}件")
    assert letter.body.splitlines()[MOST_LINES:] == ["……另有5件，见列表。"]


def test_on_a_rest_day_nobody_is_written_to(organ: Organ, handler: User) -> None:
    saturday = DUE + 5 * DAY
    assert not load_calendar().is_workday(saturday)
    assert run(saturday, Row(1, organ, DUE)) == Told()
    assert run(saturday, Row(1, organ, saturday + 2 * DAY)) == Told()


def test_the_role_whose_turn_it_is_hears_it(organ: Organ, handler: User) -> None:
    other = holder(organ, "other", Role.REQUEST_HANDLER, Role.SIGNER)
    run(DUE, Row(1, organ, DUE, handler=handler))
    assert heard() == {"handler"}
    OutboxMessage.objects.all().delete()
    # The handler of a row that is somebody else's turn has nothing to do.
    run(DUE, Row(2, organ, DUE, status=Turn.SIGNING, handler=other))
    holder(organ, "signer", Role.SIGNER)
    run(DUE, Row(3, organ, DUE, status=Turn.SIGNING, handler=other))
    assert keys() == [f"left:{DUE}:0"] * 3
    assert heard() == {"other", "signer"}


def test_where_nobody_is_left_the_supervisors_learn_of_it(organ: Organ, handler: User) -> None:
    Membership.objects.filter(user=handler).delete()
    assert run(DUE, Row(1, organ, DUE, handler=handler)) == Told(notices=1, people=1)
    assert heard() == {"supervisor"}


def test_without_a_day_there_is_nothing_to_say(organ: Organ, handler: User) -> None:
    assert run(DUE, Row(1, organ)) == Told()


def test_days_beyond_the_calendar_are_not_counted_yet_lateness_needs_none(
    organ: Organ, handler: User
) -> None:
    assert run(dt.date(2026, 12, 31), Row(1, organ, dt.date(2030, 1, 3))) == Told()
    assert run(dt.date(2030, 1, 3), Row(1, organ, DUE)) == Told(notices=1, people=2)
