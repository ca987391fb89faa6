"""Papers that come after the application: with a correction, over the counter; and what is told
by telephone.
"""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.common.errors import ActRefused
from portal.personal.handed_in import HandedIn
from portal.tracking.codes import code_from
from requests_app.choices import Channel
from requests_app.models import Evidence, InformationRequest
from requests_app.services import intake, papers, receipt
from requests_app.workflow.states import HANDLER, INTAKE, Status
from tests.builders import City
from tests.requests_app.cases import (
    PNG,
    SUBMITTED_AT,
    Desk,
    application,
    bring_to,
    desk,
    submitted,
    take_in,
)
from tests.requests_app.officers import act, page_of, signed_in
from tests.requests_app.public import tracked

pytestmark = pytest.mark.django_db
HOSTILE = b"MZ\x90\x00" + b"\0" * 200


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> None:
    settings.AXES_ENABLED = False
    cache.clear()


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


def picture(name: str = "材料.png", data: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


class TestCorrection:
    @pytest.fixture
    def case(self, city: City, people: Desk) -> InformationRequest:
        return bring_to(submitted(city), Status.AWAITING_CORRECTION, people=people)

    def reply(self, case: InformationRequest, **given: Any) -> Any:
        client = tracked(case.number, code_from(case.submission_key))
        return client.post(f"/requests/case/{case.number}/reply/", given)

    def test_with_papers(self, case: InformationRequest) -> None:
        files = [picture("一.png"), picture("二.png")]
        assert self.reply(case, text="2025年", papers=files).status_code == 302
        rows = case.evidence.filter(purpose=Evidence.Purpose.CORRECTION)
        assert rows.count() == 2
        with rows[0].file.open() as stored:
            assert stored.read() == PNG
        assert InformationRequest.objects.get(pk=case.pk).status == Status.HANDLING

    def test_a_bad_file_stops_it_and_keeps_what_was_typed(self, case: InformationRequest) -> None:
        for bad in (picture("病毒.png", HOSTILE), picture("空.png", b"")):
            response = self.reply(case, text="请看2025年的", papers=[bad])
            assert response.status_code in (400, 409)
            source = response.content.decode()
            assert "请看2025年的" in source
            assert 'class="error' in source
        assert not case.evidence.filter(purpose=Evidence.Purpose.CORRECTION).exists()
        assert InformationRequest.objects.get(pk=case.pk).status == Status.AWAITING_CORRECTION

    def test_registered_by_the_window_with_a_scan(
        self, case: InformationRequest, people: Desk
    ) -> None:
        received = case.correction_notice.noticed_on
        response = act(
            signed_in(people[INTAKE]), case, "record_correction", text="2025年",
            received_on=received.isoformat(), files=[picture()],
        )  # fmt: skip
        assert response.status_code == 302
        assert case.evidence.filter(purpose=Evidence.Purpose.CORRECTION).count() == 1


class TestAdded:
    def test_proof_of_identity_that_came_later(self, city: City, people: Desk) -> None:
        case = take_in(city)
        client = signed_in(people[INTAKE])
        nothing = act(client, case, "add_papers", purpose="identity")
        assert "请选择文件" in nothing.content.decode()
        hostile = act(
            client, case, "add_papers", purpose="identity", files=[picture("a.png", HOSTILE)]
        )
        assert hostile.status_code == 409
        assert not case.evidence.exists()
        done = act(client, case, "add_papers", purpose="identity", files=[picture()])
        assert done.status_code == 302
        assert case.evidence.get().purpose == "identity"
        assert "下载身份证明" in client.get(page_of(case)).content.decode()

    def test_too_many_and_an_unknown_purpose(self, city: City, people: Desk) -> None:
        case, by = take_in(city), people[INTAKE]
        file = HandedIn(io.BytesIO(PNG), "材料.png")
        with pytest.raises(ActRefused, match="最多10个"):
            papers.add_papers(
                request=case, files=[file] * 11, purpose="other", by=by, at=SUBMITTED_AT
            )
        with pytest.raises(ActRefused, match="请选择材料的用途"):
            papers.add_papers(request=case, files=[file], purpose="x", by=by, at=SUBMITTED_AT)


class TestTelephone:
    def test_written_down_read_out_and_confirmed(self, city: City, people: Desk) -> None:
        given = {
            "evidence": [], "channel": Channel.PHONE, "arrived_on": SUBMITTED_AT.date(),
            "by": people[INTAKE], "at": SUBMITTED_AT,
        }  # fmt: skip
        with pytest.raises(ActRefused, match="念给申请人听"):
            intake.take_in(application=application(city), key=uuid.UUID(int=1), **given)
        told = application(city, written_down=True, help_needed="手不能写字")
        case = intake.take_in(application=told, key=uuid.UUID(int=2), **given).case
        assert (case.status, case.received_on) == (Status.AWAITING_CONFIRMATION, None)
        confirmed = SUBMITTED_AT.date() + dt.timedelta(days=1)
        case = receipt.confirm(
            request=case, confirmed_on=confirmed, way="phone", whom="本人", by=people[INTAKE],
            at=SUBMITTED_AT + dt.timedelta(days=1),
        )  # fmt: skip
        assert case.received_on == confirmed
        page = signed_in(people[HANDLER]).get(page_of(case)).content.decode()
        assert "口头提出，由工作人员代为填写" in page

    def test_the_form_asks_for_it(self, city: City, people: Desk) -> None:
        client = signed_in(people[INTAKE])
        page = client.get("/admin/requests_app/informationrequest/add/").content.decode()
        assert "电话口头提出" in page
        response = client.post(
            "/admin/requests_app/informationrequest/add/",
            {"channel": "phone", "name": "演示申请人甲", "key": str(uuid.UUID(int=3))},
        )
        assert "经其确认后勾选这一项" in response.content.decode()
        closed = client.post(
            "/admin/requests_app/informationrequest/add/", {"channel": "email"}
        ).content.decode()
        assert "请重新选择来件方式" in closed


@pytest.mark.parametrize("day", [dt.date(1, 1, 1), dt.date(1900, 1, 1), dt.date(2019, 5, 14)])
def test_nothing_came_before_the_regulation(city: City, people: Desk, day: dt.date) -> None:
    """A year that was mistyped gives no term: it would be late for good, and nobody told."""
    with pytest.raises(ActRefused, match="来件日期早于条例施行之日（2019-05-15），请核对年份。"):
        intake.take_in(
            application=application(city), evidence=[], key=uuid.UUID(int=4),
            channel=Channel.IN_PERSON, arrived_on=day, by=people[INTAKE], at=SUBMITTED_AT,
        )  # fmt: skip
