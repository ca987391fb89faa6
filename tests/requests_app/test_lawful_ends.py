"""Lawful situations that a case must be able to carry to its end, and rules kept on the way."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from portal.tracking.codes import code_from
from requests_app.models import Consultation, FeeNotice, InformationRequest, Letter
from requests_app.services import (
    answers,
    correction,
    delivery,
    extension,
    fees,
    reasons,
    recalculation,
    recorded_days,
    remedies,
    withdrawal,
)
from requests_app.services.clock import clock_of
from requests_app.services.consultation import letters, opinions
from requests_app.services.steps import STEPS as CASE_STEPS
from requests_app.workflow.states import HANDLER, HEAD, INTAKE, SIGNER, Status
from tests.builders import City, person
from tests.requests_app.cases import DAY, PROVISION, SUBMITTED_AT, Desk, bring_to, desk, submitted

pytestmark = pytest.mark.django_db
AT = SUBMITTED_AT
TODAY = AT.date()


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


def brought(city: City, people: Desk, state: str = Status.HANDLING) -> InformationRequest:
    return bring_to(submitted(city), state, people=people)


def asked(case: InformationRequest, people: Desk, *, at: dt.datetime = AT) -> Consultation:
    return letters.consult(
        request=case, kind="third_party", party="某公司", question="是否同意公开报价",
        by=people[HANDLER], at=at,
    )  # fmt: skip


def now(case: InformationRequest) -> InformationRequest:
    return InformationRequest.objects.get(pk=case.pk)


class TestWhatCannotBeDelivered:
    def test_a_letter_that_came_back_does_not_stop_the_answer(
        self, city: City, people: Desk
    ) -> None:
        case, handler = brought(city, people), people[HANDLER]
        row = asked(case, people)
        given = {
            "request": case,
            "outcome": "3.1",
            "body": "现予公开。",
            "provision": PROVISION,
            "by": handler,
        }
        with pytest.raises(ActRefused, match="意见还没有收到"):
            answers.submit_answer(**given, at=AT + 30 * DAY)
        assert now(case).reply_due_on is None
        with pytest.raises(ActRefused, match="早于征求意见书发出"):
            letters.end_consultation(
                consultation=row, ended_on=TODAY - DAY, reason="退回", by=handler, at=AT
            )
        letters.end_consultation(
            consultation=row, ended_on=TODAY + 3 * DAY, reason="信件退回，查无此人", by=handler,
            at=AT + 3 * DAY,
        )  # fmt: skip
        # The twentieth working day is Saturday 2026-10-10, worked; three were not counted.
        assert now(case).reply_due_on == dt.date(2026, 10, 14)
        with pytest.raises(NotPermitted, match="征求意见已经结束"):
            opinions.give_opinion(consultation=row, opinion="agrees", text="", at=AT + 4 * DAY)
        with pytest.raises(ActRefused, match="请选择意见"):
            opinions.give_opinion(
                consultation=asked(case, people), opinion="none", text="", at=AT + 4 * DAY
            )
        Letter.objects.exclude(consultation=row).delete()
        Consultation.objects.exclude(pk=row.pk).delete()
        answers.submit_answer(**given, at=AT + 4 * DAY)
        assert "查无此人" not in str([entry.content() for entry in AuditEntry.objects.all()])

    def test_an_answer_that_is_wrong_is_taken_back_before_it_leaves(
        self, city: City, people: Desk
    ) -> None:
        case = brought(city, people, Status.DELIVERING)
        answers.recall(request=case, reason="文号写错", by=people[SIGNER], at=AT)
        case = now(case)
        assert (case.status, case.outcome) == (Status.HANDLING, "")
        assert case.answers.get().signed_on is None
        answers.submit_answer(
            request=case,
            outcome="3.1",
            body="改正。",
            provision=PROVISION,
            by=people[HANDLER],
            at=AT,
        )
        assert case.answers.count() == 2

    def test_an_answer_posted_in_time_is_not_late_nor_its_remedies_dated_before_it_arrives(
        self, city: City, people: Desk
    ) -> None:
        case = brought(city, people, Status.DELIVERING)
        due = case.reply_due_on
        assert due
        posted = dt.datetime.combine(due, AT.timetz())
        delivery.deliver(
            request=case, way="post", sent_on=due, proof="挂号1号", by=people[INTAKE], at=posted
        )
        case = now(case)
        found = clock_of(case, as_of=due + 30 * DAY)
        assert found
        assert (found.state, found.review) == ("running", None)
        page = applicants_page(case)
        assert "超过期限" not in page
        assert "自收到答复之日起60日内" in page


def applicants_page(case: InformationRequest) -> str:
    browser = Client()
    code = code_from(case.submission_key)
    browser.post("/requests/track/", {"number": case.number, "code": code})
    return browser.get(f"/requests/case/{case.number}/").content.decode()


class TestSilenceWithAReason:
    def test_a_late_correction_with_a_good_reason(self, city: City, people: Desk) -> None:
        case = brought(city, people, Status.AWAITING_CORRECTION)
        handler, later = people[HANDLER], AT + 40 * DAY
        correction.lapse_uncorrected(request=case, by=handler, at=later)
        for wrong in (fees.recall_unpaid, answers.recall):
            by = people[SIGNER] if wrong is answers.recall else handler
            with pytest.raises(ActRefused, match="不是这一种"):
                wrong(request=case, reason="住院", by=by, at=later)
        correction.recall_uncorrected(request=case, reason="住院", by=handler, at=later)
        correction.supply_correction(request=case, text="2025年", at=later)
        case = now(case)
        assert (case.status, case.outcome) == (Status.HANDLING, "")
        assert case.reply_due_on == dt.date(2026, 11, 13)

    def test_a_payment_of_which_the_organ_heard_late(self, city: City, people: Desk) -> None:
        case = brought(city, people, Status.AWAITING_PAYMENT)
        handler, later = people[HANDLER], AT + 60 * DAY
        fees.lapse_unpaid(request=case, by=handler, at=later)
        fees.recall_unpaid(request=case, reason="银行回单", by=handler, at=later)
        fees.record_payment(request=case, paid_on=TODAY + DAY, by=people[INTAKE], at=later)
        assert now(case).status == Status.HANDLING

    def test_a_fee_asked_for_by_mistake_is_given_up(self, city: City, people: Desk) -> None:
        case = brought(city, people)
        due = case.reply_due_on
        ask = {"request": case, "scale": "pages", "pages": 250, "by": people[HANDLER]}
        with pytest.raises(ActRefused, match="早于发出日期"):
            fees.ask_fee(**ask, received_on=TODAY, at=AT + DAY)
        with pytest.raises(ActRefused, match="答复期限（2026-10-10）内发出"):
            fees.ask_fee(**ask, at=AT + 60 * DAY)
        fees.ask_fee(**ask, at=AT)
        fees.cancel_fee(request=case, reason="页数算错", by=people[HANDLER], at=AT + DAY)
        case = now(case)
        assert (case.status, case.reply_due_on) == (Status.HANDLING, due)
        assert not FeeNotice.objects.exists()
        assert AuditEntry.objects.latest("pk").details["amount"] == "4700.00"

    def test_reasons_are_asked_within_the_term_that_runs_on(self, city: City, people: Desk) -> None:
        case, handler = brought(city, people), people[HANDLER]
        far = {"request": case, "respond_by": dt.date(9999, 12, 31), "by": handler, "at": AT}
        with pytest.raises(ActRefused, match="计入答复期限"):
            reasons.ask_reasons(**far, why="一月三十件")
        with pytest.raises(ActRefused, match="超过一年"):
            correction.ask_correction(**far, unclear="年份", guidance="写明年份")


class TestHandledAgain:
    def test_all_that_a_first_handling_may_do(self, city: City, people: Desk) -> None:
        case = brought(city, people, Status.ANSWERED)
        until, later = TODAY + 60 * DAY, AT + 5 * DAY
        head = people[HEAD]
        remedies.reopen(request=case, reason="责令重答", answer_by=until, by=head, at=later)
        row = asked(case, people, at=later)
        letters.end_consultation(
            consultation=row, ended_on=later.date(), reason="发错", by=people[HANDLER],
            at=later,
        )  # fmt: skip
        fees.ask_fee(request=case, scale="pages", pages=250, by=people[HANDLER], at=later)
        assert now(case).reply_due_on == until

    def test_the_old_answer_is_not_shown_as_the_new_one(self, city: City, people: Desk) -> None:
        case = brought(city, people, Status.ANSWERED)
        remedies.reopen(
            request=case, reason="责令重答", answer_by=TODAY + 60 * DAY, by=people[HEAD],
            at=AT,
        )  # fmt: skip
        InformationRequest.objects.filter(pk=case.pk).update(
            status=Status.DELIVERING, outcome="3.1"
        )
        assert "任选一种" not in applicants_page(case)

    def test_a_withdrawal_nobody_asked_for(self, city: City, people: Desk) -> None:
        case, head = brought(city, people), people[HEAD]
        withdrawal.withdraw(request=case, reason="来电", by=people[INTAKE], at=AT)
        again = {"reason": "并非本人撤回", "answer_by": TODAY + 20 * DAY, "by": head, "at": AT}
        remedies.reopen(request=case, **again)
        assert now(case).status == Status.HANDLING
        never = submitted(city)
        withdrawal.withdraw(request=never, at=AT)
        with pytest.raises(ActRefused, match="没有确认收到过"):
            remedies.reopen(request=never, **again)
        divided = brought(city, people, Status.SPLIT)
        CASE_STEPS.perform(divided, "archive", by=people[INTAKE], at=AT)
        with pytest.raises(ActRefused, match="已经拆分"):
            remedies.reopen(request=divided, **again)


class TestDaysWrittenDownWrongly:
    def test_the_head_puts_a_day_right_and_the_remedies_follow(
        self, city: City, people: Desk
    ) -> None:
        case, head = brought(city, people, Status.ANSWERED), people[HEAD]
        later = AT + 10 * DAY
        key = next(d.key for d in recorded_days.days_of(case) if d.field == "arrived_on")
        put = {"request": case, "fact": key, "reason": "回执上是九日", "by": head, "at": later}
        for day, said in (
            (TODAY - DAY, "先后不符"), (TODAY, "相同"), (later.date() + DAY, "晚于今天")
        ):  # fmt: skip
            with pytest.raises(ActRefused, match=said):
                recorded_days.rectify(**put, day=day)
        recorded_days.rectify(**put, day=TODAY + 2 * DAY)
        found = clock_of(now(case), as_of=later.date())
        assert found
        assert found.review
        assert found.review.due_on == dt.date(2026, 11, 9)  # the sixtieth day is a Sunday
        entry = AuditEntry.objects.latest("pk")
        assert (entry.details["before"], entry.details["after"]) == ("2026-09-07", "2026-09-09")
        assert OutboxMessage.objects.count() == 0  # nobody to reach: no e-mail, no account
        with pytest.raises(ActRefused, match="请选择要更正的日期"):
            recorded_days.rectify(**{**put, "fact": "user.last_login.1"}, day=TODAY)
        with pytest.raises(NotPermitted):
            recorded_days.rectify(**{**put, "by": city.outsider}, day=TODAY)

    def test_an_extension_found_late_afterwards_stops_nothing(
        self, city: City, people: Desk
    ) -> None:
        """The opinion had come early and was written down late: the term had been over."""
        case, late = brought(city, people), AT + 50 * DAY
        row = asked(case, people, at=AT + DAY)
        extension.extend(request=case, days=10, reason="查档", by=people[HEAD], at=late)
        letters.record_opinion(
            consultation=row, opinion="agrees", text="", received_on=TODAY + 3 * DAY,
            by=people[HANDLER], at=late + DAY,
        )  # fmt: skip
        assert now(case).reply_due_on == dt.date(2026, 10, 13)
        above = person("p-above", organs=[city.root], roles=[Role.SUPERVISOR])
        assert recalculation.preview(by=above, on=late.date()) == []
