"""What stands where on an officer's page of a case: first what they came for."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from pytest_django import Settings

from portal.accounts.choices import Role
from requests_app.admin.acts import DESK
from requests_app.services import extension
from requests_app.workflow.states import Status
from tests.builders import City
from tests.requests_app.cases import bring_to, desk, submitted, take_in
from tests.requests_app.officers import page_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def test_many_acts_stand_under_headings_each_once(city: City) -> None:
    case = bring_to(submitted(city), Status.HANDLING, people=desk(city))
    page = signed_in(city.people[Role.REQUEST_HANDLER]).get(page_of(case)).content.decode()
    offered = re.findall(r'/act/(\w+)/"', page)
    assert offered[0] == "submit_answer"
    assert len(offered) == len(set(offered)) > 5
    assert set(offered) <= set(DESK.buttons)
    assert page.index("听取第三方和其他机关的意见</h3>") < page.index("拆分和并案</h3>")
    assert "其他</h3>" not in page


def test_who_judges_an_answer_reads_it_before_the_button(city: City) -> None:
    case = bring_to(submitted(city), Status.REVIEW, people=desk(city))
    page = signed_in(city.people[Role.ANSWER_REVIEWER]).get(page_of(case)).content.decode()
    assert page.index("第 1 稿") < page.index("现在可以办理")


def test_a_proposed_extension_waits_open_for_the_head(city: City) -> None:
    now = timezone.now()
    case = bring_to(submitted(city, at=now), Status.HANDLING, people=desk(city), at=now)
    head = signed_in(city.people[Role.OFFICE_HEAD])
    plain = '<button type="submit" class="st-btn ">同意延期</button>'
    assert plain in head.get(page_of(case)).content.decode()
    extension.propose_extension(
        request=case, days=10, reason="材料很多", by=city.people[Role.REQUEST_HANDLER], at=now
    )
    page = head.get(page_of(case)).content.decode()
    assert plain not in page
    assert '<button type="submit" class="st-btn st-main">同意延期</button>' in page


def test_only_intake_is_led_to_the_receipt(city: City) -> None:
    case = take_in(city)
    link = page_of(case, "receipt")
    assert link in signed_in(city.people[Role.REQUEST_INTAKE]).get(page_of(case)).content.decode()
    assert link not in signed_in(city.people[Role.SIGNER]).get(page_of(case)).content.decode()
