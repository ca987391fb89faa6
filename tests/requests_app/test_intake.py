"""Intake by a clerk with its receipt, and the help of other organs."""

from __future__ import annotations

import io
import uuid

import pytest
from django.test import Client
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.tracking.codes import code_from
from requests_app.models import InformationRequest
from requests_app.workflow.states import Status
from tests.builders import City, person
from tests.requests_app.cases import PNG, STEPS, SUBMITTED_AT, bring_to, submitted
from tests.requests_app.matrix import PREPARE, Office, Try, an_office
from tests.requests_app.officers import LIST, leaks, page_of, signed_in, trail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def intake(city: City) -> Client:
    return signed_in(city.people[Role.REQUEST_INTAKE])


def letter(city: City, **changes: object) -> dict[str, object]:
    """What a clerk types from a letter."""
    return {
        "key": str(uuid.uuid4()),
        "organ": city.office.pk,
        "channel": "signed_mail",
        "arrived_on": "2026-09-07",
        "arrival_checked": "on",
        "applicant_kind": "person",
        "name": "演示申请人甲",
        "identity_kind": "passport",
        "identity_number": "E81234567",
        "phone": "13800000000",
        "description": "老旧小区加装电梯补贴标准",
        "medium": "paper",
        "delivery_way": "in_person",
        **changes,
    }


class TestIntake:
    def test_a_letter_gets_number_and_receipt(self, city: City, intake: Client) -> None:
        scan = io.BytesIO(PNG)
        scan.name = "来信.png"
        response = intake.post(f"{LIST}add/", letter(city, scans=[scan]))
        case = InformationRequest.objects.get()
        assert response["Location"] == page_of(case, "receipt")
        assert case.taken_in_by == city.people[Role.REQUEST_INTAKE]
        assert case.status == Status.REGISTERED
        assert case.evidence.get().purpose == "scan"
        receipt = intake.get(response["Location"])
        assert case.number in receipt.content.decode()
        assert code_from(case.submission_key) in receipt.content.decode()
        assert "演示申请人甲" not in receipt.content.decode()
        assert "no-store" in receipt["Cache-Control"]
        assert leaks(trail()) == []

    def test_sent_twice_it_is_one(self, city: City, intake: Client) -> None:
        given = letter(city)
        first, second = (intake.post(f"{LIST}add/", given) for _ in range(2))
        assert first["Location"] == second["Location"]
        number = InformationRequest.objects.get().number
        page = intake.get(second["Location"]).content.decode()
        assert f"这份表已经登记为{number}，没有重复登记" in page

    def test_the_same_form_at_another_organs_window(self, city: City, intake: Client) -> None:
        """It is told what happened, and leads to no receipt that is not theirs."""
        given = letter(city)
        intake.post(f"{LIST}add/", given)
        elsewhere = signed_in(city.outsider)
        answer = elsewhere.post(f"{LIST}add/", {**given, "organ": city.other_district.pk})
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "已经由别的机关登记" in page
        assert InformationRequest.objects.get().number not in page

    def test_a_plain_letter_awaits_confirmation(self, city: City, intake: Client) -> None:
        intake.post(f"{LIST}add/", letter(city, channel="plain_letter"))
        assert InformationRequest.objects.get().status == Status.AWAITING_CONFIRMATION

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"channel": "online"}, "请重新选择来件方式。"),
            ({"arrived_on": "2026-02-30"}, "日期应为日历上有的日子"),
            ({"name": ""}, "请填写姓名或者单位名称。"),
            ({"phone": "无"}, "联系电话只写号码"),
            ({"description": ""}, "至少写一项"),
            ({"agent_name": "演示代理人"}, "姓名和证件号码都要填写"),
        ],
    )
    def test_what_is_wrong_is_said_and_the_rest_kept(
        self, city: City, intake: Client, changes: dict[str, str], said: str
    ) -> None:
        response = intake.post(f"{LIST}add/", letter(city, **changes))
        page = response.content.decode()
        assert response.status_code == 400
        assert said in page
        assert "E81234567" in page
        assert "文件须重新选择" in page
        assert not InformationRequest.objects.exists()

    def test_what_the_act_refuses_keeps_what_was_typed(self, city: City, intake: Client) -> None:
        bad = io.BytesIO(b"MZ\x90\x00" + b"\x00" * 200)
        bad.name = "来信.pdf"
        for given in (letter(city, arrived_on="2099-01-04"), letter(city, scans=[bad])):
            response = intake.post(f"{LIST}add/", given)
            assert response.status_code == 409
            assert "E81234567" in response.content.decode()
        assert not InformationRequest.objects.exists()

    def test_only_for_the_clerks_own_organs(self, city: City, intake: Client) -> None:
        response = intake.post(f"{LIST}add/", letter(city, organ=city.other_district.pk))
        assert response.status_code == 400
        handler = signed_in(city.people[Role.REQUEST_HANDLER])
        assert handler.get(f"{LIST}add/").status_code == 403
        assert handler.post(f"{LIST}add/", letter(city)).status_code == 403
        assert not InformationRequest.objects.exists()

    def test_a_passports_number_is_masked_too(self, city: City, intake: Client) -> None:
        intake.post(f"{LIST}add/", letter(city))
        page = intake.get(page_of(InformationRequest.objects.get())).content.decode()
        assert "E******67" in page
        assert "81234567" not in page

    def test_no_receipt_of_what_the_applicant_sent_in(self, city: City, intake: Client) -> None:
        """The code of an online application is the applicant's alone."""
        assert intake.get(page_of(submitted(city), "receipt")).status_code == 404


