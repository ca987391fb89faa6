"""复议 and 诉讼 over a case, handling it again, and the day on which an answer arrived."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache

from portal.common.errors import ActRefused
from portal.tracking.codes import code_from
from portal.workdays.services import load_calendar
from requests_app.models import Delivery, InformationRequest, Remedy
from requests_app.presenters.clocks import due_of
from requests_app.services import archive, extension, remedies
from requests_app.services import delivery as delivery_acts
from requests_app.services.clock import clock_of
from requests_app.services.retention import purge
from requests_app.services.retention.cases import CASES
from requests_app.workflow.states import HANDLER, HEAD, INTAKE, Status
from tests.builders import City
from tests.requests_app.cases import DAY, STEPS, SUBMITTED_AT, Desk, bring_to, desk, submitted
from tests.requests_app.officers import page_of, signed_in
from tests.requests_app.public import tracked

pytestmark = pytest.mark.django_db
TODAY = SUBMITTED_AT.date()
LATER = SUBMITTED_AT + 40 * DAY


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> None:
    settings.AXES_ENABLED = False
    cache.clear()


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


@pytest.fixture
def case(city: City, people: Desk) -> InformationRequest:
    return bring_to(submitted(city), Status.ANSWERED, people=people)


def contested(case: InformationRequest, people: Desk, **changes: Any) -> Remedy:
    given = {"route": "review", "authority": "试江市人民政府", "notified_on": TODAY}
    return remedies.record_remedy(
        request=case, by=people[HANDLER], at=SUBMITTED_AT, **{**given, **changes}
    )


def concluded(remedy: Remedy, people: Desk, **changes: Any) -> Remedy:
    given = {"result": "corrected", "decided_on": LATER.date()}
    return remedies.conclude_remedy(
        remedy=remedy, by=people[HANDLER], at=LATER, **{**given, **changes}
    )


def reopened(case: InformationRequest, people: Desk, **changes: Any) -> InformationRequest:
    given = {"reason": "复议决定撤销原答复", "answer_by": LATER.date() + 15 * DAY}
    return remedies.reopen(request=case, by=people[HEAD], at=LATER, **{**given, **changes})


class TestRecords:
    def test_one_of_a_kind_at_a_time(self, case: InformationRequest, people: Desk) -> None:
        contested(case, people)
        with pytest.raises(ActRefused, match="没有审结的行政复议"):
            contested(case, people)
        contested(case, people, route="suit", authority="试江市某法院")
        assert case.remedies.count() == 2

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"result": "perhaps"}, "请选择结果"),
            ({"decided_on": TODAY - DAY}, "早于收到受理通知"),
            ({"decided_on": LATER.date() + DAY}, "晚于今天"),
            ({"result": "upheld", "redo_by": LATER.date() + DAY}, "只有结果纠正的"),
            ({"redo_by": LATER.date() - DAY}, "早于收到决定书"),
        ],
    )
    def test_results_that_cannot_be(
        self, case: InformationRequest, people: Desk, changes: dict[str, Any], told: str
    ) -> None:
        remedy = contested(case, people)
        with pytest.raises(ActRefused, match=told):
            concluded(remedy, people, **changes)
        remedy.refresh_from_db()
        assert remedy.result == ""

    def test_a_contested_case_is_kept_until_its_end(
        self, case: InformationRequest, people: Desk
    ) -> None:
        remedy = contested(case, people)
        assert CASES.keep_until(case) is None
        assert purge.purge_due(at=SUBMITTED_AT + 365 * 6 * DAY) == 0
        concluded(remedy, people, result="upheld")
        assert purge.purge_due(at=SUBMITTED_AT + 365 * 6 * DAY) == 1


class TestReopening:
    def test_the_term_is_the_one_that_was_ordered(
        self, case: InformationRequest, people: Desk
    ) -> None:
        ordered = LATER.date() + 15 * DAY
        remedy = concluded(contested(case, people), people, redo_by=ordered)
        with pytest.raises(ActRefused, match="不能晚于该日"):
            reopened(case, people, remedy=remedy, answer_by=ordered + DAY)
        case = reopened(case, people, remedy=remedy)
        assert case.reply_due_on == ordered
        assert case.outcome == ""
        with pytest.raises(ActRefused, match="答复期限由决定书、判决书确定"):
            extension.extend(request=case, days=5, reason="查档", by=people[HEAD], at=LATER)
        page = tracked(case.number, code_from(case.submission_key)).get(case.get_absolute_url())
        assert f"{ordered.year}年{ordered.month}月{ordered.day}日" in page.content.decode()
        STEPS["submit_answer"](case, people, LATER)
        for action in ("approve", "pass_secrecy", "sign", "deliver"):
            STEPS[action](case, people, LATER)
        with pytest.raises(ActRefused, match="已经依该决定书"):
            reopened(case, people, remedy=remedy)

    def test_only_a_correction_of_this_case_is_a_ground(
        self, city: City, case: InformationRequest, people: Desk
    ) -> None:
        upheld = concluded(contested(case, people), people, result="upheld")
        other = bring_to(submitted(city), Status.ANSWERED, people=people)
        theirs = concluded(contested(other, people), people)
        for remedy in (upheld, theirs):
            with pytest.raises(ActRefused, match="只有本件结果纠正的"):
                reopened(case, people, remedy=remedy)
        with pytest.raises(ActRefused, match="不能早于今天"):
            reopened(case, people, answer_by=LATER.date() - DAY)
        with pytest.raises(ActRefused, match="请填写重新办理的依据"):
            reopened(case, people, reason=" ")


class TestArrival:
    def test_a_letter_that_was_signed_for_starts_the_remedies(
        self, city: City, people: Desk
    ) -> None:
        case = bring_to(submitted(city), Status.DELIVERING, people=people)
        by = people[INTAKE]
        delivery_acts.deliver(
            request=case, way="post", sent_on=TODAY, unproved_reason="平常信函", by=by,
            at=SUBMITTED_AT,
        )  # fmt: skip
        assert clock_of(case, as_of=TODAY).review is None  # type: ignore[union-attr]
        with pytest.raises(ActRefused, match="早于发出日期"):
            delivery_acts.record_arrival(
                request=case, arrived_on=TODAY - DAY, by=by, at=SUBMITTED_AT
            )
        arrived = dt.date(2026, 9, 11)
        delivery_acts.record_arrival(request=case, arrived_on=arrived, by=by, at=LATER)
        assert Delivery.objects.get().arrived_on == arrived
        found = clock_of(case, as_of=LATER.date())
        assert found is not None
        assert found.review is not None
        assert found.review.due_on == dt.date(2026, 11, 10)
        with pytest.raises(ActRefused, match="没有等待登记签收的答复"):
            delivery_acts.record_arrival(request=case, arrived_on=arrived, by=by, at=LATER)

    def test_what_the_post_brought_back_goes_out_again(self, city: City, people: Desk) -> None:
        case = bring_to(submitted(city), Status.DELIVERING, people=people)
        by = people[INTAKE]
        delivery_acts.deliver(
            request=case, way="post", sent_on=TODAY, unproved_reason="平常信函", by=by,
            at=SUBMITTED_AT,
        )  # fmt: skip
        given = {"request": case, "way": "post", "by": by, "at": LATER, "proof": "挂号1号"}
        back, again = TODAY + 9 * DAY, TODAY + 12 * DAY
        for wrong in (TODAY - DAY, again + DAY):
            with pytest.raises(ActRefused, match="退回日期应在"):
                delivery_acts.redeliver(returned_on=wrong, sent_on=again, **given)
        delivery_acts.redeliver(returned_on=back, sent_on=again, **{**given, "proof": "挂号2号"})
        delivery = Delivery.objects.get()
        assert (delivery.sent_on, delivery.arrived_on) == (TODAY, None)
        assert InformationRequest.objects.get(pk=case.pk).closed_on == TODAY
        with pytest.raises(ActRefused, match="早于发出日期"):
            delivery_acts.record_arrival(request=case, arrived_on=back, by=by, at=LATER)
        delivery_acts.redeliver(
            request=case, way="in_person", returned_on=again + 5 * DAY, sent_on=again + 6 * DAY,
            by=by, at=LATER,
        )  # fmt: skip
        delivery.refresh_from_db()
        assert delivery.arrived_on == again + 6 * DAY
        assert delivery.again.count() == 2
        page = signed_in(people[HANDLER]).get(page_of(case)).content.decode()
        assert "再次送达（邮寄）" in page
        assert "挂号2号" in page
        with pytest.raises(ActRefused, match="没有被退回的答复"):
            delivery_acts.redeliver(returned_on=again, sent_on=again, **given)

    def test_a_deferred_answer_is_not_called_late(self, city: City, people: Desk) -> None:
        case = bring_to(submitted(city), Status.HANDLING, people=people)
        clock = clock_of(case, as_of=LATER.date(), calendar=load_calendar())
        late = due_of(clock, today=LATER.date(), is_closed=False)
        until = LATER.date() + 20 * DAY
        deferred = due_of(clock, today=LATER.date(), is_closed=False, set_for=until)
        assert late is not None
        assert late.is_over
        assert deferred is not None
        assert (deferred.day, deferred.is_over) == (until, False)


class TestArchiving:
    def test_a_case_that_may_still_be_contested_is_filed_for_a_reason(
        self, case: InformationRequest, people: Desk
    ) -> None:
        def file(at: dt.datetime, reason: str = "") -> InformationRequest:
            return archive.archive(request=case, by=people[INTAKE], at=at, reason=reason)

        with pytest.raises(ActRefused, match="复议、起诉的期限（在2027-03-06以后）还没有届满"):
            file(LATER)
        remedy = contested(case, people)
        with pytest.raises(ActRefused, match="还没有审结"):
            file(LATER)
        concluded(remedy, people, result="upheld", decided_on=LATER.date())
        done = file(LATER, "申请人书面表示息诉")
        assert done.status == Status.ARCHIVED
        assert done.acts.get(action="archive").reason == "申请人书面表示息诉"
