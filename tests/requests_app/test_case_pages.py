"""The officers' list, page of a case, papers, intake and assistance: seen by whom, how much."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.audit.services import verify
from requests_app.models import Evidence, InformationRequest, PublicSummary
from requests_app.services import contacts
from requests_app.workflow import WORKFLOW
from requests_app.workflow.states import HANDLER, SIGNER, Status
from tests.builders import City, person
from tests.requests_app.cases import PNG, SUBMITTED_AT, bring_to, desk, submitted, take_in
from tests.requests_app.officers import LIST, SECRETS, act, leaks, page_of, signed_in, trail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
QUERIES_OF_THE_LIST = 13
QUERIES_OF_A_CASE = 34


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def intake(city: City) -> Client:
    return signed_in(city.people[Role.REQUEST_INTAKE])


@pytest.fixture
def handler(city: City) -> Client:
    return signed_in(city.people[Role.REQUEST_HANDLER])


class TestList:
    def test_begins_with_what_waits_for_the_person(self, city: City, intake: Client) -> None:
        people = desk(city)
        waiting = submitted(city)
        signing = bring_to(submitted(city), Status.SIGNING, people=people)
        page = intake.get(LIST).content.decode()
        assert waiting.number in page
        assert waiting.number in intake.get(f"{LIST}?queue=mine").content.decode()
        assert signing.number not in page
        assert signing.number in intake.get(f"{LIST}?queue=all").content.decode()
        signer = signed_in(people[SIGNER]).get(LIST).content.decode()
        assert signing.number in signer
        assert waiting.number not in signer

    def test_a_colleagues_case_is_not_in_my_queue(self, city: City, handler: Client) -> None:
        case = bring_to(submitted(city), Status.HANDLING, people=desk(city))
        other = person("p-other", organs=[city.office], roles=[Role.REQUEST_HANDLER])
        assert case.number in handler.get(LIST).content.decode()
        page = signed_in(other).get(LIST).content.decode()
        assert case.number not in page
        assert case.number in signed_in(other).get(f"{LIST}?queue=all").content.decode()

    @pytest.mark.parametrize(
        ("queue", "shown"), [("new", False), ("soon", False), ("late", True), ("all", True)]
    )
    def test_queues(self, city: City, intake: Client, queue: str, shown: bool) -> None:
        """A case of September is overdue on any day on which this test can run."""
        case = bring_to(submitted(city), Status.HANDLING, people=desk(city))
        assert (case.number in intake.get(f"{LIST}?queue={queue}").content.decode()) is shown
        new = submitted(city)
        assert new.number in intake.get(f"{LIST}?queue=new").content.decode()

    def test_names_are_masked_and_terms_are_counted(self, city: City, intake: Client) -> None:
        bring_to(submitted(city), Status.HANDLING, people=desk(city))
        page = intake.get(f"{LIST}?queue=all").content.decode()
        assert leaks(page) == []
        assert "演**" in page
        assert "个工作日" in page

    @pytest.mark.parametrize("rows", [1, 3])
    def test_as_many_queries_for_many_rows(
        self,
        city: City,
        intake: Client,
        django_assert_num_queries: DjangoAssertNumQueries,
        rows: int,
    ) -> None:
        people = desk(city)
        for _ in range(rows):
            bring_to(submitted(city), Status.HANDLING, people=people)
        with django_assert_num_queries(QUERIES_OF_THE_LIST):
            response = intake.get(f"{LIST}?queue=all")
        assert response.content.decode().count("演**") == rows


class TestCase:
    def test_shows_everything_but_who_it_is(self, city: City, handler: Client) -> None:
        case = bring_to(submitted(city), Status.ANSWERED, people=desk(city))
        response = handler.get(page_of(case))
        page = response.content.decode()
        assert leaks(page) == []
        assert "990***********0019" in page
        for words in ("2025年柳桥街道绿化养护招标文件", "现予公开。", "答复审核通过", "逐日说明"):
            assert words in page, words
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]

    def test_every_day_of_the_term_is_explained(self, city: City, handler: Client) -> None:
        """第三十三条: from 8 September, without 中秋 and 国庆, the twentieth working day."""
        case = bring_to(submitted(city), Status.HANDLING, people=desk(city))
        page = handler.get(page_of(case)).content.decode()
        assert f"{case.reply_due_on:%Y-%m-%d} 以前（条例第三十三条第二款）" in page
        assert "国庆" in page
        assert "第20日" in page

    def test_acts_of_others_stand_there_disabled_with_reason_and_article(
        self, city: City, intake: Client
    ) -> None:
        case = bring_to(submitted(city), Status.REVIEW, people=desk(city))
        page = intake.get(page_of(case)).content.decode()
        assert "审核通过须由答复审核人员办理。" in page
        assert "条例第四十五条" in page
        assert 'aria-describedby="why-approve"' in page

    def test_the_same_person_and_the_same_subject(self, city: City, handler: Client) -> None:
        case, again = submitted(city), submitted(city, description="2024年预算")
        other = submitted(city, identity_number="990101198001010013", name="演示申请人乙")
        page = handler.get(page_of(case)).content.decode()
        same_person, same_subject = page.split("他人的相同申请")
        assert again.number in same_person
        assert other.number not in same_person
        assert other.number in same_subject

    @pytest.mark.parametrize("rows", [1, 3])
    def test_as_many_queries_for_many_facts(
        self,
        city: City,
        handler: Client,
        django_assert_num_queries: DjangoAssertNumQueries,
        rows: int,
    ) -> None:
        people = desk(city)
        case = bring_to(submitted(city), Status.ANSWERED, people=people)
        for _ in range(rows):
            submitted(city)
            contacts.log_contact(
                request=case, way="phone", summary="说明进展", happened_at=SUBMITTED_AT,
                by=people[HANDLER], at=SUBMITTED_AT,
            )  # fmt: skip
        with django_assert_num_queries(QUERIES_OF_A_CASE):
            page = handler.get(page_of(case)).content.decode()
        # And the one with which the receipt was confirmed.
        assert page.count("<b>联系（电话）</b>") == rows + 1

    def test_markup_is_shown_as_text(self, city: City, handler: Client) -> None:
        case = submitted(city, description="<script>alert(1)</script>", info_title="<b>x</b>")
        page = handler.get(page_of(case)).content.decode()
        assert "<script>alert" not in page
        assert "&lt;b&gt;x" in page

    def test_the_register_takes_words_without_the_person(self, city: City, handler: Client) -> None:
        case = bring_to(submitted(city), Status.ANSWERED, people=desk(city))
        refused = handler.post(page_of(case, "summary"), {"text": "演示申请人甲要的招标文件"})
        assert refused.status_code == 409
        assert "请删去" in refused.content.decode()
        handler.post(page_of(case, "summary"), {"text": "绿化养护招标文件"})
        assert PublicSummary.objects.get(request=case).text == "绿化养护招标文件"


class TestReveal:
    def test_once_with_an_entry(self, city: City, intake: Client) -> None:
        case = submitted(city)
        before = AuditEntry.objects.count()
        response = intake.post(page_of(case, "reveal"), {"purpose": "contact"})
        page = response.content.decode()
        assert sorted(leaks(page)) == sorted(SECRETS)
        assert "no-store" in response["Cache-Control"]
        entry = AuditEntry.objects.get(sequence__gt=before, action="requests.reveal")
        assert entry.details == {"purpose": "contact"}
        assert entry.object_label == case.number
        assert leaks(intake.get(page_of(case)).content.decode()) == []
        intake.post(page_of(case, "reveal"), {"purpose": "identity"})
        assert AuditEntry.objects.filter(action="requests.reveal").count() == 2
        assert leaks(trail()) == []
        assert verify() is None

    @pytest.mark.parametrize("purpose", ["", "看看"])
    def test_not_without_a_purpose(self, city: City, intake: Client, purpose: str) -> None:
        case = submitted(city)
        response = intake.post(page_of(case, "reveal"), {"purpose": purpose}, follow=True)
        assert leaks(response.content.decode()) == []
        assert "请选择查看的用途。" in response.content.decode()
        assert not AuditEntry.objects.filter(action="requests.reveal").exists()

    def test_not_by_reading_an_address(self, city: City, intake: Client) -> None:
        assert intake.get(page_of(submitted(city), "reveal")).status_code == 405

    @pytest.mark.parametrize("role", [Role.ANSWER_REVIEWER, Role.SIGNER, Role.OFFICE_HEAD])
    def test_not_by_those_who_need_not_know(self, city: City, role: Role) -> None:
        case = submitted(city)
        client = signed_in(city.people[role])
        for rest in ("reveal", f"evidence/{case.evidence.get().public_id}"):
            response = client.post(page_of(case, rest), {"purpose": "contact"}, follow=True)
            assert leaks(response.content.decode()) == []
            assert "只有受理和承办人员" in response.content.decode()
        assert not AuditEntry.objects.filter(action__startswith="requests.reveal").exists()
        assert not AuditEntry.objects.filter(action="requests.open_evidence").exists()


class TestEvidence:
    def test_is_unsealed_for_the_handler(self, city: City, handler: Client) -> None:
        case = submitted(city)
        paper = case.evidence.get()
        address = page_of(case, f"evidence/{paper.public_id}")
        response = handler.post(address, {"purpose": "identity"})
        assert b"".join(response.streaming_content) == PNG  # type: ignore[attr-defined]
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in response["Cache-Control"]
        entry = AuditEntry.objects.get(action="requests.open_evidence")
        assert entry.details == {"purpose": "identity", "evidence": str(paper.public_id)}
        assert leaks(response["Content-Disposition"] + trail()) == []
        response.close()

    def test_only_of_the_case_in_the_address(self, city: City, handler: Client) -> None:
        case, other = submitted(city), submitted(city)
        address = page_of(case, f"evidence/{other.evidence.get().public_id}")
        assert handler.post(address, {"purpose": "identity"}).status_code == 404


class TestDoors:
    def test_another_organs_full_staff_finds_nothing(self, city: City) -> None:
        case = take_in(city)
        row = Evidence.objects.create(
            request=case, media_type="image/png", extension="png", size=1, sha256="0" * 64,
            purpose="scan", at=SUBMITTED_AT,
        )  # fmt: skip
        client = signed_in(city.outsider)
        assert case.number not in client.get(f"{LIST}?queue=all").content.decode()
        assert client.get(page_of(case)).status_code == 404
        assert client.get(page_of(case, "receipt")).status_code == 404
        before = trail()
        posts = ["reveal", f"evidence/{row.public_id}", "summary"]
        posts += [f"act/{name}" for name in WORKFLOW.actions]
        for rest in posts:
            response = client.post(page_of(case, rest), {"purpose": "contact", "reason": "x"})
            assert response.status_code == 404, rest
            assert case.number not in response.content.decode()
        assert trail() == before

    def test_a_supervisor_above_reads_and_does_nothing(self, city: City) -> None:
        case = bring_to(submitted(city), Status.HANDLING, people=desk(city))
        # In time: what is late they may press for (tests/floor/test_pressure.py).
        rows = InformationRequest.objects.filter(pk=case.pk)
        rows.update(reply_due_on=timezone.localdate() + dt.timedelta(days=1))
        above = person("p-above", organs=[city.root], roles=[Role.SUPERVISOR])
        client = signed_in(above)
        assert case.number in client.get(f"{LIST}?queue=all").content.decode()
        page = client.get(page_of(case)).content.decode()
        assert leaks(page) == []
        assert "现在没有您能办理的事项" in page
        before = trail()
        assert act(client, case, "archive").status_code == 403
        assert act(client, case, "log_contact", way="phone", summary="x",
                   happened_at="2026-09-08T09:00").status_code == 403  # fmt: skip
        client.post(page_of(case, "reveal"), {"purpose": "contact"})
        assert client.get(f"{LIST}add/").status_code == 403
        assert trail() == before

    def test_a_supervisor_elsewhere_does_not(self, city: City) -> None:
        case = submitted(city)
        elsewhere = person("p-there", organs=[city.other_district], roles=[Role.SUPERVISOR])
        assert signed_in(elsewhere).get(page_of(case)).status_code == 404

    @pytest.mark.parametrize("role", [Role.CLERK, Role.OPENNESS_REVIEWER])
    def test_people_of_the_house_without_a_part_in_it(self, city: City, role: Role) -> None:
        client = signed_in(city.people[role])
        assert client.get(LIST).status_code == 403
        assert client.get(page_of(submitted(city))).status_code == 404

    def test_nothing_personal_is_logged(
        self, city: City, intake: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        case = submitted(city)
        intake.get(page_of(case))
        intake.post(page_of(case, "reveal"), {"purpose": "contact"})
        act(intake, case, "confirm", confirmed_on="坏日期")
        # Statements of the database are logged in tests only; values there are sealed.
        assert leaks(caplog.text) == []


class TestToday:
    def test_the_day_begins_with_the_cases(self, city: City, intake: Client) -> None:
        case = submitted(city)
        page = intake.get("/admin/").content.decode()
        assert "待确认的申请" in page
        assert case.subject in page
        assert leaks(page) == []
        clerk = signed_in(city.people[Role.CLERK]).get("/admin/").content.decode()
        assert "待确认的申请" not in clerk
        for empty in ("逾期的申请", "将到期的申请", "没有将到期", "没有逾期"):
            assert empty not in page, empty

    def test_what_is_late_stands_first(self, city: City, intake: Client) -> None:
        case = submitted(city)
        day = timezone.localdate() - dt.timedelta(days=1)
        InformationRequest.objects.filter(pk=case.pk).update(reply_due_on=day)
        page = intake.get("/admin/").content.decode()
        assert page.index("逾期的申请") < page.index("待我办理的申请") < page.index("待确认的申请")
