"""What the address of a list may ask: a closed list, on every page of the back office."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.db import models
from django.test import Client
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.common.admin import BackOfficeAdmin
from tests.builders import City, person
from tests.requests_app.officers import signed_in

PAGES = sorted(admin.site._registry.items(), key=lambda each: each[0]._meta.label)
# Columns of which no list may be filtered, and which no search may look through.
_SECRET = ("password", "secret", "code_index", "submission_key", "address", "body", "dedup_key")
HOSTILE = (
    "legal_hold__regex=(", "info_title__regex=[", "number__range=1", "status__regex=(",
    "submitted_at__year=99999999", "code_index__startswith=a", "user=5", "pk__in=1", "nonsense=1",
    "submission_key__startswith=a", "status__exact__x=1", "pk=x",
    "status__isnull=1&user__password=1",
)  # fmt: skip
_OF_A_FILTER = {"exact", "isnull", "gte", "lt"}


def _lookups(model: type[models.Model], depth: int = 2) -> Iterator[str]:
    """Every lookup on every column, and on those of the rows it points to."""
    for field in model._meta.get_fields():
        yield field.name
        if isinstance(field, models.Field):
            yield from (f"{field.name}__{name}" for name in field.get_lookups())
        if field.is_relation and depth > 1 and isinstance(field.related_model, type):
            yield from (
                f"{field.name}__{rest}" for rest in _lookups(field.related_model, depth - 1)
            )


def _filtered(page: ModelAdmin[models.Model]) -> set[str]:
    """The columns by which the list offers to filter."""
    named = (each[0] if isinstance(each, list | tuple) else each for each in page.list_filter)
    return {each for each in named if isinstance(each, str)}


def test_every_page_has_the_base_and_libraries_bring_none() -> None:
    assert len(PAGES) > 20
    assert all(isinstance(page, BackOfficeAdmin) for _, page in PAGES)
    assert {model._meta.app_label for model, _ in PAGES}.isdisjoint(
        {"auth", "account", "mfa", "socialaccount", "usersessions"}
    )


@pytest.mark.parametrize("model", [model for model, _ in PAGES], ids=lambda m: m._meta.label)
def test_no_lookup_but_those_of_the_filters(model: type[models.Model]) -> None:
    page = admin.site._registry[model]
    filtered, asked = _filtered(page), set(_lookups(model))
    allowed = {lookup for lookup in asked if page.lookup_allowed(lookup, "1", None)}
    for lookup in allowed:
        column, _, ending = lookup.rpartition("__")
        column = column.removesuffix("__id")
        assert lookup in filtered or (column in filtered and ending in _OF_A_FILTER), lookup
    assert len(asked - allowed) > len(model._meta.fields)
    assert page.lookup_allowed("pk__exact", "1", None)


def test_no_list_is_searched_or_filtered_by_what_it_hides() -> None:
    for model, page in PAGES:
        for entry in (*page.search_fields, *_filtered(page)):
            assert entry.lstrip("^=@").rsplit("__")[-1] not in _SECRET, model


class TestAnswers:
    """Over the web: refused, never an error, and never a different list."""

    @pytest.fixture(autouse=True)
    def no_lockout(self, settings: Settings) -> None:
        """Signing in without a form has no request for the lockout to look at."""
        settings.AXES_ENABLED = False

    @pytest.fixture
    def offices(self, city: City) -> dict[Role, Client]:
        roles = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
        return {
            role: signed_in(person(f"p-{role.value}", organs=[city.root], roles=[role]))
            for role in roles
        }

    def test_a_password_is_not_read_letter_by_letter(
        self, city: City, offices: dict[Role, Client]
    ) -> None:
        hashed = User.objects.get(pk=city.people[Role.SIGNER].pk).password
        for client in offices.values():
            for guess in (hashed[:10], "x"):
                answer = client.get(f"/admin/accounts/user/?password__startswith={guess}")
                assert answer.status_code == 400
                assert "读懂" in answer.content.decode()

    def test_hostile_lookups_of_cases(self, city: City) -> None:
        client = signed_in(city.people[Role.REQUEST_HANDLER])
        for query in HOSTILE:
            answer = client.get(f"/admin/requests_app/informationrequest/?queue=all&{query}")
            assert answer.status_code == 400, query

    def test_no_role_is_answered_by_what_a_list_hides(
        self, city: City, offices: dict[Role, Client]
    ) -> None:
        """Each role asks each list it may open by what is no filter of it: two columns of each,
        every column with WALK=1.
        """
        asked = 0
        for client in (*map(signed_in, city.people.values()), *offices.values()):
            for model, page in PAGES:
                address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
                opened = client.get(address)
                # A page of its own kind takes no filter of Django's from its address.
                if opened.status_code != 200 or "cl" not in (opened.context or ()):
                    continue
                hidden = [
                    field.name
                    for field in model._meta.concrete_fields
                    if not field.primary_key and field.name not in _filtered(page)
                ]
                for name in hidden if "WALK" in os.environ else hidden[-2:]:
                    answer = client.get(f"{address}?{name}__startswith=1")
                    assert answer.status_code == 400, (address, name)
                    asked += 1
        assert asked > 60

    def test_a_filter_takes_any_value_without_an_error(self, city: City) -> None:
        """The superuser opens every list; what others may open is the same code."""
        client = signed_in(User.objects.create_superuser("p-chief", password="Geheim-2026-xyz"))
        opened = 0
        for model, page in PAGES:
            address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            if client.get(address).status_code != 200:
                continue
            opened += 1
            queries = [f"o=-9.x.1&all=&e=1&_facets=x&q={'a%20' * 900}", "_to_field=password"]
            for column in _filtered(page):
                queries += [f"{column}={'9' * 30}", f"{column}__exact=x", f"{column}__isnull=x"]
            for query in queries:
                assert client.get(f"{address}?{query}").status_code < 500, (address, query)
        assert opened > 8
