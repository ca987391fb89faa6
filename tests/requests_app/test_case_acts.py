"""Every act at its page, and what each refuses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from portal.audit.services import verify
from requests_app.admin.acts import DESK
from requests_app.models import InformationRequest
from requests_app.workflow.states import HANDLER, HEAD, INTAKE, REVIEWER, SECRECY, SIGNER, Status
from tests.builders import City
from tests.requests_app.cases import (
    PROVISION,
    SUBMITTED_AT,
    Desk,
    bring_to,
    desk,
    submitted,
)
from tests.requests_app.matrix import BY_STAFF
from tests.requests_app.officers import act, leaks, page_of, signed_in, trail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


def test_every_act_of_the_tables_has_its_form() -> None:
    assert set(DESK.buttons) == set(BY_STAFF)


class Case:
    """A case and whoever is to act on it, each in their own browser."""

    def __init__(
        self,
        city: City,
        people: Desk,
        state: str = Status.HANDLING,
        *,
        at: dt.datetime = SUBMITTED_AT,
    ) -> None:
        self.city, self.people = city, people
        self.row = bring_to(submitted(city, at=at), state, people=people, at=at)

    def does(self, role: str, action: str, **given: Any) -> Any:
        return act(signed_in(self.people[role]), self.row, action, **given)

    def done(self, role: str, action: str, **given: Any) -> str:
        """The act must succeed; returns the state it leads to."""
        response = self.does(role, action, **given)
        assert response.status_code == 302, response.content.decode()
        self.row = InformationRequest.objects.get(pk=self.row.pk)
        return self.row.status


class TestAtThePage:
    def test_from_confirmation_to_the_archive(self, city: City, people: Desk) -> None:
        case = Case(city, people, Status.AWAITING_CONFIRMATION)
        today = dt.date.today().isoformat()  # noqa: DTZ011 - only as a day that is not to come
        handler = people[HANDLER]
        unsaid = case.does(INTAKE, "confirm", confirmed_on="2026-09-08")
        assert "请选择怎样确认" in unsaid.content.decode()
        given = {"confirmed_on": "2026-09-08", "way": "phone", "whom": "申请人本人"}
        assert case.done(INTAKE, "confirm", **given) == "registered"
        called = case.row.contacts.get()
        assert (called.way, "与申请人本人确认" in called.summary) == ("phone", True)
        case.done(INTAKE, "log_call", way="phone", summary="补问年份",
                  happened_at="2026-09-08T10:00")  # fmt: skip
        assert case.row.received_on == dt.date(2026, 9, 8)
        assert case.done(INTAKE, "assign", handler=handler.pk) == "handling"
        case.done(HANDLER, "log_contact", way="phone", summary="说明进展",
                  happened_at="2026-09-08T09:30")  # fmt: skip
        case.done(HANDLER, "ask_assistance", organ=city.street.pk, question="有无",
                  days=3)  # fmt: skip
        row = case.row.assistances.get()
        case.done(HANDLER, "give_assistance", assistance=row.pk, answer="没有")
        given = {"outcome": "3.1", "body": "现予公开。", "provision": PROVISION}
        case.done(HANDLER, "submit_answer", **given)
        case.done(REVIEWER, "return_review", reason="补充依据")
        shown = signed_in(handler).get(page_of(case.row)).content.decode()
        assert "现予公开。</textarea>" in shown.replace("\n", "")
        case.done(HANDLER, "submit_answer", **{**given, "body": "现依据条例公开。"})
        case.done(REVIEWER, "approve", opinion="同意")
        case.done(SECRECY, "pass_secrecy", opinion="不涉密")
        assert case.done(SIGNER, "sign") == "delivering"
        unproven = case.does(INTAKE, "deliver", way="post", sent_on=today)
        assert "请填写邮件号；没有邮件号的，写明理由" in unproven.content.decode()
        given = {"way": "post", "sent_on": today, "proof": "挂号信1号"}
        assert case.done(INTAKE, "deliver", **given) == "answered"
        assert case.row.answers.last().delivery.arrived_on is None
        early = case.does(INTAKE, "archive")
        assert "复议、起诉的期限没有起算。现在归档的，请写明理由" in early.content.decode()
        assert case.done(INTAKE, "archive", reason="申请人来电表示没有异议") == "archived"
        case.done(INTAKE, "record_arrival", arrived_on=today)
        assert case.row.answers.last().delivery.arrived_on is not None
        given = {
            "reason": "自行纠正",
            "answer_by": f"{timezone.localdate() + dt.timedelta(days=60)}",
        }
        assert case.done(HEAD, "reopen", **given) == "handling"
        assert leaks(trail()) == []
        assert verify() is None

    def test_a_refusal_with_its_second_judgement_and_filing(self, city: City, people: Desk) -> None:
        case = Case(city, people)
        given = {"outcome": "3.4.1-5", "body": "本机关不掌握。"}
        refused = case.does(HANDLER, "submit_answer", **given)
        assert "请填写无法提供的理由" in refused.content.decode()
        assert "本机关不掌握。" in refused.content.decode()
        case.done(HANDLER, "submit_answer", reason="由区政府制作",
                  in_charge=city.district.pk, **given)  # fmt: skip
        assert city.district.name in case.row.answers.get().in_charge_told
        assert case.done(REVIEWER, "approve_withholding", opinion="同意") == ("second_review")
        same = case.does(REVIEWER, "second", opinion="同意")
        assert same.status_code == 403
        act(signed_in(people.second), case.row, "second", opinion="同意")
        case.done(SECRECY, "pass_secrecy", opinion="不涉密")
        page = signed_in(people[SIGNER]).get(page_of(case.row)).content.decode()
        assert "须先报备案" in page
        assert case.does(SIGNER, "sign").status_code == 409
        case.done(SIGNER, "file_refusal", text="")
        assert case.done(SIGNER, "sign") == "delivering"

    def test_a_draft_that_came_back_begins_as_it_was(self, city: City, people: Desk) -> None:
        case = Case(city, people)
        given = {"outcome": "3.4.1-5", "reason": "由区政府制作", "in_charge": city.district.pk}
        case.done(HANDLER, "submit_answer", body="本机关不掌握。", **given)
        case.done(REVIEWER, "return_review", reason="补充")
        shown = signed_in(people[HANDLER]).get(page_of(case.row)).content.decode()
        assert '<option value="3.4.1-5" selected>' in shown
        assert f'<option value="{city.district.pk}" selected>' in shown
        case.done(HANDLER, "submit_answer", body="本机关不掌握。", **given)
        assert case.row.answers.last().in_charge_told.count(city.district.name) == 1

    def test_opinions_are_asked_served_and_received(self, city: City, people: Desk) -> None:
        case = Case(city, people)
        case.done(HANDLER, "consult", kind="third_party", party="某公司", question="可否")
        row = case.row.consultations.get()
        case.done(HANDLER, "record_service", consultation=row.pk, served_how="post",
                  served_on=row.sent_on.isoformat())  # fmt: skip
        case.done(HANDLER, "record_opinion", consultation=row.pk, opinion="objects",
                  received_on=row.sent_on.isoformat())  # fmt: skip
        row.refresh_from_db()
        assert row.opinion == "objects"
        assert "某公司" not in trail()

    def test_another_cases_letter_cannot_be_named(self, city: City, people: Desk) -> None:
        case, other = Case(city, people), Case(city, people)
        other.done(HANDLER, "consult", kind="third_party", party="某公司", question="可否")
        row = other.row.consultations.get()
        refused = case.does(HANDLER, "record_service", consultation=row.pk,
                            served_how="post", served_on=row.sent_on.isoformat())  # fmt: skip
        assert refused.status_code == 400
        row.refresh_from_db()
        assert row.served_on is None

    def test_splitting_makes_one_case_for_each_line(self, city: City, people: Desk) -> None:
        case = Case(city, people)
        one = case.does(HANDLER, "split", parts="招标文件\n\n")
        assert "至少写出两项" in one.content.decode()
        assert "招标文件" in one.content.decode()
        case.done(HANDLER, "split", parts="招标文件\r\n中标通知书\r\n")
        parts = list(case.row.parts.order_by("number"))
        assert [part.description for part in parts] == ["招标文件", "中标通知书"]
        assert {part.received_on for part in parts} == {case.row.received_on}
        assert parts[0].number in signed_in(people[HANDLER]).get(page_of(case.row)).content.decode()

    def test_joining_is_by_number_and_within_one_person(self, city: City, people: Desk) -> None:
        case, into = Case(city, people), Case(city, people)
        elsewhere = bring_to(
            submitted(city, organ=city.district), Status.AWAITING_CONFIRMATION, people=people
        )
        stranger = bring_to(
            submitted(city, identity_number="990101198001010013"),
            Status.HANDLING,
            people=people,
        )
        for number, said in (
            ("没有", "本机关没有编号为没有的申请"),
            (elsewhere.number, "本机关没有编号为"),
            (stranger.number, "只能并入同一申请人的申请"),
            (case.row.number, "另一件申请"),
        ):
            refused = case.does(HANDLER, "join", into=number, reason="相同")
            assert said in refused.content.decode()
        assert case.done(HANDLER, "join", into=into.row.number, reason="相同") == "joined"

    def test_a_correction_is_asked_once(self, city: City, people: Desk) -> None:
        case = Case(city, people)
        given = {"unclear": "年份不明", "guidance": "请写明年份"}
        assert case.done(HANDLER, "ask_correction", **given) == "awaiting_correction"
        assert case.row.reply_due_on is None
        early = case.does(HANDLER, "lapse_uncorrected")
        assert early.status_code == 409
        today = case.row.correction_notice.noticed_on.isoformat()
        case.done(INTAKE, "record_correction", text="2025年", received_on=today)
        page = signed_in(people[HANDLER]).get(page_of(case.row)).content.decode()
        assert "补正只能一次性告知，本件已经告知过，请按现有内容办理。" in page
        again = case.does(HANDLER, "ask_correction", **given)
        assert again.status_code == 409
        assert "年份不明" in again.content.decode()

    def test_a_fee_is_asked_and_paid(self, city: City, people: Desk) -> None:
        case = Case(city, people, at=timezone.now())
        few = case.does(HANDLER, "ask_fee", scale="pages", pages=30)
        assert "30页以下，不收费" in few.content.decode()
        assert case.done(HANDLER, "ask_fee", scale="pages", pages=40) == ("awaiting_payment")
        assert case.does(HANDLER, "lapse_unpaid").status_code == 409
        paid = case.row.fee_notice.sent_on.isoformat()
        assert case.done(INTAKE, "record_payment", paid_on=paid) == "handling"

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"days": "21", "reason": "查档"}, "最长不得超过20个工作日"),
            ({"days": "0", "reason": "查档"}, "至少为1"),
            ({"days": "二十", "reason": "查档"}, "应为整数"),
            ({"days": "20", "reason": ""}, "请填写延期的理由。"),
            ({"days": "20", "reason": "长" * 501}, "最多500字"),
        ],
    )
    def test_a_form_says_what_is_wrong(
        self, city: City, people: Desk, given: dict[str, str], said: str
    ) -> None:
        case = Case(city, people, at=timezone.now())
        response = case.does(HEAD, "extend", **given)
        assert said in response.content.decode()
        assert not hasattr(InformationRequest.objects.get(pk=case.row.pk), "extension")

    def test_nothing_is_an_act_that_is_not_in_the_tables(self, city: City, people: Desk) -> None:
        case = Case(city, people)
        for action in ("delete", "withdraw", "supply_correction", "submit"):
            assert case.does(INTAKE, action).status_code == 404
        assert Client().post(page_of(case.row, "act/archive")).status_code == 302

    def test_every_act_alone_on_its_page(self, city: City, people: Desk) -> None:
        """Without JavaScript, from a link: the form is there, and nothing is done by reading."""
        case, client = Case(city, people), signed_in(people[HANDLER])
        before = trail()
        for action in DESK.buttons:
            page = client.get(page_of(case.row, f"act/{action}"))
            assert page.status_code == 200, action
        assert trail() == before