class TestAssistance:
    LIST = "/admin/requests_app/assistance/"

    @pytest.fixture
    def office(self, city: City) -> Office:
        return an_office(city)

    @pytest.fixture
    def case(self, office: Office) -> InformationRequest:
        case = bring_to(submitted(office.city), Status.HANDLING, people=office.desk)
        PREPARE["give_assistance"](Try(case, office.supervisor, SUBMITTED_AT, office))
        return case

    def test_the_other_organ_answers_without_learning_who_asks(
        self, city: City, case: InformationRequest
    ) -> None:
        helper = person("p-help", organs=[city.street], roles=[Role.REQUEST_HANDLER])
        client, row = signed_in(helper), case.assistances.get()
        assert "请我们协办" in client.get("/admin/").content.decode()
        assert case.number in client.get(self.LIST).content.decode()
        page = client.get(f"{self.LIST}{row.pk}/change/").content.decode()
        assert "是否存有该文件" in page
        assert leaks(page) == []
        assert client.get(page_of(case)).status_code == 404
        empty = client.post(f"{self.LIST}{row.pk}/change/", {"answer": " "})
        assert "请填写协办意见。" in empty.content.decode()
        client.post(f"{self.LIST}{row.pk}/change/", {"answer": "本街道存有该文件"})
        row.refresh_from_db()
        assert row.answer == "本街道存有该文件"
        again = client.post(f"{self.LIST}{row.pk}/change/", {"answer": "改口"})
        assert again.status_code == 409
        assert case.acts.filter(action="give_assistance", by=helper).count() == 1

    def test_when_the_case_has_moved_on(
        self, city: City, office: Office, case: InformationRequest
    ) -> None:
        STEPS["submit_answer"](case, office.desk, SUBMITTED_AT)
        row = case.assistances.get()
        helper = person("p-help", organs=[city.street], roles=[Role.REQUEST_HANDLER])
        response = signed_in(helper).post(f"{self.LIST}{row.pk}/change/", {"answer": "晚了"})
        assert response.status_code == 403
        assert "不再需要" in response.content.decode()

    def test_outsiders(self, city: City, case: InformationRequest) -> None:
        row, client = case.assistances.get(), signed_in(city.outsider)
        assert case.number not in client.get(self.LIST).content.decode()
        address = f"{self.LIST}{row.pk}/change/"
        assert client.get(address).status_code == 404
        assert client.post(address, {"answer": "x"}).status_code == 404
        clerk = person("p-in", organs=[city.street], roles=[Role.REQUEST_INTAKE])
        assert signed_in(clerk).get(address).status_code == 404
