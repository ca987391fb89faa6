"""Nothing comes twice and nothing is missed, whatever happens between two pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from disclosure.services import review
from portal.accounts.choices import Role
from portal.search.models import SearchEntry
from tests.builders import City
from tests.disclosure.api.conftest import Get, numbers, several

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query", ["", "sort=signed_on", "q=屋顶绿化", "q=屋顶绿化&sort=signed_on", "sort=published_on"]
)
def test_paging_is_stable_under_publication(
    city: City, get: Get, reindex: Callable[[], None], query: str
) -> None:
    before = {document.pk for document in several(city, 7)}
    reindex()
    answer = get(f"/api/v1/documents/?{query}&limit=3")
    seen = numbers(answer)
    for start in (30, 40):
        several(city, 2, first=start)
        reindex()
        answer = get(answer["next"])
        seen += numbers(answer)
    while answer["next"]:
        answer = get(answer["next"])
        seen += numbers(answer)
    assert len(seen) == len(set(seen)), "nothing twice"
    assert before <= set(seen), "nothing missed"
    assert answer["next_cursor"] == ""


@pytest.mark.parametrize("query", ["", "q=屋顶绿化"])
def test_paging_goes_on_when_the_last_row_is_withdrawn(
    city: City, get: Get, reindex: Callable[[], None], now: object, query: str
) -> None:
    documents = {document.pk: document for document in several(city, 5)}
    reindex()
    answer = get(f"/api/v1/documents/?{query}&limit=2")
    seen = numbers(answer)
    review.withdraw(
        document=documents[seen[-1]],
        reason="内容有误",
        by=city.people[Role.SIGNER],
        at=now,  # type: ignore[arg-type]
    )
    rest = get(answer["next"])
    assert numbers(rest) == [pk for pk in sorted(documents, reverse=True) if pk not in seen][:2]


def test_the_undated_come_last_and_are_reached(city: City, get: Get) -> None:
    several(city, 2)
    undated = several(city, 3, first=20)
    entries = SearchEntry.objects.filter(object_id__in=[d.pk for d in undated])
    entries.update(signed_on=None)
    first = get("/api/v1/documents/?sort=signed_on&limit=3&validity=all")
    second = get(first["next"])
    assert numbers(first)[2:] + numbers(second) == sorted((d.pk for d in undated), reverse=True)
    assert second["next"] is None


def test_a_cursor_belongs_to_its_query(city: City, get: Get) -> None:
    several(city, 3)
    cursor = get("/api/v1/documents/?limit=1")["next_cursor"]
    assert numbers(get(f"/api/v1/documents/?limit=2&cursor={cursor}"))
    get(f"/api/v1/documents/?year=2026&cursor={cursor}", 400)
    get(f"/api/v1/documents/?sort=signed_on&cursor={cursor}", 400)
