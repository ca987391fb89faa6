"""答复书: printed by those who send it, with an entry; by nobody else, and never unsigned."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from portal.accounts.choices import Role
from requests_app.models import InformationRequest
from requests_app.outcomes import basis_of
from requests_app.workflow.states import Status
from tests.builders import City, person
from tests.requests_app.cases import bring_to, desk, submitted
from tests.requests_app.officers import SECRETS, leaks, page_of, signed_in, trail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
BUTTON = "打印答复书"


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def signed(city: City) -> InformationRequest:
    return bring_to(submitted(city), Status.DELIVERING, people=desk(city))


@pytest.mark.parametrize("role", [Role.REQUEST_INTAKE, Role.REQUEST_HANDLER])
def test_the_letter_names_the_applicant_and_leaves_an_entry(
    city: City, signed: InformationRequest, role: Role
) -> None:
    client = signed_in(city.people[role])
    page = client.get(page_of(signed)).content.decode()
    assert BUTTON in page
    assert not leaks(page)
    response = client.post(page_of(signed, "letter"))
    letter = response.content.decode()
    assert SECRETS[0] in letter
    assert SECRETS[1] not in letter
    assert signed.answers.get().body in letter
    assert "自收到本答复之日起六十日内" in letter
    assert "自收到本答复之日起六个月内" in letter
    assert "no-store" in response["Cache-Control"]
    assert client.get(page_of(signed, "letter")).status_code == 405
    assert trail().count("查看申请人完整信息") == 1
    assert not leaks(trail())


def test_nobody_else_gets_it(city: City, signed: InformationRequest) -> None:
    for role in (Role.SIGNER, Role.ANSWER_REVIEWER, Role.OFFICE_HEAD):
        client = signed_in(city.people[role])
        assert BUTTON not in client.get(page_of(signed)).content.decode()
        refused = client.post(page_of(signed, "letter"))
        assert refused.status_code == 403
        assert f'href="{page_of(signed)}"' in refused.content.decode()
        assert not leaks(refused.content.decode())
    outsider = person(
        "p-elsewhere", organs=[city.street], roles=[Role.REQUEST_INTAKE, Role.REQUEST_HANDLER]
    )
    assert signed_in(outsider).post(page_of(signed, "letter")).status_code == 404


def test_an_answer_that_is_not_signed_is_no_letter(city: City) -> None:
    case = bring_to(submitted(city), Status.SIGNING, people=desk(city))
    client = signed_in(city.people[Role.REQUEST_HANDLER])
    assert BUTTON not in client.get(page_of(case)).content.decode()
    assert client.post(page_of(case, "letter")).status_code == 404


@pytest.mark.parametrize(
    ("code", "given", "article"),
    [
        ("3.1", {}, "第三十六条第（二）项"),
        ("3.1", {"is_public": True}, "第三十六条第（一）项"),
        ("3.4.1", {}, "第三十六条第（四）项"),
        ("3.4.1", {"is_elsewhere": True}, "第三十六条第（五）项"),
        ("3.3.6", {}, "第十六条第二款"),
    ],
)
def test_the_article_an_answer_rests_on(code: str, given: dict[str, bool], article: str) -> None:
    found = basis_of(code, **given)
    assert found is not None
    assert found.citation.endswith(article)


def test_the_letter_and_the_page_name_it(city: City, signed: InformationRequest) -> None:
    client = signed_in(city.people[Role.REQUEST_INTAKE])
    page = client.get(page_of(signed)).content.decode()
    assert "《中华人民共和国政府信息公开条例》第三十六条第（二）项" in page
    letter = client.post(page_of(signed, "letter")).content.decode()
    named = "《中华人民共和国政府信息公开条例》（以下简称《条例》）第三十六条第（二）项"
    assert named in letter
    assert letter.count("中华人民共和国政府信息公开条例") == 1
