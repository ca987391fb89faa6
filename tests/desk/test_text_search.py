"""The search of the list of applications finds every substring, by the index of pairs."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import QuerySet
from django.test import RequestFactory

from portal.desk.text_search import found
from requests_app.admin.cases import RequestAdmin
from requests_app.models import InformationRequest
from tests.builders import City
from tests.requests_app.cases import submitted

INDEXES = RequestAdmin.text_indexes


@pytest.fixture
def case(city: City) -> InformationRequest:
    row = submitted(city)
    InformationRequest.objects.filter(pk=row.pk).update(
        info_title="2026年Green社区食堂名单", description="东河区的"
    )
    return InformationRequest.objects.get(pk=row.pk)


def search(typed: str) -> QuerySet[InformationRequest]:
    model_admin = admin.site._registry[InformationRequest]
    rows = InformationRequest.objects.all()
    return model_admin.get_search_results(RequestFactory().get("/"), rows, typed)[0]


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("社区食堂", True), ("区食", True), ("green", True), ("食堂 东河", True), ("堂", True),
        ("2026年", True), ("食堂名册", False), ("名单东河", False), ("食堂 西河", False),
    ],
)  # fmt: skip
def test_every_substring(case: InformationRequest, typed: str, is_found: bool) -> None:
    assert search(typed).exists() is is_found


def test_its_own_number(case: InformationRequest) -> None:
    assert list(search(case.number[3:].lower())) == [case]


def test_too_short_for_pairs_is_left_to_the_columns() -> None:
    assert found(InformationRequest.objects.all(), INDEXES, "食堂 名") is None


@pytest.mark.parametrize("index", ["request_text_pairs", "letter_number_pairs"])
def test_the_index_is_what_is_asked(case: InformationRequest, index: str) -> None:
    rows = found(InformationRequest.objects.all(), INDEXES, "社区食堂")
    assert rows is not None
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    assert index in rows.order_by().explain()
