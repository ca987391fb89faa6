"""The pages on which operators set systems up."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from policies.partners.models import Partner
from portal.accounts.choices import Role
from tests.builders import City
from tests.policies.partners.calling import operator, partner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LIST = "/admin/policies/partner/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def signs_in_at_once(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def test_set_up_and_given_a_secret_once(client: Client, city: City) -> None:
    client.force_login(operator(city), BACKEND)
    given = {"code": "platform", "name": "上级平台", "organ": city.office.pk, "is_active": "on"}
    client.post(f"{LIST}add/", given)
    row = Partner.objects.get()
    page = client.post(f"{LIST}{row.pk}/secret/")
    row.refresh_from_db()
    assert row.secret in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert row.secret not in client.get(f"{LIST}{row.pk}/change/").content.decode()


@pytest.mark.parametrize("given", [{"code": "有空 格"}, {"name": ""}, {"organ": ""}])
def test_what_is_wrong_is_said_and_kept(client: Client, city: City, given: dict[str, str]) -> None:
    client.force_login(operator(city), BACKEND)
    whole = {"code": "platform", "name": "上级平台", "organ": city.office.pk, **given}
    answer = client.post(f"{LIST}add/", whole)
    assert answer.status_code in (200, 400)
    assert not Partner.objects.exists()


def test_nobody_else_comes_near(client: Client, city: City) -> None:
    row, secret = partner(city)
    for by in (city.people[Role.CLERK], city.outsider):
        client.force_login(by, BACKEND)
        codes = [
            client.get(LIST).status_code,
            client.get(f"{LIST}{row.pk}/change/").status_code,
            client.post(f"{LIST}{row.pk}/secret/").status_code,
        ]
        assert set(codes) <= {302, 403, 404}, codes
    row.refresh_from_db()
    assert row.secret == secret
