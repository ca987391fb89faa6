"""等待中: no open case stands outside every list, whatever it waits for."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.common.errors import ActRefused
from portal.notifications.models import OutboxMessage
from portal.workdays.calendar import NamedDay, WorkingCalendar
from portal.workdays.services import load_calendar, shipped_arrangements
from requests_app.admin.filters import QUEUES
from requests_app.models import InformationRequest
from requests_app.queues.day import mine
from requests_app.queues.waits import waiting
from requests_app.services import assistance, recorded_days, remedies
from requests_app.services.reminders import remind_of_answers, remind_of_waiting
from requests_app.waits import KINDS, Contest, Help, Letter, Situation, waits_of
from requests_app.workflow.states import HANDLER, HEAD, INTAKE, OPEN, Status
from tests.builders import City
from tests.requests_app.cases import (
    DAY,
    STEPS,
    SUBMITTED_AT,
    Desk,
    bring_to,
    desk,
    letter,
    submitted,
    take_in,
)
from tests.requests_app.officers import LIST, signed_in

TODAY = SUBMITTED_AT.date()


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


DAYS: Mapping[str, int] = {
    "service": 5, "fee_service": 5, "delivery": 3, "receipt": 10, "arrival": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def calendar() -> WorkingCalendar:
    """The calendar as it is shipped, without a database."""
    shipped = shipped_arrangements()
    named = [
        NamedDay(day, span.is_working, span.name, each.number)
        for each in shipped
        for span in each.spans
        for day in span.dates()
    ]
    return WorkingCalendar((each.year for each in shipped), named)


def codes(case: Situation, calendar: WorkingCalendar) -> list[str]:
    return [wait.kind.code for wait in waits_of(case, calendar, DAYS)]


# --- the table ---


def test_every_kind_says_whose_act_comes_next_and_by_which_rule() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        assert kind.before
        assert kind.after
        assert bool(kind.basis) != bool(kind.setting), kind.code
        assert kind.who in ("", *Role.values)


def test_every_day_of_the_table(calendar: WorkingCalendar) -> None:
    """Counted by hand: 2026-09-07 is a Monday; 09-25 to 09-27 and 10-01 to 10-07 are off, 09-20 and
    10-10 are worked.
    """
    at_work = Situation(Status.HANDLING, TODAY, TODAY, dt.date(2026, 10, 10))
    away = replace(at_work, status=Status.ANSWERED, reply_due_on=None)
    contest = Contest("1", "某市人民政府", is_review=True, notified_on=TODAY)
    found: dict[str, tuple[Situation, str]] = {
        "correction": (
            replace(
                at_work, status=Status.AWAITING_CORRECTION, correction=(TODAY, dt.date(2026, 9, 21))
            ),
            "2026-09-21",
        ),
        "reasons": (
            replace(at_work, status=Status.AWAITING_REASONS, reasons=(TODAY, dt.date(2026, 9, 18))),
            "2026-09-18",
        ),
        "fee_service": (
            replace(at_work, status=Status.AWAITING_PAYMENT, fee_sent_on=TODAY), "2026-09-14",
        ),
        "payment": (
            replace(
                at_work, status=Status.AWAITING_PAYMENT, fee_sent_on=TODAY, fee_received_on=TODAY
            ),
            "2026-10-10",
        ),
        "service": (
            replace(at_work, letters=(Letter("Z1", TODAY, None, True),)), "2026-09-14",
        ),
        "third_party": (
            replace(at_work, letters=(Letter("Z1", TODAY, TODAY, True),)), "2026-09-28",
        ),
        "co_maker": (
            replace(at_work, letters=(Letter("Z1", TODAY, TODAY, False),)), "2026-09-28",
        ),
        "assistance": (
            replace(at_work, helps=(Help("1", "某局", TODAY, dt.date(2026, 9, 11)),)), "2026-09-11",
        ),
        "delivery": (
            replace(at_work, status=Status.DELIVERING, signed_on=TODAY), "2026-10-10",
        ),
        "undated_delivery": (
            replace(away, status=Status.DELIVERING, signed_on=TODAY, has_lapsed=True), "2026-09-10",
        ),
        "receipt": (replace(away, posted_on=TODAY), "2026-09-20"),
        "review_answer": (replace(away, contests=(contest,)), "2026-09-20"),
        "brief_review_answer": (
            replace(away, contests=(replace(contest, is_brief=True),)), "2026-09-14",
        ),
        "suit_answer": (
            replace(away, contests=(replace(contest, is_review=False),)), "2026-09-22",
        ),
        "review_result": (
            replace(away, contests=(replace(contest, answered_on=TODAY),)), "2026-11-06",
        ),
        "suit_result": (
            replace(away, contests=(replace(contest, is_review=False, answered_on=TODAY),)),
            "2027-03-07",
        ),
        "order": (
            replace(
                away,
                contests=(
                    replace(
                        contest, is_ended=True, decided_on=TODAY, redo_by=dt.date(2026, 12, 4)
                    ),
                ),
            ),
            "2026-12-04",
        ),
        "calendar": (
            replace(at_work, reply_due_on=None, not_before=dt.date(2026, 12, 31)), "2026-12-31",
        ),
        "arrival": (replace(at_work, has_doubtful_arrival=True), "2026-09-08"),
    }  # fmt: skip
    assert set(found) == {kind.code for kind in KINDS}
    for code, (case, day) in found.items():
        (wait,) = waits_of(case, calendar, DAYS)
        assert (wait.kind.code, wait.day.isoformat()) == (code, day)
        assert wait.next_act(wait.day) == wait.kind.before
        assert wait.next_act(wait.day + DAY) == wait.kind.after


def test_beyond_the_calendar_there_is_no_day_and_an_earliest_one(calendar: WorkingCalendar) -> None:
    late = dt.date(2026, 12, 28)
    case = Situation(Status.HANDLING, late, late, letters=(Letter("Z1", late, late, True),))
    (wait,) = waits_of(case, calendar, DAYS)
    assert (wait.due_on, wait.day) == (None, dt.date(2027, 1, 11))
    suit = Contest("1", "某法院", is_review=False, notified_on=late)
    (wait,) = waits_of(Situation(Status.ANSWERED, late, late, contests=(suit,)), calendar, DAYS)
    assert (wait.due_on, wait.day) == (None, dt.date(2027, 1, 12))


def test_what_was_done_is_waited_for_no_more(calendar: WorkingCalendar) -> None:
    contest = Contest(
        "1", "某市人民政府", True, TODAY, is_ended=True, decided_on=TODAY,
        redo_by=TODAY + 30 * DAY, is_met=True,
    )  # fmt: skip
    for case in (
        Situation(Status.ANSWERED, TODAY, TODAY),
        Situation(Status.ANSWERED, TODAY, TODAY, contests=(contest,)),
        Situation(Status.HANDLING, TODAY, TODAY, TODAY, correction=(TODAY, TODAY)),
        Situation(Status.WITHDRAWN, TODAY, TODAY, letters=(Letter("Z1", TODAY, None, True),)),
        Situation(Status.ARCHIVED, TODAY, TODAY, has_doubtful_arrival=True),
    ):
        assert codes(case, calendar) == []


def test_no_open_case_without_a_day_waits_for_nothing(calendar: WorkingCalendar) -> None:
    """Every open state × what may be known of it: with the day of the answer it stands in the lists
    by that day, and without one in this list.
    """
    day = TODAY
    for status, served, lapsed in itertools.product(OPEN, (None, day), (False, True)):
        by_state: dict[str, dict[str, Any]] = {
            Status.AWAITING_CORRECTION: {"correction": (day, day)},
            Status.AWAITING_REASONS: {"reasons": (day, day)},
            Status.AWAITING_PAYMENT: {"fee_sent_on": day, "fee_received_on": served},
            Status.DELIVERING: {"signed_on": day, "has_lapsed": lapsed},
        }
        facts = by_state.get(status, {})
        # Outside these the day is missing for one of two reasons: an opinion, or the calendar.
        known = Situation(status, day, day, **facts)
        if status in (Status.AWAITING_CONFIRMATION,):
            continue  # has no day by law, a list and a daily alarm of its own
        reasons = [known] if facts else [replace(known, not_before=dt.date(2026, 12, 31))]
        if status not in (Status.REGISTERED, Status.DELIVERING):
            reasons.append(replace(known, letters=(Letter("Z1", day, served, True),)))
        for case in reasons:
            assert codes(case, calendar), case


# --- the list ---


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


def lists_of(
    case: InformationRequest, city: City, on: dt.date, second: User | None = None
) -> set[str]:
    """The lists in which a case stands for whoever may see it: the queues and 等待中."""
    staff = [user for role, user in city.people.items() if role != Role.SUPERVISOR]
    staff += [second] if second else []
    rows, boss = InformationRequest.objects.all(), city.people[Role.SUPERVISOR]
    found = {
        queue.code
        for queue in QUEUES
        if queue.code not in ("mine", "all") and queue.rows(rows, boss, on).filter(pk=case.pk)
    }
    if any(mine(rows, user, on=on).filter(pk=case.pk).exists() for user in staff):
        found.add("mine")
    if any(row.case.pk == case.pk for row in waiting(rows, on=on).rows):
        found.add("waiting")
    return found


def kinds_of(case: InformationRequest, on: dt.date = TODAY) -> list[str]:
    rows = waiting(InformationRequest.objects.filter(pk=case.pk), on=on).rows
    return [row.wait.kind.code for row in rows]


@pytest.mark.django_db
def test_every_open_state_stands_in_a_list_today_and_when_its_day_has_passed(
    city: City, people: Desk
) -> None:
    cases = {state: bring_to(submitted(city), state, people=people) for state in OPEN}
    for state, case in cases.items():
        for on in (TODAY, TODAY + 14 * DAY, TODAY + 60 * DAY):
            assert lists_of(case, city, on, people.second), (state, on)
    for case in cases.values():
        letter(case, by=people[HANDLER], at=SUBMITTED_AT)
        InformationRequest.objects.filter(pk=case.pk).update(reply_due_on=None)
    for state, case in cases.items():
        assert lists_of(case, city, TODAY + 60 * DAY, people.second), state


@pytest.mark.django_db
def test_a_letter_that_nobody_served_is_waited_for_until_it_is_answered(
    city: City, people: Desk
) -> None:
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    row = letter(case, by=people[HANDLER], at=SUBMITTED_AT)
    assert kinds_of(case) == ["service"]
    row.served_on = TODAY
    row.save()
    assert kinds_of(case) == ["third_party"]
    row.closed_on, row.opinion = TODAY, "agrees"
    row.save()
    assert kinds_of(case) == []


@pytest.mark.django_db
def test_help_that_was_asked_for_is_waited_for_by_name_of_the_organ(
    city: City, people: Desk
) -> None:
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    assistance.ask_assistance(
        request=case, organ=city.street, question="有无此件", days=3, by=people[HANDLER],
        at=SUBMITTED_AT,
    )  # fmt: skip
    (row,) = waiting(InformationRequest.objects.all(), on=TODAY + 10 * DAY).rows
    assert (row.wait.about, row.due.tone) == (city.street.short_name, "late")
    assert row.who == f"承办人 {people[HANDLER].get_full_name()}"
    assert row.act == "催协办机关，或者代录其书面意见"


@pytest.mark.django_db
def test_silence_that_ended_a_case_waits_for_its_letter_to_leave(city: City, people: Desk) -> None:
    case = bring_to(submitted(city), Status.AWAITING_CORRECTION, people=people)
    STEPS["lapse_uncorrected"](case, people, SUBMITTED_AT)
    assert kinds_of(case, TODAY + 50 * DAY) == ["undated_delivery"]
    remind_of_waiting(at=SUBMITTED_AT + 50 * DAY)
    told = OutboxMessage.objects.filter(user=people[INTAKE], dedup_key__contains="undated_delivery")
    assert told.count() == 1


@pytest.mark.django_db
def test_an_answer_in_the_post_is_waited_for_until_somebody_signs(city: City, people: Desk) -> None:
    case = bring_to(submitted(city), Status.ANSWERED, people=people)
    assert kinds_of(case) == []
    case.answers.get().delivery.__class__.objects.update(way="post", arrived_on=None)
    assert kinds_of(case) == ["receipt"]
    STEPS["archive"](case, people, SUBMITTED_AT)
    assert kinds_of(case) == ["receipt"]


@pytest.mark.django_db
def test_an_ordered_answer_is_in_the_list_of_the_head_and_reminded_of(
    city: City, people: Desk
) -> None:
    case = bring_to(submitted(city), Status.ANSWERED, people=people)
    head, later = people[HEAD], SUBMITTED_AT + 30 * DAY
    row = remedies.record_remedy(
        request=case, route="review", authority="某市人民政府", notified_on=later.date(),
        by=people[HANDLER], at=later,
    )  # fmt: skip
    assert kinds_of(case) == ["review_answer"]
    remedies.answer_remedy(remedy=row, answered_on=later.date(), by=people[HANDLER], at=later)
    assert kinds_of(case) == ["review_result"]
    with pytest.raises(ActRefused, match="没有需要提出答复"):
        remedies.answer_remedy(remedy=row, answered_on=later.date(), by=people[HANDLER], at=later)
    row.refresh_from_db()
    remedies.conclude_remedy(
        remedy=row, result="corrected", decided_on=later.date(), redo_by=dt.date(2026, 12, 4),
        by=people[HANDLER], at=later,
    )  # fmt: skip
    assert kinds_of(case) == ["order"]
    cases = InformationRequest.objects.all()
    assert list(mine(cases, head, on=later.date())) == [case]
    # A Thursday: six working days after the last one.
    for _ in range(2):
        remind_of_waiting(at=dt.datetime(2026, 12, 10, 1, tzinfo=dt.UTC))
    (told,) = OutboxMessage.objects.filter(user=head)
    assert told.subject == f"等待依责令重新答复已过期：{case.number}"
    STEPS["reopen"](case, people, later)
    assert kinds_of(case) == []
    assert list(mine(cases, head, on=later.date())) == []


@pytest.mark.django_db
def test_a_review_of_the_brief_kind_is_answered_sooner_and_a_suit_has_none(
    city: City, people: Desk
) -> None:
    case = bring_to(submitted(city), Status.ANSWERED, people=people)
    given: dict[str, Any] = {
        "request": case, "authority": "某机关", "notified_on": TODAY, "is_brief": True,
        "by": people[HANDLER], "at": SUBMITTED_AT,
    }  # fmt: skip
    with pytest.raises(ActRefused, match="简易程序"):
        remedies.record_remedy(route="suit", **given)
    remedies.record_remedy(route="review", **given)
    assert kinds_of(case) == ["brief_review_answer"]


# --- what the calendar does not reach ---


@pytest.mark.django_db
def test_a_case_beyond_the_calendar_has_a_day_in_the_lists_and_a_reminder(
    city: City, people: Desk
) -> None:
    late = dt.datetime(2026, 12, 7, 1, tzinfo=dt.UTC)
    case = bring_to(submitted(city, at=late), Status.HANDLING, people=people, at=late)
    assert (case.reply_due_on, case.reply_not_before) == (None, dt.date(2026, 12, 31))
    (row,) = waiting(InformationRequest.objects.all(), on=late.date()).rows
    assert (row.wait.kind.code, row.due.words) == ("calendar", "暂定，不早于这一天")
    assert lists_of(case, city, dt.date(2026, 12, 30)) == {"mine", "soon", "waiting"}
    assert lists_of(case, city, dt.date(2027, 1, 4)) == {"mine", "late", "waiting"}
    remind_of_waiting(at=dt.datetime(2026, 12, 30, 1, tzinfo=dt.UTC))
    assert OutboxMessage.objects.filter(user=people[HANDLER]).count() == 1


# --- a day of arrival that may be a slip of the pen ---


@pytest.mark.django_db
def test_a_day_of_arrival_far_back_is_asked_about_and_an_impossible_one_refused(
    city: City, people: Desk, settings: Any
) -> None:
    clerk = people[INTAKE]
    for year, said in ((2016, "条例施行之日"), (1900, "条例施行之日"), (26, "条例施行之日")):
        with pytest.raises(ActRefused, match=said):
            arrive(city, clerk, dt.date(year, 11, 27), checked=True)
    with pytest.raises(ActRefused, match="请核对年份"):
        arrive(city, clerk, TODAY - 31 * DAY)
    assert not arrive(city, clerk, TODAY - 30 * DAY).arrival_checked
    assert arrive(city, clerk, TODAY - 31 * DAY, checked=True).arrival_checked
    settings.ARRIVAL_LOOKBACK_DAYS = 365
    assert not arrive(city, clerk, TODAY - 300 * DAY, checked=True).arrival_checked


def arrive(city: City, clerk: User, day: dt.date, *, checked: bool = False) -> InformationRequest:
    del clerk
    return take_in(city, arrived_on=day, arrival_checked=checked)


@pytest.mark.django_db
def test_a_doubtful_day_that_is_there_already_waits_until_somebody_has_looked(
    city: City, people: Desk
) -> None:
    case = take_in(city)
    InformationRequest.objects.update(arrived_on=TODAY - 365 * DAY, received_on=TODAY - 365 * DAY)
    assert "arrival" in kinds_of(case)
    head = people[HEAD]
    with pytest.raises(ActRefused, match="先后"):
        recorded_days.rectify(
            request=case, fact=f"informationrequest.arrived_on.{case.pk}", day=TODAY + DAY,
            reason="年份写错", by=head, at=SUBMITTED_AT + 2 * DAY,
        )  # fmt: skip
    recorded_days.rectify(
        request=case, fact=f"informationrequest.arrived_on.{case.pk}", day=TODAY,
        reason="年份写错", by=head, at=SUBMITTED_AT,
    )  # fmt: skip
    case.refresh_from_db()
    # Over the counter the day it came is the day of receipt.
    assert (case.arrived_on, case.received_on) == (TODAY, TODAY)
    assert case.reply_due_on == dt.date(2026, 10, 10)
    assert kinds_of(case) == []


# --- reminders and the page ---


@pytest.mark.django_db
def test_each_stage_of_a_wait_is_told_once_and_then_that_it_has_passed(
    city: City, people: Desk
) -> None:
    bring_to(submitted(city), Status.AWAITING_CORRECTION, people=people)
    for day in range(40):
        for _ in range(2):
            remind_of_waiting(at=SUBMITTED_AT + day * DAY)
    keys = OutboxMessage.objects.filter(user=people[HANDLER]).order_by("pk")
    stages = [row.dedup_key.rpartition(":")[2] for row in keys]
    assert stages == ["5", "3", "1", "0", "late"]
    assert remind_of_answers(at=SUBMITTED_AT + 40 * DAY) == 0


@pytest.mark.django_db
def test_the_page_is_the_organs_and_the_supervisors_alone(city: City, people: Desk) -> None:
    case = bring_to(submitted(city), Status.AWAITING_CORRECTION, people=people)
    page = f"{LIST}waiting/"
    with time_machine.travel(SUBMITTED_AT + DAY):
        for user in (people[HANDLER], people[INTAKE], city.people[Role.SUPERVISOR]):
            shown = signed_in(user).get(page).content.decode()
            assert case.number in shown
            assert "申请人补正" in shown
            # On a narrow screen no heading of a column says which day this is.
            assert "自 <time>" in shown
        assert case.number not in signed_in(city.outsider).get(page).content.decode()
        client = signed_in(people[HANDLER])
        assert case.number not in client.get(f"{page}?kind=payment").content.decode()
        assert client.get(f"{page}?kind=x&page=y").status_code == 200
        assert signed_in(city.people[Role.CLERK]).get(page).status_code == 404
        today = client.get("/admin/").content.decode()
        assert "等待中" in today
        assert f"{page}" in today


@pytest.mark.django_db
def test_the_list_costs_no_query_for_each_case(
    city: City, people: Desk, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        case = bring_to(submitted(city), Status.HANDLING, people=people)
        letter(case, by=people[HANDLER], at=SUBMITTED_AT)
    assert load_calendar()
    with django_assert_max_num_queries(9):
        assert len(waiting(InformationRequest.objects.all(), on=TODAY).rows) == 3
