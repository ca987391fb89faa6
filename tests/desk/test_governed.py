"""What somebody governs is read once a request, however many organs there are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.accounts.permissions import forget_roles, organs_governed
from portal.organs.choices import OrganKind, OrganLevel
from tests.builders import City, organ, person

BACKEND = "django.contrib.auth.backends.ModelBackend"


def streets(city: City, count: int) -> None:
    for number in range(count):
        organ(f"SJ-D-{number}", f"第{number}街道", OrganLevel.TOWN, OrganKind.STREET, city.district)


def test_asked_again_it_is_known(city: City) -> None:
    user = person("duban", organs=[city.root], roles=[Role.SUPERVISOR])
    first = organs_governed(user, Role.SUPERVISOR)
    with CaptureQueriesContext(connection) as asked:
        assert organs_governed(user, Role.SUPERVISOR) == first
    assert len(asked) == 0
    first.clear()
    assert organs_governed(user, Role.SUPERVISOR)


def test_a_grant_is_seen(city: City) -> None:
    user = person("duban", organs=[city.street], roles=[Role.SUPERVISOR])
    before = organs_governed(user, Role.SUPERVISOR)
    Membership.objects.create(user=user, organ=city.root, role=Role.SUPERVISOR)
    forget_roles(user)
    assert organs_governed(user, Role.SUPERVISOR) > before


@pytest.mark.parametrize(
    ("address", "queries"), [("/admin/", 28), ("/admin/requests_app/informationrequest/", 11)]
)
def test_pages_of_a_supervisor_cost_the_same_with_fifty_organs(
    city: City, settings: Settings, address: str, queries: int
) -> None:
    settings.AXES_ENABLED = False
    user = person("duban", organs=[city.root, city.district], roles=[Role.SUPERVISOR])

    def cost(who: User) -> int:
        client = Client()
        client.force_login(who, backend=BACKEND)
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    assert cost(user) == queries
    streets(city, 50)
    Membership.objects.bulk_create(
        Membership(user=user, organ_id=pk, role=Role.SUPERVISOR)
        for pk in organs_governed(User.objects.get(pk=user.pk), Role.SUPERVISOR)
        - {city.root.pk, city.district.pk}
    )
    assert cost(user) == queries
