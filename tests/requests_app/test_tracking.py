"""Following a case: what its applicant sees and can do."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from portal.common.errors import ActRefused
from portal.papers.printout import paper_of_letter
from portal.tracking.codes import code_from
from requests_app.models import Delivery, InformationRequest
from requests_app.services import answers, contacts, correction, division, withdrawal
from requests_app.services.consultation import letters
from requests_app.workflow.states import HANDLER, REVIEWER, SIGNER, Status
from tests.builders import City, organ
from tests.requests_app.cases import STEPS, Desk, bring_to, desk, submitted
from tests.requests_app.public import NAME, NUMBER, PHONE, at, tracked
from tests.site.pages import Page

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"
INTERNAL = "内部意见不外传"


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> None:
    settings.AXES_ENABLED = False
    cache.clear()


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


@pytest.fixture
def case(city: City) -> InformationRequest:
    return submitted(city)


def seen(case: InformationRequest) -> str:
    """The page of the case for whoever has number and code."""
    client = tracked(case.number, code_from(case.submission_key))
    response = client.get(case.get_absolute_url())
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    source = response.content.decode()
    assert Page(source).inline == []
    return source


def test_a_door_that_stays_shut_says_so_in_title_and_heading(client: Client, db: None) -> None:
    page = client.post("/requests/track/", {"number": "", "code": ""}).content.decode()
    assert "<title>请检查：查进度_" in page
    summary = page[page.index('class="notice error"') :]
    assert summary.index("<b>没有查到。请核对下面几处，再试一次：</b>") < summary.index("<li>")


class TestPage:
    """What the applicant sees."""

    @pytest.mark.parametrize("status", [s for s in Status.values if s != Status.JOINED])
    def test_every_state_in_plain_words(
        self, people: Desk, case: InformationRequest, status: str
    ) -> None:
        found = bring_to(case, status, people=people)
        source = seen(found)
        assert 'class="state ' in source
        for value in (NUMBER, PHONE, NAME, "0000-81234567"):
            assert value not in source, value
        for person in (*people.people.values(), people.second):
            assert person.username not in source, person

    def test_no_inner_step_and_no_opinion(self, people: Desk, case: InformationRequest) -> None:
        bring_to(case, Status.REVIEW, people=people)
        moment = at(2026, 9, 8)
        answers.send_back(request=case, reason=INTERNAL, by=people[REVIEWER], at=moment)
        contacts.log_contact(
            request=case, way="phone", summary=INTERNAL, happened_at=moment,
            by=people[HANDLER], at=moment,
        )  # fmt: skip
        consultation = letters.consult(
            request=case, kind="third_party", party="某某演示公司", question=INTERNAL,
            by=people[HANDLER], at=moment,
        )  # fmt: skip
        source = seen(case)
        for words in (INTERNAL, consultation.party, "退回", "审核", "分派"):
            assert words not in source, words
        assert "征求有关方面的意见" in source

    def test_the_due_date_day_by_day(self, people: Desk, case: InformationRequest) -> None:
        bring_to(case, Status.HANDLING, people=people)
        source = seen(case)
        # 20 working days after 7 September 2026, with Mid-Autumn and National Day between.
        case.refresh_from_db()
        due = case.reply_due_on
        assert due is not None
        assert f"{due.year}年{due.month}月{due.day}日" in source
        assert "第20日" in source
        assert "第三十三条" in source

    def test_the_way_in_five_knots_and_its_days_in_months(
        self, people: Desk, case: InformationRequest
    ) -> None:
        bring_to(case, Status.HANDLING, people=people)
        case.refresh_from_db()
        due = case.reply_due_on
        assert due is not None
        with time_machine.travel(at(2026, 9, 9), tick=True):
            client = tracked(case.number, code_from(case.submission_key))
            page = client.get(case.get_absolute_url()).context
        knots = page["knots"]
        assert [knot.state for knot in knots] == ["done", "done", "now", "todo", "todo"]
        assert knots[0].told
        assert f"最迟{due.year}年{due.month}月{due.day}日" in knots[3].title
        assert "怎么办" in knots[4].title
        days = [
            (month.title, day.number, day.word)
            for month in page["months"]
            for week in month.weeks
            for day in week
            if day
        ]
        assert (f"{due.year}年{due.month}月", due.day, "到期") in days
        assert sum(word == "收到" for _, _, word in days) == 1

    def test_an_overdue_case_names_what_can_be_done(
        self, people: Desk, case: InformationRequest
    ) -> None:
        bring_to(case, Status.HANDLING, people=people)
        source = seen(case)  # looked at today, long after October
        assert "已经超过期限" in source
        assert "行政复议" in source

    def test_a_split_case_opens_its_parts(self, people: Desk, case: InformationRequest) -> None:
        bring_to(case, Status.HANDLING, people=people)
        parts = division.split(
            request=case, parts=["招标文件", "中标书"], by=people[HANDLER],
            at=at(2026, 9, 8),
        )  # fmt: skip
        client = tracked(case.number, code_from(case.submission_key))
        assert parts[0].number in client.get(case.get_absolute_url()).content.decode()
        assert client.get(parts[0].get_absolute_url()).status_code == 200
        assert Client().get(parts[0].get_absolute_url()).status_code == 302

    def test_a_joined_case_names_the_other(
        self, city: City, people: Desk, case: InformationRequest
    ) -> None:
        other = submitted(city)
        case, other = (bring_to(r, Status.HANDLING, people=people) for r in (case, other))
        handler = people[HANDLER]
        division.join(request=case, into=other, reason="相同", by=handler, at=at(2026, 9, 8))
        source = seen(case)
        assert "已经并案" in source
        assert other.number in source

    def test_what_was_written_is_shown_as_text(self, city: City, people: Desk) -> None:
        case = submitted(city, description=HOSTILE, info_title=HOSTILE)
        bring_to(case, Status.HANDLING, people=people)
        correction.ask_correction(
            request=case, unclear=HOSTILE, guidance=HOSTILE, by=people[HANDLER],
            at=at(2026, 9, 8),
        )  # fmt: skip
        assert HOSTILE not in seen(case)


class TestDoing:
    """What is asked of the applicant, and done by them."""

    def test_correction(self, people: Desk, case: InformationRequest) -> None:
        bring_to(case, Status.AWAITING_CORRECTION, people=people)
        client = tracked(case.number, code_from(case.submission_key))
        source = client.get(case.get_absolute_url()).content.decode()
        assert "请写明哪一年" in source
        assert "第三十条" in source
        address = f"{case.get_absolute_url()}reply/"
        empty = client.post(address, {"text": "  "})
        assert empty.status_code == 400
        assert 'href="#id_text"' in empty.content.decode()
        too_long = client.post(address, {"text": "字" * 4001})
        assert too_long.status_code == 400
        assert "字字字" in too_long.content.decode()
        assert client.post(address, {"text": "要2025年的"}).status_code == 302
        case.refresh_from_db()
        assert case.status == Status.HANDLING
        assert case.correction_notice.supplied == "要2025年的"
        # A second press, or a page left open: told, and nothing is done.
        again = client.post(address, {"text": "又一次"}, follow=True)
        assert "现在不需要补充内容" in again.content.decode()
        assert case.correction_notice.supplied == "要2025年的"

    def test_reasons(self, people: Desk, case: InformationRequest) -> None:
        bring_to(case, Status.AWAITING_REASONS, people=people)
        client = tracked(case.number, code_from(case.submission_key))
        assert "一月三十件" in client.get(case.get_absolute_url()).content.decode()
        client.post(f"{case.get_absolute_url()}reply/", {"text": "写论文"})
        case.refresh_from_db()
        assert case.status == Status.HANDLING
        assert case.reasons_demand.supplied == "写论文"

    def test_fee(self, people: Desk, case: InformationRequest) -> None:
        bring_to(case, Status.AWAITING_PAYMENT, people=people)
        source = seen(case)
        assert "4700.00 元" in source
        assert "期限已经过了" in source  # looked at today, long after October
        assert "第四十二条" in source

    def test_withdrawal_after_one_more_question(self, case: InformationRequest) -> None:
        client = tracked(case.number, code_from(case.submission_key))
        address = f"{case.get_absolute_url()}withdraw/"
        assert "要撤回这件申请吗" in client.get(address).content.decode()
        case.refresh_from_db()
        assert case.status == Status.AWAITING_CONFIRMATION
        client.post(address)
        case.refresh_from_db()
        assert case.status == Status.WITHDRAWN
        again = client.post(address, follow=True).content.decode()
        assert "已撤回，现在不能" in again
        with pytest.raises(ActRefused):
            withdrawal.withdraw(request=case, at=at(2026, 9, 8))


class TestAnswer:
    """What was answered, and what can be done about it."""

    def _answered(self, case: InformationRequest, people: Desk, *, refuse: bool) -> str:
        road = ["confirm", "assign", "refuse" if refuse else "submit_answer"]
        road += ["approve_withholding", "second"] if refuse else ["approve"]
        for action in (*road, "pass_secrecy"):
            STEPS[action](case, people, at(2026, 9, 7))
        if refuse:
            answers.file_refusal(request=case, by=people[SIGNER], at=at(2026, 9, 7))
        STEPS["sign"](case, people, at(2026, 9, 7))
        assert "现予公开" not in seen(case)
        assert "属于讨论记录" not in seen(case)
        STEPS["deliver"](case, people, at(2026, 9, 7))
        return seen(case)

    def test_an_answer_that_opens(self, people: Desk, case: InformationRequest) -> None:
        source = self._answered(case, people, refuse=False)
        assert "现予公开。" in source
        # The sixtieth day after 7 September.
        assert "2026年11月6日" in source
        assert "6个月内" in source
        assert "任选一种" in source
        assert "要先申请行政复议" not in source

    def test_a_refusal_and_its_way_online(
        self, city: City, people: Desk, case: InformationRequest
    ) -> None:
        above = organ("SJ-R", "试江市行政复议演示机关", "city", "department", city.root)
        above.website = "https://www.shijiang.example/"
        above.review_url = "https://review.shijiang.example/"
        above.save()
        court = "试江市东河区人民法院"
        type(city.office).objects.filter(pk=city.office.pk).update(review_organ=above, court=court)
        source = self._answered(case, people, refuse=True)
        # However it was delivered (行政复议法第二十二条).
        Delivery.objects.update(way="email")
        assert 'href="https://review.shijiang.example/"' in seen(case)
        assert above.website not in source
        assert f"可以向{court}起诉" in source
        letter = paper_of_letter(case.letters.get(kind="reply")).text
        assert "行政复议申请可以通过互联网提交，网址：https://review.shijiang.example/。" in letter
        assert f"十五日内向{court}提起行政诉讼" in letter
        assert "属于讨论记录" in source
        assert "要先申请行政复议" in source
        assert "任选一种" not in source
        assert "第二十三条" in source
        assert 'href="https://review.shijiang.example/"' in source
        assert above.name in source

    @pytest.mark.parametrize(
        ("state", "act", "waits"),
        [
            (Status.AWAITING_CORRECTION, "lapse_uncorrected", "等待您补正"),
            (Status.AWAITING_PAYMENT, "lapse_unpaid", "等待您缴费"),
        ],
    )
    def test_what_lapsed_waits_for_nothing(
        self, people: Desk, case: InformationRequest, state: str, act: str, waits: str
    ) -> None:
        bring_to(case, state, people=people)
        # By now the day to pay has passed as well: of a payment the clock says nothing more.
        assert (waits in seen(case)) == (state == Status.AWAITING_CORRECTION)
        STEPS[act](case, people, at(2026, 9, 7))
        source = seen(case)
        assert waits not in source
        assert "答复已经作出" not in source
        assert "不再处理这件申请，告知书正按您要求的方式送给您" in source

    def test_a_reopened_case_says_the_answer_is_past(
        self, people: Desk, case: InformationRequest
    ) -> None:
        self._answered(case, people, refuse=False)
        STEPS["reopen"](case, people, at(2026, 9, 8))
        source = seen(case)
        assert "此前的答复" in source
        assert "任选一种" not in source
