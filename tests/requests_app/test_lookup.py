"""Finding somebody's applications at the window, and giving them another code."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.tracking.codes import code_from
from requests_app.models import InformationRequest, Letter
from requests_app.rectification.models import RectificationLetter
from requests_app.rectification.services.retention import RECTIFICATIONS
from requests_app.services import particulars, query_codes
from requests_app.services.lookup import find_cases
from requests_app.services.retention.cases import CASES
from requests_app.workflow.states import HANDLER, INTAKE, Status
from tests.builders import City, person
from tests.requests_app.cases import DAY, SUBMITTED_AT, Desk, bring_to, desk, submitted
from tests.requests_app.officers import LIST, act, leaks, page_of, signed_in, trail
from tests.requests_app.rectification.cases import brought

pytestmark = pytest.mark.django_db
LATER = SUBMITTED_AT + DAY


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


def found(people: Desk, clue: str, value: str) -> list[str]:
    cases = find_cases(clue=clue, value=value, by=people[INTAKE], at=SUBMITTED_AT)
    return [case.name for case in cases]


def test_by_the_whole_name_number_and_telephone_however_they_are_written(
    city: City, people: Desk
) -> None:
    submitted(city, name="阿卜杜拉·买买提", identity_number="E12345678", phone="+86 139 0000 1234")
    submitted(city, name="O'Brien-Müller", identity_number="X1234567", phone="021-81110000")
    for clue, value, name in (
        ("name", "阿卜杜拉・买买提", "阿卜杜拉·买买提"),
        ("name", " o'brien-MÜLLER ", "O'Brien-Müller"),
        ("identity", "ｅ12345678", "阿卜杜拉·买买提"),
        ("identity", "x123 4567", "O'Brien-Müller"),
        ("phone", "139-0000-1234", "阿卜杜拉·买买提"),
        ("phone", "（021）8111 0000", "O'Brien-Müller"),
    ):
        assert found(people, clue, value) == [name], value
    # A part is no name: what is sealed is compared as a whole.
    assert found(people, "name", "阿卜杜拉") == []
    assert found(people, "phone", "1390000") == []


def test_what_was_put_right_is_found_and_what_stood_there_is_not(city: City, people: Desk) -> None:
    case = submitted(city)
    particulars.amend_particulars(
        request=case, name="欧阳正", reason="登记笔误", by=people[INTAKE], at=SUBMITTED_AT
    )
    assert found(people, "name", "欧阳正") == ["欧阳正"]
    assert found(people, "name", "演示申请人甲") == []
    case.refresh_from_db()
    CASES.forget(case)
    case.save()
    assert found(people, "name", "欧阳正") == []


def test_by_the_number_of_a_letter_in_any_brackets(city: City, people: Desk) -> None:
    case = bring_to(submitted(city), Status.DELIVERING, people=people)
    number = Letter.objects.get(request=case, answer__isnull=False).number
    for typed in (number, number.replace("〔", "[").replace("〕", "]"), f" {number} "):
        assert found(people, "letter", typed) == [case.name]
    listed = signed_in(people[HANDLER]).get(LIST, {"q": number, "queue": "all"})
    assert f'href="{LIST}find/"' in listed.content.decode()
    assert case.number in listed.content.decode()


def test_requests_for_rectification_are_found_beside_applications(city: City, people: Desk) -> None:
    submitted(city, name="演示更正人戊", phone="13900005678")
    case = brought(city, "corrected")
    number = RectificationLetter.objects.get(rectification=case).number
    for clue, value, found_ones in (
        ("name", " 演示更正人戊", 2), ("phone", "139 0000 1234", 1), ("letter", number, 1),
        ("identity", case.identity_number.lower(), 2),
    ):  # fmt: skip
        cases = find_cases(clue=clue, value=value, by=people[INTAKE], at=SUBMITTED_AT)
        assert len(cases) == found_ones, clue
        assert case in cases
    asked: dict[str, Any] = {"clue": "name", "value": case.name, "at": SUBMITTED_AT}
    elsewhere = person("p-elsewhere", organs=[city.district], roles=[Role.REQUEST_INTAKE])
    assert find_cases(by=elsewhere, **asked) == []
    with time_machine.travel(LATER, tick=False):
        page = signed_in(people[INTAKE]).post(f"{LIST}find/", {"clue": "name", "value": case.name})
    told = page.content.decode()
    assert f"/admin/requests_app/rectification/{case.pk}/change/" in told
    assert case.record not in told
    case.refresh_from_db()
    RECTIFICATIONS.forget(case)
    case.save()
    assert case not in find_cases(by=people[INTAKE], **asked)


def test_only_in_ones_own_organs_and_only_by_those_who_may_see_who_applied(
    city: City, people: Desk
) -> None:
    submitted(city)
    submitted(city, organ=city.other_district)
    asked: dict[str, Any] = {"clue": "name", "value": "演示申请人甲", "at": SUBMITTED_AT}
    assert len(find_cases(by=people[INTAKE], **asked)) == 1
    assert len(find_cases(by=city.outsider, **asked)) == 1
    for role in (Role.SUPERVISOR, Role.SIGNER, Role.CLERK):
        with pytest.raises(NotPermitted):
            find_cases(by=city.people[role], **asked)
        assert signed_in(city.people[role]).get(f"{LIST}find/").status_code == 404


def test_a_look_is_in_the_trail_and_what_was_typed_in_no_address(city: City, people: Desk) -> None:
    case = submitted(city)
    with time_machine.travel(LATER, tick=False):
        client = signed_in(people[INTAKE])
        page: Any = client.post(f"{LIST}find/", {"clue": "identity", "value": case.identity_number})
        assert case.number in page.content.decode()
        assert {"no-store", "private"} <= set(page["Cache-Control"].split(", "))
        assert not page.has_header("Location")
        # What stands in an address is looked for nowhere.
        asked = client.get(f"{LIST}find/", {"clue": "name", "value": "演示申请人甲"})
        assert case.number not in asked.content.decode()
        for given in ({"clue": "x", "value": "y"}, {"clue": "name", "value": ""}, {}):
            assert client.post(f"{LIST}find/", given).status_code == 400
        assert client.post(f"{LIST}find/", {"clue": "phone", "value": "没有"}).status_code == 409
    entry = AuditEntry.objects.get(action="requests.find")
    assert entry.details == {"clue": "identity", "found": [case.number]}
    assert leaks(trail()) == []


# --- a code that was lost ---


def test_another_code_is_given_for_a_document_that_was_seen_and_the_old_one_is_dead(
    city: City, people: Desk
) -> None:
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    old = code_from(case.submission_key)
    with time_machine.travel(LATER):
        client = signed_in(people[INTAKE])
        assert client.get(page_of(case, "receipt")).status_code == 404
        case.refresh_from_db()
        given = {"document": "id_card", "reason": "本人到窗口，回执遗失"}
        done = act(client, case, "replace_code", **given)
        assert done.status_code == 302
        case.refresh_from_db()
        new = code_from(case.key_of_code)
        assert new != old
        assert new in client.get(page_of(case, "receipt")).content.decode()
        assert "打印回执" in client.get(page_of(case)).content.decode()
        for code, status in ((old, 403), (new, 302)):
            typed = {"number": case.number, "code": code}
            assert Client().post("/requests/track/", typed).status_code == status
    entry = AuditEntry.objects.get(action="requests.replace_code")
    assert entry.details["document"] == "id_card"
    kept = trail()
    assert old not in kept
    assert new not in kept
    assert leaks(kept) == []


def test_no_code_without_a_document_or_with_a_name_in_the_record(city: City, people: Desk) -> None:
    case = submitted(city)
    before = case.code_index
    for given, said in (
        ({"document": "", "reason": "遗失"}, "哪一种证件"),
        ({"document": "id_card", "reason": " "}, "换发的情况"),
        ({"document": "id_card", "reason": f"{case.name}本人来"}, "个人信息"),
    ):
        with pytest.raises(ActRefused, match=said):
            query_codes.replace_code(request=case, by=people[INTAKE], at=LATER, **given)
    with pytest.raises(NotPermitted):
        query_codes.replace_code(
            request=case, document="id_card", reason="遗失", by=people[HANDLER], at=LATER
        )
    assert InformationRequest.objects.get(pk=case.pk).code_index == before
