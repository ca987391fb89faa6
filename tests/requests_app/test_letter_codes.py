"""机关代字 and 类字: set by the head of an organ's office, for letters made from then on."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from portal.organs.models import OrganPrefix
from portal.papers.printout import paper_of_letter
from requests_app.models import OrganLetterCodes
from requests_app.services.letters.codes import Codes, codes_of, set_codes
from requests_app.workflow.states import HANDLER, HEAD
from tests.builders import City, person
from tests.requests_app.cases import Desk, bring_to, desk, submitted
from tests.requests_app.officers import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def people(city: City) -> Desk:
    OrganPrefix.objects.create(organ=city.office, prefix="演")
    return desk(city)


def test_an_organ_sets_its_codes_and_its_head_alone(city: City, people: Desk) -> None:
    own, head = Codes("演数", "信答", "信告", "信函", "扫码缴纳"), people[HEAD]
    given = {"organ": city.office, "at": timezone.now()}
    with pytest.raises(NotPermitted):
        set_codes(codes=own, by=people[HANDLER], **given)
    OrganPrefix.objects.create(organ=city.street, prefix="柳")
    for wrong in (
        Codes("演<b>"), Codes(""), Codes("柳"), Codes("演", "答", "答"),
        Codes("演", payment="缴" * 301),
    ):  # fmt: skip
        with pytest.raises(ActRefused):
            set_codes(codes=wrong, by=head, **given)
    assert codes_of(city.office) == Codes("演")
    set_codes(codes=own, by=head, **given)
    case = bring_to(submitted(city), "awaiting_payment", people=people)
    letter = case.letters.get()
    assert letter.number == "演数信告〔2026〕1号"
    assert "扫码缴纳" in paper_of_letter(letter).text
    assert OrganLetterCodes.objects.get().by == head
    listed = "/admin/requests_app/organlettercodes/"
    address, browser = f"{listed}{city.office.pk}/change/", signed_in(head)
    assert "演数信答〔年份〕" in browser.get(listed).content.decode()
    typed = {"organ_prefix": "演据", "answer_code": "答", "notice_code": "告", "outside_code": "告"}
    refused = browser.post(address, typed)
    assert (refused.status_code, "演据" in refused.content.decode()) == (409, True)
    assert browser.post(address, {**typed, "outside_code": "函"}).status_code == 302
    assert codes_of(city.office) == Codes("演据", "答", "告", "函")
    hand = signed_in(people[HANDLER])
    assert "设定文书编号" not in hand.get(address).content.decode()
    assert hand.post(address, typed).status_code == 403
    elsewhere = person("p-far", organs=[city.other_district], roles=[Role.OFFICE_HEAD])
    for who in (signed_in(elsewhere), signed_in(city.outsider), Client()):
        assert who.get(address).status_code in (302, 404)
        assert who.post(address, typed).status_code in (302, 404)
