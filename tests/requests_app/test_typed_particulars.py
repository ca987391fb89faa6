"""Particulars as people type and paste them: kept in one form, so that whoever gave a mobile is
told; and what nobody can see is not there, in forms and in services.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from portal.notifications.choices import Channel
from portal.notifications.models import OutboxMessage
from portal.notifications.services.party_notices import sealed_in
from requests_app.forms.opinion import OpinionForm
from requests_app.models import InformationRequest
from requests_app.rectification.models import Rectification
from requests_app.services import particulars
from tests.builders import City
from tests.requests_app.cases import STEPS, SUBMITTED_AT, desk, submitted
from tests.requests_app.officers import LIST, signed_in
from tests.requests_app.public import NAME, NUMBER, applied, written
from tests.requests_app.rectification.cases import filed, sent, walk
from tests.requests_app.test_intake import letter

pytestmark = pytest.mark.django_db
MOBILE = "13800001111"
NOTHING = "\u200b\u2060"
PASTED = "\u202d+86 138 0000 1111\u202c"


@pytest.fixture(autouse=True)
def fresh(settings: Settings) -> None:
    settings.AXES_ENABLED = False
    settings.SMS_GATEWAY_URL = "https://sms.example/send"
    cache.clear()


def texts_to(kind: type[Any], case: Any) -> list[str]:
    """The numbers to which short messages of a case go."""
    kept = sealed_in(kind)(case.pk)
    return [kept.phone for _ in OutboxMessage.objects.filter(channel=Channel.SMS) if kept]


class TestApplications:
    def test_what_is_pasted_is_kept_in_its_written_form(self, client: Client, city: City) -> None:
        case, _ = applied(
            client,
            city,
            name=f"\ufeff{NAME}",
            identity_number=f"\u202d{NUMBER}\u202c",
            phone=PASTED,
            email="jia@people.example\u200b",
            address="\u200e示例路1号",
        )
        assert (case.name, case.identity_number, case.phone) == (NAME, NUMBER, MOBILE)
        assert (case.email, case.address) == ("jia@people.example", "示例路1号")

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"name": NOTHING}, "请填写姓名或者单位名称"),
            ({"info_title": NOTHING, "description": "\ufeff"}, "至少写一项"),
            ({"phone": NOTHING, "address": NOTHING}, "至少填写一种联系方式"),
            ({"identity_number": NOTHING}, "请填写证件号码"),
            ({"delivery_way": "post", "address": NOTHING}, "请填写通信地址"),
            ({"phone": "138 0000 111"}, "只写号码"),
        ],
    )
    def test_what_cannot_be_seen_is_an_empty_field(
        self, client: Client, city: City, changes: dict[str, Any], words: str
    ) -> None:
        response = written(client, city, **changes)
        assert response.status_code == 400
        assert words in response.content.decode()

    @pytest.mark.parametrize("phone", ["138 0000 1111", "138-0000-1111", PASTED])
    def test_a_mobile_however_written_is_told(self, city: City, phone: str) -> None:
        case = submitted(city, phone=phone)
        assert case.phone == MOBILE
        STEPS["confirm"](case, desk(city), SUBMITTED_AT)
        assert texts_to(InformationRequest, case) == [MOBILE]

    def test_one_kept_before_with_blanks_is_told_too(self, city: City) -> None:
        case = submitted(city)
        case.phone = "138 0000 1111"
        case.save()
        STEPS["confirm"](case, desk(city), SUBMITTED_AT)
        assert texts_to(InformationRequest, case) == [MOBILE]

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"name": NOTHING}, "请填写申请人的姓名"),
            ({"identity_number": "\u2060"}, "证件号码"),
            ({"phone": NOTHING}, "至少填写一种联系方式"),
            ({"description": NOTHING}, "至少一项"),
        ],
    )
    def test_the_service_refuses_it_as_well(
        self, city: City, changes: dict[str, Any], words: str
    ) -> None:
        with pytest.raises(ActRefused, match=words):
            submitted(city, **changes)

    def test_a_clerk_registers_a_letter(self, city: City) -> None:
        clerk = signed_in(city.people[Role.REQUEST_INTAKE])
        clerk.post(f"{LIST}add/", letter(city, phone="（021）8111 0000", name="\u200b演示申请人甲"))
        case = InformationRequest.objects.get()
        assert (case.phone, case.name) == ("021-81110000", "演示申请人甲")

    def test_particulars_put_right(self, city: City) -> None:
        people = desk(city)
        case = submitted(city)
        amend = {"request": case, "by": people[Role.REQUEST_INTAKE], "at": SUBMITTED_AT}
        with pytest.raises(ActRefused, match="请填写要更正的项目"):
            particulars.amend_particulars(**amend, reason="来信", name=NOTHING, phone="\ufeff")
        particulars.amend_particulars(
            **amend, reason="来信补充", phone=PASTED, name=f"{NAME}\u200b"
        )
        case = InformationRequest.objects.get(pk=case.pk)
        assert (case.phone, case.name) == (MOBILE, NAME)


class TestRectifications:
    def test_what_is_pasted_is_kept_in_its_written_form(self, client: Client, city: City) -> None:
        case, _ = sent(client, city, phone="（021）8111 0000", name="\u200b演示更正人戊")
        assert (case.phone, case.name) == ("021-81110000", "演示更正人戊")

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"name": NOTHING}, "申请人的姓名"),
            ({"phone": NOTHING}, "至少填写一种联系方式"),
            ({"record": NOTHING}, "请写明是哪一项记录"),
        ],
    )
    def test_the_service_refuses_what_cannot_be_seen(
        self, city: City, changes: dict[str, Any], words: str
    ) -> None:
        with pytest.raises(ActRefused, match=words):
            filed(city, **changes)

    def test_a_mobile_however_written_is_told(self, city: City) -> None:
        case = filed(city, phone="138-0000-1111")
        walk(case, city, "accept")
        walk(case, city, "decline", "approve_decline")
        assert set(texts_to(Rectification, case)) == {MOBILE}


def test_an_opinion_against_opening_gives_reasons_that_can_be_seen() -> None:
    form = OpinionForm({"opinion": "objects", "text": NOTHING})
    assert "text" in form.errors
