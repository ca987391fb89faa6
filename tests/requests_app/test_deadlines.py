"""The law's examples (law.md §1.6 to §1.9, §3.4, §9), one by one."""

from dataclasses import replace

import pytest

from requests_app.deadlines.clock import State, clock
from requests_app.deadlines.facts import (
    ConsultationKind,
    Correction,
    Extension,
    Facts,
    FactsError,
    Fee,
)
from requests_app.deadlines.laws import Readings
from requests_app.deadlines.reply import Waiting
from requests_app.deadlines.steps import explain
from tests.requests_app.clocks import CO_MAKER, THIRD_PARTY, D, asked, day, due, kinds, on, step
from tests.workdays.calendars import CALENDAR


@pytest.mark.parametrize(
    ("received", "reply"),
    [
        ("2023-01-16", "2023-02-16"),
        ("2024-01-30", "2024-03-01"),
        ("2024-09-10", "2024-10-14"),
        ("2026-02-10", "2026-03-16"),
        ("2026-09-18", "2026-10-22"),
        ("2026-09-19", "2026-10-22"),  # a Saturday: counting starts the next day all the same
        ("2026-12-03", "2026-12-31"),
    ],
)
def test_twenty_working_days(received: str, reply: str) -> None:
    answer = on(received)
    assert due(answer) == reply
    assert answer.state is State.RUNNING
    assert not answer.is_provisional
    assert str(answer.reply.basis) == "第三十三条第二款"
    assert answer.review is None
    assert answer.suit is None


def test_seven_working_days_for_the_notice_of_correction() -> None:
    answer = on("2024-01-30")
    assert answer.notice_of_correction.due_on == D("2024-02-07")
    assert str(answer.notice_of_correction.basis) == "第三十条"
    assert on("2026-02-11").notice_of_correction.due_on == D("2026-02-27")


def test_a_correction_restarts_the_period() -> None:
    noticed = Correction(D("2026-02-27"))
    waiting = on("2026-02-11", corrections=(noticed,))
    assert (due(waiting), waiting.state) == (None, State.AWAITING_CORRECTION)
    assert waiting.period.waits_for is Waiting.CORRECTION
    assert not waiting.is_provisional
    assert "届满日期待定" in step(waiting, "reply").text
    corrected = on("2026-02-11", corrections=(replace(noticed, received_on=D("2026-03-05")),))
    assert (due(corrected), corrected.state) == ("2026-04-02", State.RUNNING)
    assert corrected.notice_of_correction.due_on == D("2026-02-27")
    assert "late_notice_of_correction" not in kinds(corrected)


def test_a_notice_of_correction_on_the_eighth_day_is_flagged() -> None:
    late = on("2026-02-11", corrections=(Correction(D("2026-02-28")),))
    assert step(late, "late_notice_of_correction").first == D("2026-02-28")
    assert "已超过7个工作日" in step(late, "late_notice_of_correction").text


def test_a_second_correction_is_refused() -> None:
    twice = (Correction(D("2026-02-27"), D("2026-03-05")), Correction(D("2026-03-09")))
    with pytest.raises(FactsError, match="一次性告知"):
        on("2026-02-11", corrections=twice)


def test_an_extension_adds_working_days() -> None:
    answer = on("2024-01-30", extension=Extension(D("2024-03-01"), 20))
    assert due(answer) == "2024-03-29"
    assert "延长20个工作日" in step(answer, "extension").text


@pytest.mark.parametrize(("approved", "days"), [("2024-02-05", 21), ("2024-02-05", 0)])
def test_an_extension_has_its_limits(approved: str, days: int) -> None:
    with pytest.raises(FactsError, match="最长不得超过20个工作日"):
        on("2024-01-30", extension=Extension(D(approved), days))


def test_an_extension_after_the_due_date_is_refused() -> None:
    with pytest.raises(FactsError, match=r"2024年3月2日）晚于答复期限（2024年3月1日"):
        on("2024-01-30", extension=Extension(D("2024-03-02"), 5))


def test_an_extension_is_in_time_while_the_period_waits() -> None:
    waiting = (Correction(D("2024-02-06"), D("2024-04-10")),)
    answer = on("2024-01-30", corrections=waiting, extension=Extension(D("2024-03-20"), 5))
    assert answer.period.days == 25
    late = (Correction(D("2024-03-25"), D("2024-04-10")),)
    with pytest.raises(FactsError, match="延期应当在答复期限内批准"):
        on("2024-01-30", corrections=late, extension=Extension(D("2024-03-20"), 5))


def test_what_the_organ_may_choose_about_restarts() -> None:
    facts = Facts(
        D("2024-01-30"),
        corrections=(Correction(D("2024-02-06"), D("2024-04-10")),),
        extension=Extension(D("2024-02-05"), 5),
    )
    fresh = clock(facts, CALENDAR, readings=Readings(extension_outlives_restart=False))
    assert fresh.period.days == 20
    assert "该次延期不再适用" in step(fresh, "extension").text
    paid = Facts(D("2026-09-10"), fee=Fee(D("2026-09-22"), D("2026-10-12")))
    through = clock(paid, CALENDAR, readings=Readings(payment_restarts=False))
    assert due(through) == due(on("2026-09-10"))
    assert "连续计算" in step(through, "payment").text


