"""The clock at the edges of its rules: facts in, the dates, the state and the words out."""

import json
from typing import Any

import pytest

from requests_app.deadlines.clock import clock
from requests_app.deadlines.ledger_json import read_facts
from requests_app.deadlines.report import report
from tests.workdays.calendars import CALENDAR


def answer(**facts: Any) -> dict[str, Any]:
    found = report(clock(read_facts(json.dumps(facts)), CALENDAR), CALENDAR)
    found["texts"] = {step["kind"]: step["text"] for step in found.pop("explanation")}
    return found


@pytest.mark.parametrize(
    ("notice", "paid", "as_of", "state", "unsure"),
    [
        # Twenty working days after 20 December end in 2027: nobody knows on which day.
        ("2026-12-20", "2027-01-24", None, "undetermined", True),
        ("2026-12-20", "2027-01-10", None, "undetermined", True),
        # They are never fewer than twenty days, though.
        ("2026-12-20", "2027-01-09", None, "running", False),
        ("2026-12-20", "2026-12-31", None, "running", False),
        ("2026-12-20", "2027-01-24", "2026-12-31", "awaiting_payment", True),
    ],
)
def test_a_payment_beyond_the_calendar_is_not_taken_to_be_in_time(
    notice: str, paid: str, as_of: str | None, state: str, unsure: bool
) -> None:
    fee = {"notice_received_on": notice, "paid_on": paid}
    found = answer(received_on="2026-12-10", fee=fee, as_of=as_of)
    assert (found["state"], found["reply_due"], found["fee_due"]) == (state, None, None)
    assert found["provisional"]
    assert ("是否逾期待缴费期限确定后判断" in found["texts"]["payment"]) is unsure


@pytest.mark.parametrize(
    ("paid", "as_of", "is_over"),
    [
        (None, "2026-10-27", False),
        (None, "2026-10-28", True),
        ("2026-10-28", None, True),
        ("2026-10-28", "2026-10-27", False),
    ],
)
def test_nothing_is_promised_after_the_application_was_given_up(
    paid: str | None, as_of: str | None, is_over: bool
) -> None:
    fee = {"notice_received_on": "2026-09-22", "paid_on": paid}
    found = answer(received_on="2026-09-18", fee=fee, as_of=as_of)
    assert (found["state"] == "deemed_withdrawn") is is_over
    assert ("不再处理" in found["texts"]["reply"]) is is_over
    assert ("缴费后重新计算" in found["texts"]["reply"]) is not is_over


@pytest.mark.parametrize(
    ("sent", "closed", "due", "is_rolled"),
    [
        # The twentieth day is 30 March; 4 to 6 April are off.
        ("2026-03-30", "2026-04-03", "2026-04-03", False),
        ("2026-03-30", "2026-04-04", "2026-04-07", True),
        ("2026-03-27", "2026-04-04", "2026-04-07", False),
    ],
)
def test_an_opinion_on_a_rest_day_is_said_to_roll(
    sent: str, closed: str, due: str, is_rolled: bool
) -> None:
    asked = {"kind": "third_party", "sent_on": sent, "served_on": sent, "closed_on": closed}
    found = answer(received_on="2026-03-02", consultations=[asked])
    assert found["reply_due"] == due
    rolled = "2026年4月4日征求意见结束，系休息日，期限顺延至2026年4月7日"
    assert (rolled in found["texts"]["excluded"]) is is_rolled


@pytest.mark.parametrize(
    ("delivered", "kind", "key", "due", "may_move"),
    [
        ("2026-11-01", "review", "review_due", "2026-12-31", True),
        ("2026-10-29", "review", "review_due", "2026-12-28", False),
        ("2026-06-30", "suit", "suit_due", "2026-12-30", True),
        ("2025-06-30", "suit", "suit_due", "2025-12-30", False),
    ],
)
def test_a_remedy_that_ends_with_the_calendar_may_still_move(
    delivered: str, kind: str, key: str, due: str, may_move: bool
) -> None:
    found = answer(received_on=delivered, delivered_on=delivered)
    assert found[key] == due
    assert ("年末可能调休" in found["texts"][kind]) is may_move
