"""更正申请 over the counter and by letter: registered once, papers later, taken back by letter."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.tracking.codes import code_from
from requests_app.rectification import workflow as flow
from requests_app.rectification.models import Rectification, RectificationEvidence
from requests_app.rectification.services.intake import internal_term, written_channels
from requests_app.rectification.services.papers import add_rectification_papers
from requests_app.rectification.services.withdrawal import record_withdrawal
from tests.builders import City, person
from tests.requests_app.cases import DAY, SUBMITTED_AT
from tests.requests_app.officers import signed_in
from tests.requests_app.rectification.cases import (
    NAME,
    NUMBER,
    PERSONAL,
    asked,
    brought,
    filed,
    papers,
    picture,
    taken_in,
    typed,
    walk,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/requests_app/rectification/"
ADD = f"{LIST}add/"
NO_PROGRAM = b"MZ\x90\x00" + b"\x00" * 200


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def intake(city: City) -> Client:
    return signed_in(city.people[Role.REQUEST_INTAKE])


def letter(city: City, **changes: Any) -> dict[str, Any]:
    """What a clerk types from a letter, with the copies that lay in it."""
    sent = {"channel": "signed_mail", "arrived_on": "2026-09-07", "arrival_checked": "on"}
    given = typed(city, **{**sent, **changes})
    return {name: value for name, value in given.items() if value is not None}


def on_paper(city: City, **changes: Any) -> dict[str, Any]:
    """The same where nothing is scanned yet."""
    return letter(city, identity_files=None, proof_files=None, on_paper="on", **changes)


def trail() -> str:
    return "\n".join(str(entry.content()) for entry in AuditEntry.objects.all())


class TestIntake:
    def test_a_letter_gets_number_code_and_receipt(self, city: City, intake: Client) -> None:
        assert f'href="{ADD}' in intake.get(LIST).content.decode()
        response = intake.post(ADD, letter(city, scans=picture("来信.png")))
        case = Rectification.objects.get()
        assert response["Location"] == f"{LIST}{case.pk}/receipt/"
        assert (case.taken_in_by, case.user) == (city.people[Role.REQUEST_INTAKE], None)
        assert (case.channel, case.status) == ("signed_mail", flow.Status.SUBMITTED)
        assert case.started_on.isoformat() == "2026-09-07"
        assert case.due_on == internal_term(city.office, case.started_on)
        assert set(case.evidence.values_list("purpose", flat=True)) == {
            "scan", "identity", "proof",
        }  # fmt: skip
        receipt = intake.get(response["Location"])
        page, code = receipt.content.decode(), code_from(case.submission_key)
        assert case.number in page
        assert code in page
        assert [secret for secret in PERSONAL if secret in page] == []
        assert "no-store" in receipt["Cache-Control"]
        entry = AuditEntry.objects.get(action="records.submit")
        assert entry.details["channel"] == "signed_mail"
        assert [secret for secret in (*PERSONAL, code) if secret in trail()] == []
        mine = intake.get(f"{LIST}{case.pk}/change/").content.decode()
        assert f"/{case.pk}/receipt/" in mine
        assert "登记来件的更正申请" in mine

    def test_the_code_of_the_receipt_opens_it(
        self, city: City, intake: Client, client: Client
    ) -> None:
        page = intake.get(intake.post(ADD, on_paper(city))["Location"]).content.decode()
        case = Rectification.objects.get()
        code = re.search(r'st-code">(\w{4}-\w{4})<', page)
        assert code
        door = client.post("/requests/track/", {"number": case.number, "code": code[1]})
        assert door["Location"] == case.get_absolute_url()
        assert "等待受理" in client.get(door["Location"]).content.decode()

    def test_sent_twice_it_is_one(self, city: City, intake: Client) -> None:
        given = on_paper(city)
        first, second = (intake.post(ADD, given) for _ in range(2))
        assert first["Location"] == second["Location"]
        assert Rectification.objects.get().on_paper
        page = intake.get(second["Location"]).content.decode()
        assert "没有重复登记；要登记另一件，请重新打开登记页。" in page
        assert RectificationEvidence.objects.count() == 0

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"channel": "online"}, "请重新选择来件方式。"),
            ({"channel": "phone"}, "请重新选择来件方式。"),
            ({"arrived_on": "2026-02-30"}, "日期应为日历上有的日子"),
            ({"record": " "}, "请写明是哪一项记录。"),
            ({"phone": ""}, "请至少填写一种联系方式"),
            ({"identity_files": None}, "勾选“有纸质材料”"),
            ({"proof_files": None}, "证明记录不准确的材料，或者核对"),
            ({"agent_name": "演示代理人"}, "姓名和证件号码都要填写"),
            ({"agent_name": "演示代理人", "agent_number": NUMBER}, "请上传授权委托书，或者"),
        ],
    )
    def test_what_is_wrong_is_said_and_the_rest_kept(
        self, city: City, intake: Client, changes: dict[str, Any], said: str
    ) -> None:
        given = {name: text for name, text in (letter(city) | changes).items() if text is not None}
        response = intake.post(ADD, given)
        page = response.content.decode()
        assert response.status_code == 400
        assert said in page
        assert NAME in page
        assert "文件须重新选择" in page
        assert not Rectification.objects.exists()

    def test_what_the_act_refuses_keeps_what_was_typed(self, city: City, intake: Client) -> None:
        for changes in (
            {"arrived_on": "2099-01-04"},
            {"scans": picture("来信.pdf", NO_PROGRAM)},
        ):
            response = intake.post(ADD, letter(city, **changes))
            assert response.status_code == 409
            assert NAME in response.content.decode()
        assert not Rectification.objects.exists()

    def test_the_act_and_the_database_ask_for_the_same(self, city: City) -> None:
        for changes, said in (
            ({"on_paper": False}, "有纸质材料"),
            ({"on_paper": False, "evidence": papers("identity")}, "有纸质材料"),
            ({"channel": "online"}, "来件方式"),
            ({"channel": "phone"}, "来件方式"),
            ({"arrived_on": SUBMITTED_AT.date() + DAY}, "晚于今天"),
            ({"asked": asked(city, record="")}, "哪一项记录"),
        ):
            with pytest.raises(ActRefused, match=said):
                taken_in(city, **changes)
        for role in (Role.REQUEST_HANDLER, Role.OFFICE_HEAD):
            with pytest.raises(NotPermitted):
                taken_in(city, by=city.people[role])
        with pytest.raises(NotPermitted):
            taken_in(city, by=city.outsider)
        assert not Rectification.objects.exists()
        case = taken_in(city)
        with pytest.raises(IntegrityError), transaction.atomic():
            Rectification.objects.filter(pk=case.pk).update(taken_in_by=None)

    def test_closed_ways_are_not_offered(self, city: City, settings: Settings) -> None:
        settings.CLOSED_REQUEST_CHANNELS = ["fax", "in_person"]
        assert "fax" not in written_channels()
        # 当面 cannot be switched off.
        assert taken_in(city, channel="in_person").channel == "in_person"


class TestOutsiders:
    def test_the_form_is_for_those_who_take_in(self, city: City, intake: Client) -> None:
        elsewhere = letter(city, organ=city.other_district.code)
        assert intake.post(ADD, elsewhere).status_code == 400
        foreign = signed_in(city.outsider)
        assert foreign.post(ADD, letter(city)).status_code == 400
        for role in (Role.REQUEST_HANDLER, Role.SUPERVISOR, Role.CLERK):
            other = signed_in(city.people[role])
            assert other.get(ADD).status_code == 403
            assert other.post(ADD, letter(city)).status_code == 403
        assert not Rectification.objects.exists()
        handler = signed_in(city.people[Role.REQUEST_HANDLER])
        assert f'href="{ADD}' not in handler.get(LIST).content.decode()

    def test_the_code_is_shown_to_intake_alone_and_where_it_was_taken_in(
        self, city: City, intake: Client
    ) -> None:
        case, online = taken_in(city), filed(city)
        address = f"{LIST}{case.pk}/receipt/"
        assert intake.get(address).status_code == 200
        for user in (city.outsider, city.people[Role.REQUEST_HANDLER], city.people[Role.CLERK]):
            assert signed_in(user).get(address).status_code == 404
        assert intake.get(f"{LIST}{online.pk}/receipt/").status_code == 404
        walk(case, city, "forward")
        there = person("p-there", organs=[city.street], roles=[Role.REQUEST_INTAKE])
        for user in (there, city.people[Role.REQUEST_INTAKE]):
            assert signed_in(user).get(address).status_code == 404


class TestLater:
    def test_papers_are_scanned_later(self, city: City, intake: Client) -> None:
        case = taken_in(city)
        page = intake.get(f"{LIST}{case.pk}/change/").content.decode()
        assert "有纸质原件" in page
        act = f"{LIST}{case.pk}/act/add_papers/"
        for given, status, said in (
            ({"purpose": "proof"}, 400, "请选择文件。"),
            ({"purpose": "mood", "files": picture()}, 400, "文件须重新选择"),
            ({"purpose": "proof", "files": picture("a.pdf", NO_PROGRAM)}, 409, "文件须重新选择"),
        ):
            refused = intake.post(act, given)
            assert refused.status_code == status
            assert said in refused.content.decode()
        assert RectificationEvidence.objects.count() == 0
        assert intake.post(act, {"purpose": "proof", "files": picture()}).status_code == 302
        assert case.evidence.get().purpose == "proof"
        entry = AuditEntry.objects.get(action="records.add_papers")
        assert entry.details["files"] == 1
        foreign = signed_in(city.outsider)
        assert foreign.post(act, {"purpose": "proof", "files": picture()}).status_code == 404
        assert case.evidence.count() == 1
        by = city.people[Role.REQUEST_INTAKE]
        with pytest.raises(ActRefused, match="要收存的文件"):
            add_rectification_papers(
                rectification=case, files=[], purpose="proof", by=by, at=SUBMITTED_AT
            )

    def test_taken_back_by_letter(self, city: City, intake: Client) -> None:
        case = walk(taken_in(city), city, "accept")
        act = f"{LIST}{case.pk}/act/record_withdrawal/"
        assert "/act/record_withdrawal/" in intake.get(f"{LIST}{case.pk}/change/").content.decode()
        assert intake.post(act, {"reason": ""}).status_code == 400
        assert intake.post(act, {"reason": f"{NAME}来信撤回"}).status_code == 302
        case.refresh_from_db()
        assert (case.status, case.closed_on is not None) == (flow.Status.WITHDRAWN, True)
        assert NAME not in trail()
        page = intake.get(f"{LIST}{case.pk}/change/").content.decode()
        assert "来信撤回" in page
        assert NAME not in page
        assert intake.post(act, {"reason": "再来一次"}).status_code == 409
        decided, by = brought(city, flow.Status.REVIEW), city.people[Role.REQUEST_INTAKE]
        with pytest.raises(ActRefused, match="怎样提出撤回"):
            record_withdrawal(rectification=decided, reason=" ", by=by, at=SUBMITTED_AT)
        foreign = signed_in(city.outsider)
        address = f"{LIST}{decided.pk}/act/record_withdrawal/"
        assert foreign.post(address, {"reason": "x"}).status_code == 404
        assert walk(case, city, "archive").status == flow.Status.ARCHIVED


def test_the_same_key_is_one_whoever_sends_it(city: City) -> None:
    key = uuid.uuid4()
    assert taken_in(city, key=key).pk == taken_in(city, key=key).pk
    assert AuditEntry.objects.filter(action="records.submit").count() == 1


def test_a_day_of_arrival_far_back_is_asked_about(city: City) -> None:
    early = SUBMITTED_AT.date() - 31 * DAY
    with pytest.raises(ActRefused, match="请核对年份"):
        taken_in(city, arrived_on=early)
    for given in ({"arrived_on": early, "arrival_checked": True}, {"arrived_on": early + DAY}):
        assert taken_in(city, **given).status == flow.Status.SUBMITTED