def test_an_answered_consultation_is_not_counted() -> None:
    answer = on("2026-03-02", consultations=(asked("2026-03-09", closed="2026-03-25"),))
    assert due(answer) == "2026-04-16"
    assert [(each.kind, each.days) for each in explain(answer, CALENDAR)][2:5] == [
        *(("counted", 5), ("excluded", 12), ("counted", 15)),
    ]
    assert str(step(answer, "excluded").article) == "第三十三条第三款"


@pytest.mark.parametrize(
    ("kind", "silence", "article"),
    [
        (THIRD_PARTY, "organ_decides", "第三十二条"),
        (CO_MAKER, "deemed_consent", "第三十四条"),
    ],
)
def test_silence_ends_the_consultation(kind: ConsultationKind, silence: str, article: str) -> None:
    silent = asked("2026-02-02", served="2026-02-04", kind=kind)
    waiting = on("2026-01-26", consultations=(silent,), as_of=D("2026-03-03"))
    assert (due(waiting), waiting.state) == ("2026-03-24", State.CONSULTING)
    assert silence not in kinds(waiting)
    assert "按提出意见的期限届满推算" in step(waiting, "reply").text
    lapsed = on("2026-01-26", consultations=(silent,), as_of=D("2026-03-04"))
    assert (due(lapsed), lapsed.state) == ("2026-03-24", State.RUNNING)
    assert str(step(lapsed, silence).article) == article
    late = replace(silent, closed_on=D("2026-03-10"))
    assert due(on("2026-01-26", consultations=(late,))) == "2026-03-24"
    assert silence in kinds(on("2026-01-26", consultations=(late,)))


def test_the_term_of_third_parties_is_the_latest_of_them() -> None:
    served = asked("2026-09-28", served="2026-09-30")
    assert on("2026-09-18", consultations=(served,)).third_party.due_on == D("2026-10-27")
    assert on(
        "2025-09-20", consultations=(asked("2025-09-25", served="2025-09-28"),)
    ).third_party.due_on == D("2025-10-24")
    both = (served, asked("2026-09-28", served="2026-09-29", closed="2026-10-09"))
    assert on("2026-09-18", consultations=both).third_party.due_on == D("2026-10-27")
    others = (asked("2026-09-28"), asked("2026-09-28", served="2026-09-30", kind=CO_MAKER))
    assert on("2026-09-18", consultations=others).third_party is None


def test_a_consultation_nobody_received_stops_the_period() -> None:
    answer = on("2026-03-02", consultations=(asked("2026-03-09"),))
    assert (due(answer), answer.state) == (None, State.CONSULTING)
    assert not answer.is_provisional
    assert step(answer, "counted").last == D("2026-03-09")
    assert "届满日期待定" in step(answer, "reply").text


def test_a_consultation_on_the_last_day_and_after_it() -> None:
    last_day = asked("2026-03-30", closed="2026-04-10")
    assert due(on("2026-03-02", consultations=(last_day,))) == "2026-04-10"
    weekend = asked("2026-03-30", closed="2026-04-11")
    assert due(on("2026-03-02", consultations=(weekend,))) == "2026-04-13"
    too_late = on("2026-03-02", consultations=(asked("2026-03-31", closed="2026-04-10"),))
    assert (due(too_late), too_late.state) == ("2026-03-30", State.OVERDUE)
    assert "不再扣除" in step(too_late, "consultation_too_late").text


def test_the_fee_and_its_payment() -> None:
    told = Fee(D("2026-09-22"))
    waiting = on("2026-09-10", fee=told, as_of=D("2026-10-27"))
    assert (waiting.fee.due_on, waiting.state) == (D("2026-10-27"), State.AWAITING_PAYMENT)
    assert due(waiting) is None
    assert waiting.fee.basis.citation == "《政府信息公开信息处理费管理办法》第六条"
    paid = on("2026-09-10", fee=replace(told, paid_on=D("2026-10-12")))
    assert (due(paid), paid.state) == ("2026-11-09", State.RUNNING)
    # Nobody has read the clause on the restart: it is no law here.
    assert step(paid, "payment").article is None
    assert "待核实" in step(paid, "payment").text


@pytest.mark.parametrize("paid", [None, "2026-10-28"])
def test_a_fee_not_paid_in_time_ends_the_application(paid: str | None) -> None:
    fee = Fee(D("2026-09-22"), day(paid))
    answer = on("2026-09-10", fee=fee, as_of=D("2026-10-28"))
    assert (due(answer), answer.state) == (None, State.DEEMED_WITHDRAWN)
    assert "3.6.2" in step(answer, "deemed_withdrawn").text
    assert answer.review is None


def test_a_fee_notice_after_the_period_is_flagged() -> None:
    assert "late_fee_notice" in kinds(on("2026-03-02", fee=Fee(D("2026-03-31"))))
    assert "late_fee_notice" not in kinds(on("2026-03-02", fee=Fee(D("2026-03-30"))))
