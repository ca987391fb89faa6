"""Whoever has nothing to do with a case finds nothing at any address of its kind."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern

from portal.accounts.choices import Role
from tests.builders import City, person
from tests.floor.kinds import KINDS, Kind
from tests.requests_app.officers import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("kind", KINDS, ids=str)]
_UNKNOWN = "00000000-0000-4000-8000-000000000000"


def staff_addresses(kind: Kind, pk: int) -> list[str]:
    """Every address of a case in the back office, from what its admin class has registered."""
    model, found = kind.steps.model, []
    urls = admin.site._registry[model].get_urls()
    prefix = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    for pattern in urls:
        assert isinstance(pattern, URLPattern)
        route = str(pattern.pattern)
        if "<int:pk>" in route:
            filled = route.replace("<int:pk>", str(pk)).replace("<uuid:public_id>", _UNKNOWN)
            names = kind.desk.buttons if "<slug:action>" in filled else ("",)
            found += [prefix + filled.replace("<slug:action>", name) for name in names]
    return found


def test_staff_of_another_organ(city: City, kind: Kind) -> None:
    """They hold every role, but elsewhere; so does one of the organ who works on no such cases."""
    case = kind.filed(city)
    idle = next(role for role in (Role.CLERK, Role.SIGNER) if role not in kind.steps.rules.roles)
    clerk = person("p-clerk-only", organs=[city.office], roles=[idle])
    addresses = staff_addresses(kind, case.pk)
    assert len(addresses) > len(kind.desk.buttons)
    for client in (signed_in(city.outsider), signed_in(clerk)):
        for address in addresses:
            # What is only ever read, or only sent, says so to everybody, whatever is there.
            answers = {client.get(address).status_code, client.post(address).status_code}
            assert 404 in answers, address
            assert answers <= {404, 405}, address
    assert kind.again(case).acts.count() == 1


def test_their_list_is_empty(city: City, kind: Kind) -> None:
    case, model = kind.filed(city), kind.steps.model
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/?queue=all"
    assert case.number not in signed_in(city.outsider).get(address).content.decode()
    own = signed_in(city.people[kind.intake])
    assert case.number in own.get(address).content.decode()


def test_nobody_without_an_account_enters_the_back_office(city: City, kind: Kind) -> None:
    case = kind.filed(city)
    for address in staff_addresses(kind, case.pk):
        answer = Client().post(address)
        assert (answer.status_code, "/login/" in answer["Location"]) == (302, True), address


def test_the_public_is_sent_to_the_door(city: City, kind: Kind) -> None:
    case, client = kind.filed(city), Client()
    for address in (each.format(case.number) for each in kind.public):
        for answer in (client.get(address), signed_in(city.outsider).get(address)):
            assert (answer.status_code, answer["Location"]) == (302, kind.door), address
        assert client.post(address).status_code in (302, 405), address
    assert kind.again(case).acts.count() == 1
