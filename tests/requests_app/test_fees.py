"""信息处理费 of one case, and what is asked of applicants who do not answer."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.common.errors import ActRefused
from requests_app.fees import fee_for_items, fee_for_pages
from requests_app.models import CorrectionNotice, Extension, InformationRequest
from requests_app.services import division, extension, fees, reasons
from requests_app.services.consultation import letters
from requests_app.workflow.states import HANDLER, HEAD, INTAKE, Status
from tests.builders import City
from tests.requests_app.cases import DAY, STEPS, SUBMITTED_AT, Desk, bring_to, desk, submitted

pytestmark = pytest.mark.django_db
TODAY = SUBMITTED_AT.date()


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


@pytest.fixture
def case(city: City, people: Desk) -> InformationRequest:
    return bring_to(submitted(city), Status.HANDLING, people=people)


def asked(case: InformationRequest, people: Desk, scale: str, **more: object) -> InformationRequest:
    return fees.ask_fee(request=case, scale=scale, by=people[HANDLER], at=SUBMITTED_AT, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("count", "fee"),
    [(10, 0), (11, 100), (20, 1000), (30, 2000), (31, 2200), (35, 3000), (40, 4000), (41, 4300),
     (45, 5500), (50, 7000), (55, 9000), (60, 11000), (61, 11500), (100, 37000)],
)  # fmt: skip
def test_the_ladder_by_items(count: int, fee: int) -> None:
    assert fee_for_items(count) == fee


@pytest.mark.parametrize(
    ("pages", "fee"),
    [(30, 0), (31, 10), (50, 200), (100, 700), (101, 720), (150, 1700), (200, 2700), (201, 2740),
     (250, 4700), (500, 14700)],
)  # fmt: skip
def test_the_ladder_by_pages(pages: int, fee: int) -> None:
    assert fee_for_pages(pages) == fee


class TestByItems:
    def test_each_pays_for_its_own_place_in_the_month(self, city: City, people: Desk) -> None:
        """Twelve in September: the eleventh and the twelfth cost 100 each, together 200."""
        cases = [bring_to(submitted(city), Status.HANDLING, people=people) for _ in range(12)]
        with pytest.raises(ActRefused, match="第10件，10件以下不收费"):
            asked(cases[9], people, "items")
        paid = [asked(case, people, "items").fee_notice for case in cases[10:]]
        assert [(row.quantity, row.amount) for row in paid] == [(11, 100), (12, 100)]
        assert sum(row.amount for row in paid) == fee_for_items(12)

    def test_another_month_another_person_and_joined_ones_do_not_count(
        self, city: City, people: Desk, case: InformationRequest
    ) -> None:
        other = submitted(city, identity_number="990101199001010027")
        bring_to(other, Status.HANDLING, people=people)
        earlier = submitted(city, at=SUBMITTED_AT - 10 * DAY)
        bring_to(earlier, Status.HANDLING, people=people, at=SUBMITTED_AT - 10 * DAY)
        same = bring_to(submitted(city), Status.HANDLING, people=people)
        assert fees.place_in_month(same) == 2
        division.join(
            request=case, into=same, reason="内容相同", by=people[HANDLER], at=SUBMITTED_AT
        )
        assert fees.place_in_month(same) == 1
        parts = division.split(
            request=same, parts=["甲", "乙"], by=people[HANDLER], at=SUBMITTED_AT
        )
        assert [fees.place_in_month(part) for part in parts] == [1, 2]


class TestNotice:
    def test_the_term_runs_from_the_day_it_arrived(
        self, case: InformationRequest, people: Desk
    ) -> None:
        asked(case, people, "pages", pages=250)
        case = InformationRequest.objects.get(pk=case.pk)
        assert case.fee_notice.amount == 4700
        with pytest.raises(ActRefused, match="还没有届满"):
            fees.lapse_unpaid(request=case, by=people[HANDLER], at=SUBMITTED_AT + 90 * DAY)
        arrived = SUBMITTED_AT + 15 * DAY
        by = people[INTAKE]
        fees.record_fee_receipt(request=case, received_on=arrived.date(), by=by, at=arrived)
        with pytest.raises(ActRefused, match="已经登记过"):
            fees.record_fee_receipt(request=case, received_on=TODAY, by=by, at=arrived)
        # 2026-09-22 + 20 working days: law.md §9.
        assert arrived.date() == dt.date(2026, 9, 22)
        late = dt.datetime(2026, 10, 28, 2, tzinfo=dt.UTC)
        with pytest.raises(ActRefused, match=r"缴费期限（2026-10-27）已过"):
            fees.record_payment(request=case, paid_on=late.date(), by=by, at=late)
        paid = dt.date(2026, 10, 12)
        case = fees.record_payment(request=case, paid_on=paid, by=by, at=late)
        assert case.reply_due_on == dt.date(2026, 11, 9)

    def test_neither_scale_nor_both(self, case: InformationRequest, people: Desk) -> None:
        with pytest.raises(ActRefused, match="请选择按件或者按量"):
            asked(case, people, "weight")
        with pytest.raises(ActRefused, match="请填写提供的页数"):
            asked(case, people, "pages")
        asked(case, people, "pages", pages=31)
        case = bring_back(case, people)
        with pytest.raises(ActRefused, match="不得同时按两种标准"):
            asked(case, people, "items")


def bring_back(case: InformationRequest, people: Desk) -> InformationRequest:
    case = InformationRequest.objects.get(pk=case.pk)
    STEPS["record_payment"](case, people, SUBMITTED_AT)
    return InformationRequest.objects.get(pk=case.pk)


def test_reasons_that_never_came_do_not_stop_the_case(
    case: InformationRequest, people: Desk
) -> None:
    STEPS["ask_reasons"](case, people, SUBMITTED_AT)
    by = people[HANDLER]
    with pytest.raises(ActRefused, match="还没有届满"):
        reasons.reasons_lapsed(request=case, by=by, at=SUBMITTED_AT + 10 * DAY)
    found = reasons.reasons_lapsed(request=case, by=by, at=SUBMITTED_AT + 11 * DAY)
    assert found.status == Status.HANDLING


def test_a_proposal_of_more_time_waits_for_the_head(case: InformationRequest, people: Desk) -> None:
    by = people[HANDLER]
    with pytest.raises(ActRefused, match="最长不得超过20个工作日"):
        extension.propose_extension(request=case, days=21, reason="查档", by=by, at=SUBMITTED_AT)
    for days in (5, 10):
        extension.propose_extension(request=case, days=days, reason="查档", by=by, at=SUBMITTED_AT)
    case = InformationRequest.objects.get(pk=case.pk)
    assert case.extension_proposal.days == 10
    assert not Extension.objects.exists()
    head = people[HEAD]
    asked_of = InformationRequest.objects.waiting_for(head)
    assert list(asked_of) == [case]
    extension.extend(request=case, days=10, reason="查档", by=head, at=SUBMITTED_AT)
    assert not InformationRequest.objects.waiting_for(head).exists()


class TestSplit:
    def test_the_parts_keep_the_correction_and_the_extension(
        self, city: City, people: Desk
    ) -> None:
        case = bring_to(submitted(city), Status.AWAITING_CORRECTION, people=people)
        corrected = SUBMITTED_AT + 3 * DAY
        STEPS["supply_correction"](case, people, corrected)
        extension.extend(request=case, days=5, reason="查档", by=people[HEAD], at=corrected)
        case = InformationRequest.objects.get(pk=case.pk)
        parts = division.split(request=case, parts=["甲", "乙"], by=people[HANDLER], at=corrected)
        for part in parts:
            assert part.received_on == case.received_on
            assert part.reply_due_on == case.reply_due_on
            row = InformationRequest.objects.get(pk=part.pk)
            assert row.correction_notice.received_on == corrected.date()
            assert row.extension.days == 5
        assert CorrectionNotice.objects.count() == Extension.objects.count() == 3

    def test_not_with_a_letter_on_its_way(self, case: InformationRequest, people: Desk) -> None:
        by = people[HANDLER]
        letters.consult(
            request=case, kind="third_party", party="某公司", question="可否", by=by,
            at=SUBMITTED_AT,
        )  # fmt: skip
        with pytest.raises(ActRefused, match="不能再拆分"):
            division.split(request=case, parts=["甲", "乙"], by=by, at=SUBMITTED_AT)


def test_joining_gives_the_organ_no_more_time(
    city: City, case: InformationRequest, people: Desk
) -> None:
    later = SUBMITTED_AT + 5 * DAY
    younger = bring_to(submitted(city, at=later), Status.HANDLING, people=people, at=later)
    by = people[HANDLER]
    with pytest.raises(ActRefused, match="请反过来并入本件"):
        division.join(request=case, into=younger, reason="相同", by=by, at=later)
    joined = division.join(request=younger, into=case, reason="相同", by=by, at=later)
    assert joined.status == Status.JOINED
