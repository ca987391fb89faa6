"""Who is told of a case, who can follow it, and what nobody else learns of its applicant."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused
from portal.notifications.models import OutboxMessage
from portal.tracking.codes import code_from
from requests_app.models import InformationRequest
from requests_app.services import assistance, division, intake, particulars, reminders
from requests_app.workflow.states import HANDLER, INTAKE, Status
from tests.builders import City, person
from tests.requests_app.cases import SUBMITTED_AT, Desk, application, bring_to, desk, submitted
from tests.requests_app.officers import LIST, page_of, signed_in

pytestmark = pytest.mark.django_db
AT = SUBMITTED_AT


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


def brought(city: City, people: Desk, state: str = Status.HANDLING) -> InformationRequest:
    return bring_to(submitted(city), state, people=people)


def test_reminders_pass_from_a_handler_who_left(city: City, people: Desk) -> None:
    case, gone = brought(city, people), people[HANDLER]
    new = person("p-new", organs=[city.office], roles=[Role.REQUEST_HANDLER])
    gone.memberships.filter(role=Role.REQUEST_HANDLER).delete()
    assert case.reply_due_on
    reminders.remind_of_answers(at=dt.datetime.combine(case.reply_due_on, AT.timetz()))
    told = set(OutboxMessage.objects.values_list("user__username", flat=True))
    assert new.username in told
    assert gone.username not in told


def test_help_is_not_asked_with_the_applicants_name(city: City, people: Desk) -> None:
    case = brought(city, people)
    with pytest.raises(ActRefused, match="不得出现申请人的姓名"):
        assistance.ask_assistance(
            request=case, organ=city.street, question="演示申请人甲要的合同在贵处吗", days=3,
            by=people[HANDLER], at=AT,
        )  # fmt: skip


def test_parts_of_parts_open_with_the_only_code_there_is(city: City, people: Desk) -> None:
    case, handler = brought(city, people), people[HANDLER]
    (part, *_) = division.split(request=case, parts=["甲", "乙"], by=handler, at=AT)
    (piece, *_) = division.split(request=part, parts=["丙", "丁"], by=handler, at=AT)
    code = code_from(case.submission_key)
    browser = Client()
    browser.post("/requests/track/", {"number": piece.number, "code": code})
    assert browser.get(f"/requests/case/{piece.number}/").status_code == 200
    stranger = submitted(city, name="演示申请人乙")
    assert browser.get(f"/requests/case/{stranger.number}/").status_code == 302
    with pytest.raises(ActRefused, match="最多拆成50件"):
        division.split(request=brought(city, people), parts=["件"] * 51, by=handler, at=AT)


def test_purged_cases_are_nobodys_others(city: City, people: Desk) -> None:
    rows = [brought(city, people, Status.ANSWERED) for _ in range(2)]
    InformationRequest.objects.update(identity_index="", purged_at=AT, description="（已清除）")
    page = signed_in(people[HANDLER]).get(page_of(rows[0])).content.decode()
    assert rows[1].number not in page


def test_a_letter_without_number_or_contact_is_registered_and_completed(
    city: City, people: Desk
) -> None:
    """It may not be refused; what is missing comes later, and only the names of items stay."""
    letters = [
        intake.take_in(
            application=application(city, identity_number="", phone="", name=name), evidence=[],
            key=uuid.uuid4(), channel="signed_mail", arrived_on=AT.date(),
            by=people[INTAKE], at=AT,
        ).case
        for name in ("演示申请人丙", "演示申请人丁")
    ]  # fmt: skip
    case, other = letters
    assert case.identity_index == ""
    page = signed_in(people[HANDLER]).get(page_of(case)).content.decode()
    assert other.number not in page
    with pytest.raises(ActRefused, match="只能并入同一申请人"):
        division.join(request=case, into=other, reason="相同", by=people[HANDLER], at=AT)
    amend = {"request": case, "by": people[INTAKE], "at": AT}
    for given, said in (
        ({"reason": "来信"}, "请填写要更正的项目"),
        ({"reason": "来信", "identity_number": "990101199001010018"}, "逐位核对"),
        ({"reason": "演示申请人丙来信", "phone": "0000-81230000"}, "个人信息"),
    ):
        with pytest.raises(ActRefused, match=said):
            particulars.amend_particulars(**amend, **given)
    particulars.amend_particulars(
        **amend, reason="来信补充", identity_number="990101199001010019", phone="0000-81230000"
    )
    case = InformationRequest.objects.get(pk=case.pk)
    assert case.identity_index == submitted(city).identity_index
    entry = AuditEntry.objects.filter(action="requests.amend_particulars").get()
    assert entry.details["items"] == ["identity_number", "phone"]
    assert "81230000" not in str(entry.content())
    assert "990101" not in str(entry.content())


def test_the_window_registers_a_letter_that_lacks_everything_but_a_name(
    city: City, people: Desk
) -> None:
    given = {
        "key": uuid.uuid4(), "organ": city.office.pk, "channel": "signed_mail",
        "arrived_on": AT.date().isoformat(), "arrival_checked": "on",
        "applicant_kind": "person", "name": "演示申请人丙",
        "identity_kind": "id_card", "description": "绿化合同", "medium": "paper",
        "delivery_way": "post",
    }  # fmt: skip
    answer = signed_in(people[INTAKE]).post(f"{LIST}add/", given)
    assert answer.status_code == 302
    assert InformationRequest.objects.get().status == "registered"
