"""Review, suit and state (law.md §4.2, §9), and what lies beyond the calendar."""

from dataclasses import replace

import pytest

from requests_app.deadlines.clock import State, clock
from requests_app.deadlines.facts import Correction, Extension, Facts, Fee
from requests_app.deadlines.remedies import review_due, suit_due
from tests.requests_app.clocks import D, asked, due, kinds, on, step
from tests.workdays.calendars import CALENDAR


@pytest.mark.parametrize(
    ("known", "review"),
    [
        ("2026-01-05", "2026-03-06"),
        ("2025-12-19", "2026-02-24"),
        ("2025-08-02", "2025-10-09"),
        ("2026-07-28", "2026-09-28"),
    ],
)
def test_sixty_days_for_review(known: str, review: str) -> None:
    assert review_due(D(known), CALENDAR).due_on == D(review)


@pytest.mark.parametrize(
    ("known", "suit"),
    [
        ("2026-01-05", "2026-07-06"),
        ("2025-08-31", "2026-02-28"),  # a make-up Saturday does not roll
        ("2025-08-17", "2026-02-24"),
        ("2025-06-30", "2025-12-30"),
        ("2023-08-31", "2024-02-29"),
    ],
)
def test_six_months_to_sue(known: str, suit: str) -> None:
    assert suit_due(D(known), CALENDAR).due_on == D(suit)


def test_remedies_run_from_delivery() -> None:
    answer = on("2026-09-18", delivered_on=D("2026-10-26"))
    assert answer.state is State.ANSWERED
    assert "交邮" in step(answer, "late_reply").text
    assert str(answer.review.basis) == "第二十条第一款"
    answer = on("2025-12-08", delivered_on=D("2026-01-05"))
    assert (answer.review.due_on, answer.suit.due_on) == (D("2026-03-06"), D("2026-07-06"))
    assert "先申请行政复议" in step(answer, "suit").text
    assert [str(line) for line in step(answer, "suit").lines] == [
        "2026-07-05 周日 第181日 周末",
        "2026-07-06 周一 不计 顺延至本日",
    ]
    assert "late_reply" not in kinds(answer)


def test_silence_of_the_organ_opens_the_remedies() -> None:
    assert on("2024-01-30", as_of=D("2024-03-01")).state is State.RUNNING
    answer = on("2024-01-30", as_of=D("2024-03-02"))
    assert answer.state is State.OVERDUE
    assert (answer.review.due_on, answer.suit.due_on) == (D("2024-04-30"), D("2024-09-02"))
    assert answer.review.basis.citation.endswith("实施条例》第十六条第一款第（一）项")
    assert answer.suit.basis.citation.endswith("的解释》第六十六条")


def test_the_state_is_read_on_the_day_of_asking() -> None:
    facts = Facts(
        D("2026-03-02"),
        consultations=(asked("2026-03-09", closed="2026-03-25"),),
        delivered_on=D("2026-04-20"),
    )
    states = {
        text: clock(replace(facts, as_of=D(text)), CALENDAR).state
        for text in ("2026-03-02", "2026-03-09", "2026-03-25", "2026-04-17", "2026-04-20")
    }
    assert list(states.values()) == [
        *(State.RUNNING, State.CONSULTING, State.RUNNING, State.OVERDUE, State.ANSWERED),
    ]
    assert clock(facts, CALENDAR).state is State.ANSWERED


def test_the_ledger_of_an_earlier_day_knows_nothing_later() -> None:
    facts = Facts(
        D("2026-03-02"),
        corrections=(Correction(D("2026-03-04"), D("2026-03-09")),),
        consultations=(asked("2026-03-10", served="2026-03-12", closed="2026-03-20"),),
        extension=Extension(D("2026-03-16"), 5),
        fee=Fee(D("2026-03-17"), D("2026-03-23")),
        delivered_on=D("2026-03-30"),
    )
    assert facts.known_on(D("2026-03-30")) == facts
    assert facts.known_on(D("2026-03-02")) == Facts(D("2026-03-02"))
    assert facts.known_on(D("2026-03-11")) == Facts(
        D("2026-03-02"),
        corrections=facts.corrections,
        consultations=(asked("2026-03-10"),),
    )
    assert facts.known_on(D("2026-03-19")) == replace(
        facts,
        consultations=(asked("2026-03-10", served="2026-03-12"),),
        fee=Fee(D("2026-03-17")),
        delivered_on=None,
    )


def test_beyond_the_calendar_nothing_is_guessed() -> None:
    answer = on("2026-12-04")
    assert (due(answer), answer.is_provisional, answer.state) == (None, True, State.RUNNING)
    assert "2027年的节假日安排尚未收录" in step(answer, "reply").text
    assert on("2026-12-04", as_of=D("2026-12-31")).state is State.RUNNING
    assert on("2026-12-04", as_of=D("2027-03-01")).state is State.UNDETERMINED
    silent = asked("2026-12-07", served="2026-12-16")
    assert on("2026-11-30", consultations=(silent,)).is_provisional
    closed = replace(silent, closed_on=D("2026-12-17"))
    assert due(on("2026-11-30", consultations=(closed,))) is None
    assert due(on("2026-11-20", consultations=(closed,))) == "2026-12-30"
    unpaid = on("2026-12-01", fee=Fee(D("2026-12-10")), as_of=D("2027-03-01"))
    assert unpaid.state is State.UNDETERMINED
    answered = on("2026-09-18", delivered_on=D("2026-10-20"))
    assert (answered.review.due_on, answered.suit.due_on) == (D("2026-12-21"), None)
    assert answered.is_provisional


def test_an_application_under_the_old_regulation_is_flagged() -> None:
    assert kinds(on("2019-05-14"))[0] == "before_the_regulation"
    assert "before_the_regulation" not in kinds(on("2019-05-15"))
