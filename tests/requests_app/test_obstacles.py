"""What in an application stands in the way of an act: to the day, and once."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.common.verdicts import Verdict
from requests_app.models import Delivery, InformationRequest, ThirdPartyNotice
from requests_app.outcomes import LAPSED_UNCORRECTED, LAPSED_UNPAID
from requests_app.services.steps import STEPS as STEPS_OF
from requests_app.workflow.states import HANDLER, Status
from tests.builders import City
from tests.requests_app.cases import DAY, STEPS, SUBMITTED_AT, bring_to, letter, submitted
from tests.requests_app.matrix import Office, an_office, brought_to

pytestmark = pytest.mark.django_db
TODAY = SUBMITTED_AT.date()


@pytest.fixture
def office(city: City) -> Office:
    return an_office(city)


def walked(office: Office, state: str, *actions: str) -> InformationRequest:
    case = brought_to(office, state)
    for action in actions:
        STEPS[action](case, office.desk, SUBMITTED_AT)
    return now(case)


def now(case: InformationRequest) -> InformationRequest:
    return InformationRequest.objects.get(pk=case.pk)


def stands(case: InformationRequest, action: str, on: dt.date = TODAY) -> Verdict:
    return STEPS_OF.obstacle(now(case), action, on=on)


# --- terms, to their last day ---


@pytest.mark.parametrize(
    ("action", "before", "said"),
    [
        ("defer", ("ask_reasons", "supply_reasons"), "已过"),
        ("extend", (), "已过"),
        ("propose_extension", (), "已过"),
        ("ask_fee", (), "不能再收费"),
    ],
)
def test_lawful_on_the_last_day_of_the_answer_and_not_after(
    office: Office, action: str, before: tuple[str, ...], said: str
) -> None:
    case = walked(office, Status.HANDLING, *before)
    due = case.reply_due_on
    assert due is not None
    assert stands(case, action, due)
    assert said in stands(case, action, due + DAY).reason


def test_the_last_day_to_pay_is_the_applicants(office: Office) -> None:
    case = walked(office, Status.AWAITING_PAYMENT)
    last = dt.date(2026, 10, 10)  # a Saturday that is worked
    assert "2026-10-10" in stands(case, "lapse_unpaid", last).reason
    assert stands(case, "lapse_unpaid", last + DAY)


def test_nobody_is_given_up_who_never_got_the_notice(office: Office) -> None:
    case = walked(office, Status.AWAITING_PAYMENT)
    type(case.fee_notice).objects.update(received_on=None)
    assert "二十个工作日" in stands(case, "lapse_unpaid", TODAY + 90 * DAY).reason


# --- once ---


@pytest.mark.parametrize(
    ("action", "before"),
    [
        ("ask_correction", ("ask_correction", "supply_correction")),
        ("ask_reasons", ("ask_reasons", "supply_reasons")),
        ("ask_fee", ("ask_fee", "record_payment")),
    ],
)
def test_asked_once(office: Office, action: str, before: tuple[str, ...]) -> None:
    case = walked(office, Status.HANDLING)
    assert stands(case, action)
    for step in before:
        STEPS[step](case, office.desk, SUBMITTED_AT)
    assert "已经" in stands(case, action).reason


@pytest.mark.parametrize(
    "before", [("ask_fee", "record_payment"), ("ask_reasons", "supply_reasons")]
)
def test_what_was_asked_for_in_one_letter_is_answered_in_one(
    office: Office, before: tuple[str, ...]
) -> None:
    case = walked(office, Status.HANDLING)
    assert stands(case, "split")
    for step in before:
        STEPS[step](case, office.desk, SUBMITTED_AT)
    assert "不能再拆分" in stands(case, "split").reason


# --- which draft, which letter ---


@pytest.mark.parametrize(
    ("draft", "approval", "other"),
    [
        ("submit_answer", "approve", "approve_withholding"),
        ("refuse", "approve_withholding", "approve"),
    ],
)
def test_one_approval_for_each_kind_of_draft(
    office: Office, draft: str, approval: str, other: str
) -> None:
    case = walked(office, Status.HANDLING, draft)
    assert stands(case, approval)
    assert not stands(case, other)


@pytest.mark.parametrize(
    ("outcome", "lawful"),
    [
        ("3.1", "recall"),
        (LAPSED_UNCORRECTED, "recall_uncorrected"),
        (LAPSED_UNPAID, "recall_unpaid"),
    ],
)
def test_a_letter_is_taken_back_as_what_it_is(office: Office, outcome: str, lawful: str) -> None:
    case = walked(office, Status.DELIVERING)
    InformationRequest.objects.filter(pk=case.pk).update(outcome=outcome)
    recalls = ("recall", "recall_uncorrected", "recall_unpaid")
    assert [action for action in recalls if stands(case, action)] == [lawful]


@pytest.mark.parametrize("action", ["record_arrival", "redeliver"])
def test_only_what_is_on_its_way_arrives_or_comes_back(office: Office, action: str) -> None:
    case = walked(office, Status.ANSWERED)
    assert not stands(case, action)
    Delivery.objects.update(way="post", arrived_on=None)
    assert stands(case, action)


def test_an_overruled_third_party_is_told_once(office: Office) -> None:
    case, by = walked(office, Status.SIGNING), office.desk[HANDLER]
    assert not stands(case, "tell_third_party")
    answer = case.answers.get()
    row = letter(
        case, by=by, at=SUBMITTED_AT, closed_on=TODAY, opinion="objects", opinion_at=answer.at
    )
    assert stands(case, "tell_third_party")
    ThirdPartyNotice.objects.create(
        consultation=row, answer=answer, told_on=TODAY, text="公开报价", by=by, at=SUBMITTED_AT
    )
    assert "已经" in stands(case, "tell_third_party").reason


# --- handling again ---


@pytest.mark.parametrize("state", [Status.JOINED, Status.SPLIT])
def test_what_was_divided_or_joined_is_handled_where_it_went(office: Office, state: str) -> None:
    case = walked(office, state, "archive")
    assert "拆成的、并入的申请" in stands(case, "reopen").reason


def test_what_nobody_received_or_what_is_gone_is_not_handled_again(office: Office) -> None:
    never = bring_to(submitted(office.city), Status.AWAITING_CONFIRMATION, people=office.desk)
    STEPS["withdraw"](never, office.desk, SUBMITTED_AT)
    assert "没有确认收到过" in stands(never, "reopen").reason
    case = walked(office, Status.ANSWERED)
    assert stands(case, "reopen")
    InformationRequest.objects.filter(pk=case.pk).update(purged_at=SUBMITTED_AT)
    assert "已经清除" in stands(case, "reopen").reason
