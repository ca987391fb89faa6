"""Versions of a collection: written by one, released by another, one of each read at a time."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from policies.collections.choices import Kind
from policies.collections.models import CollectionVersion
from policies.collections.selectors import released as read_by_all
from policies.collections.services import versions
from policies.collections.services.entries import KIND
from policies.collections.workflow import Status
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.search.models import SearchEntry
from tests.builders import City
from tests.policies.collections.making import AT, HOUR, PACK, begun, released, written

pytestmark = pytest.mark.django_db


def entries() -> list[tuple[str, bool]]:
    """Titles in the search, and whether they are found."""
    live = set(SearchEntry.objects.live([KIND]).values_list("pk", flat=True))
    rows = SearchEntry.objects.filter(kind=KIND).order_by("pk")
    return [(row.title, row.pk in live) for row in rows]


def test_a_draft_is_read_by_nobody_until_another_released_it(city: City) -> None:
    version = written(city, begun(city), title="养老一件事", intro="从评估到入住。")
    assert list(read_by_all()) == []
    assert entries() == []
    version = released(city, version)
    assert list(read_by_all()) == [version]
    assert entries() == [("养老一件事", True)]
    assert AuditEntry.objects.filter(action="collections.release").count() == 1


def test_whoever_wrote_it_does_not_release_it(city: City) -> None:
    clerk = city.people[Role.CLERK]
    from_clerk = versions.STEPS.perform(begun(city), "submit", by=clerk, at=AT)
    with pytest.raises(NotPermitted):
        versions.release(collection_version=from_clerk, by=clerk, at=AT)


def test_a_pack_without_its_fields_is_not_sent_on(city: City) -> None:
    version = begun(city, kind=Kind.PACK)
    with pytest.raises(ActRefused, match="第二十四条第三款"):
        released(city, version)
    with pytest.raises(ActRefused, match="“其他条件”写成了兜底的话"):
        released(city, version, **(PACK | {"conditions": ["年满六十周岁", "其他条件"]}))
    version = released(city, version, **PACK)
    assert [row.text for row in version.conditions.all()] == PACK["conditions"]


def test_a_pack_is_for_somebody(city: City) -> None:
    with pytest.raises(ActRefused, match="面向哪些人"):
        begun(city, kind=Kind.PACK, audience=None)


def test_an_address_is_given_once(city: City) -> None:
    begun(city)
    with pytest.raises(ActRefused, match="已经用了"):
        begun(city)


def test_the_next_version_begins_with_the_words_and_takes_the_place(city: City) -> None:
    first = released(city, begun(city, kind=Kind.PACK), **PACK)
    clerk = city.people[Role.CLERK]
    second = versions.draft(collection=first.collection, by=clerk, at=AT + 3 * HOUR)
    assert (second.version, second.amounts) == (2, PACK["amounts"])
    assert second.conditions.count() == 3
    with pytest.raises(ActRefused, match="正在起草"):
        versions.draft(collection=first.collection, by=clerk, at=AT + 3 * HOUR)
    second = released(city, second, amounts="每月四百元至一千二百元。", conditions=["年满六十周岁"])
    first.refresh_from_db()
    assert (first.status, second.status) == (Status.REPLACED, Status.RELEASED)
    assert list(read_by_all()) == [second]
    assert sum(is_live for _, is_live in entries()) == 1


def test_what_was_released_keeps_its_words(city: City) -> None:
    version = released(city, begun(city))
    with pytest.raises(DatabaseError), transaction.atomic():
        CollectionVersion.objects.filter(pk=version.pk).update(title="改了")


def test_what_is_withdrawn_is_found_no_more(city: City) -> None:
    version = released(city, begun(city))
    signer = city.people[Role.SIGNER]
    versions.STEPS.perform(version, "withdraw", by=signer, at=AT + 4 * HOUR, reason="并入别的专题")
    assert list(read_by_all()) == []
    assert not any(is_live for _, is_live in entries())


def test_days_go_in_their_order(city: City) -> None:
    with pytest.raises(ActRefused, match="申请截止早于申请开始"):
        written(
            city, begun(city, kind=Kind.PACK), title="包", opens_on=AT.date(),
            closes_on=AT.date().replace(day=1),
        )  # fmt: skip


def test_another_organ_s_clerk_begins_nothing_here(city: City) -> None:
    with pytest.raises(NotPermitted):
        versions.create(
            organ=city.office, slug="x", kind=Kind.THEME, title="题", by=city.outsider, at=AT
        )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://[zz/", "http://127.0.0.1/apply"])
def test_applying_leads_to_an_address_of_the_web(city: City, url: str) -> None:
    version = begun(city, kind=Kind.PACK)
    with pytest.raises(ActRefused, match="申请网址"):
        written(city, version, **(PACK | {"apply_url": url}))
    version = written(city, version, **(PACK | {"apply_url": "https://apply.example.org/"}))
    assert version.apply_url == "https://apply.example.org/"
