"""The city that tests begin with is the one its builder makes."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import DateTimeField
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from tests.builders import PASSWORD, small_city
from tests.foundation import MODELS, Foundation, founded_city

pytestmark = pytest.mark.django_db


class Undone(Exception):
    """Takes back what was built."""


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all models, but for the instants at which they were made."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        fields = model._meta.concrete_fields
        names = [field.attname for field in fields if not isinstance(field, DateTimeField)]
        found[model._meta.label] = list(model._base_manager.order_by("pk").values(*names))
    return found


def built() -> tuple[Foundation, dict[str, list[dict[str, Any]]]]:
    try:
        with transaction.atomic():
            city = small_city()
            rows = tuple(list(model._base_manager.order_by("pk")) for model in MODELS)
            kept = Foundation(city, rows), everything()
            raise Undone
    except Undone:
        return kept


def test_what_is_set_down_is_what_was_built() -> None:
    foundation, rows = built()
    assert {label for label, found in rows.items() if found} > {m._meta.label for m in MODELS}
    with CaptureQueriesContext(connection) as queries:
        city = foundation.set_down()
    inserts = [query for query in queries if query["sql"].startswith("INSERT")]
    assert len(inserts) == len(MODELS)
    assert everything() == rows
    again = {user.pk: user for user in User.objects.all()}
    for user in (*city.people.values(), city.outsider):
        assert again[user.pk].username == user.username
        assert again[user.pk].date_joined == user.date_joined
        assert again[user.pk].password_changed_at == user.password_changed_at
        assert [m.role for m in user.memberships.order_by("pk")]


def test_nobody_shares_it_with_another_test() -> None:
    foundation, _ = built()
    city = foundation.set_down()
    city.root.name = "改名市"
    assert foundation.city.root.name == "试江市人民政府"
    assert city.office is not foundation.city.office


def test_its_people_have_their_password() -> None:
    city = built()[0].set_down()
    assert User.objects.get(pk=city.outsider.pk).check_password(PASSWORD)


def test_a_second_city_beside_others_is_built() -> None:
    User.objects.create_user("someone")
    assert founded_city().root.pk
    assert User.objects.filter(username="someone").exists()
