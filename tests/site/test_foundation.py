"""What tests begin with is what its builder makes, and what the portal itself would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import AutoField, DateTimeField
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.common.errors import ActRefused
from portal.pages.models import PageChange
from portal.site.demo.builders import bring_to
from tests.builders import (
    FILED_AT,
    PASSWORD,
    City,
    draft,
    judged_at_the_signature,
    published,
    small_city,
)
from tests.foundation import MODELS, Foundation, founded_city

pytestmark = pytest.mark.django_db


def everything(*, keys: bool = True) -> dict[str, list[dict[str, Any]]]:
    """All rows of all models, but for the instants at which they were made, for the keys that the
    database gives if told so, and for the weights by which changes are noted: they are drawn.
    """
    left_out = DateTimeField if keys else DateTimeField | AutoField
    found = {}
    for model in set(apps.get_models(include_auto_created=True)) - {PageChange}:
        fields = model._meta.concrete_fields
        names = [field.attname for field in fields if not isinstance(field, left_out)]
        found[model._meta.label] = list(model._base_manager.order_by("pk").values(*names))
    return found


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is built within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def built() -> tuple[Foundation, dict[str, list[dict[str, Any]]]]:
    with undone():
        city = small_city()
        return Foundation.under(city), everything()


def test_what_is_set_down_is_what_was_built() -> None:
    foundation, rows = built()
    assert {label for label, found in rows.items() if found} > {m._meta.label for m in MODELS}
    with CaptureQueriesContext(connection) as queries:
        city = foundation.set_down()
    assert len(queries) == 1
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


def test_a_document_judged_once_is_the_one_judged_by_every_act(city: City) -> None:
    filed, at = draft(city), FILED_AT + dt.timedelta(hours=3)
    with undone():
        bring_to(filed, "published", cast=city.cast, at=at)
        by_every_act = everything(keys=False)
    with judged_at_the_signature():
        bring_to(filed, "published", cast=city.cast, at=at)
    assert everything(keys=False) == by_every_act


def test_what_stands_against_a_document_is_found_at_the_signature(city: City) -> None:
    with pytest.raises(ActRefused, match="请填写内容概述"):
        published(city, abstract="")
