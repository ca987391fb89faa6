"""A list of cases that grows with its city is read in its order and searched by indexes."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import QuerySet

from disclosure.models import Document
from portal.desk.text_search import TextSearch
from tests.builders import City

# Lists of which an organ has dozens a year, not thousands; they are read through.
FEW = {
    "decisions.Catalogue", "decisions.Consultation", "decisions.Decision",
    "decisions.Event", "decisions.Sitting", "decisions.Solicitation", "decisions.Suggestion",
    "decisions.Survey",
    "disclosure.Correction", "kind.Enquiry", "platform.GuideVersion", "policies.Entry",
    "policies.CollectionVersion", "policies.Concern", "policies.Feedback", "policies.Inquiry",
    "policies.Interpretation", "policies.Push", "policies.RelayTask", "policies.Selection",
    "requests_app.RectificationForwarding",
}  # fmt: skip


def _lists() -> dict[str, Any]:
    found = (page for page in admin.site._registry.values() if isinstance(page, TextSearch))
    return {page.model._meta.label: page for page in found}  # type: ignore[attr-defined]


LISTS = _lists()
GROWING = sorted(LISTS.keys() - FEW)


def _plan(rows: QuerySet[Any], *switched_off: str) -> str:
    with connection.cursor() as cursor:
        for way in switched_off:
            cursor.execute(f"SET LOCAL enable_{way} = off")
    return rows.explain()


def test_every_list_of_cases_is_either() -> None:
    assert LISTS.keys() >= FEW
    assert len(GROWING) >= 8
    assert all(LISTS[label].text_indexes for label in GROWING)
    assert Document._meta.label in GROWING


@pytest.mark.parametrize("label", GROWING)
def test_its_order_is_an_index(city: City, label: str) -> None:
    page = LISTS[label]
    rows = page.model._base_manager.order_by(*page.ordering)
    for some in (rows, rows.filter(organ_id=city.office.pk)):
        plan = _plan(some[:50], "seqscan", "bitmapscan", "sort", "incremental_sort")
        assert "Sort" not in plan, plan


@pytest.mark.parametrize("label", GROWING)
def test_what_is_typed_is_asked_of_an_index(city: City, label: str) -> None:
    for index in LISTS[label].text_indexes:
        plan = _plan(index.cases("屋顶绿化"), "seqscan", "indexscan", "indexonlyscan")
        assert "Bitmap Index Scan on" in plan, plan
        assert "_pairs" in plan, plan
