"""What a collection holds: taken in, grouped, ordered, taken out, one person's acts each."""

from __future__ import annotations

import pytest

from disclosure.choices import RelationKind
from disclosure.models import Document
from disclosure.services import review
from disclosure.services.relations import relate
from policies.collections.selectors import PATROLLED, map_of, shelves_of
from policies.collections.services import members
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City, draft, published
from tests.policies.collections.making import AT, HOUR, begun

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(city: City) -> User:
    return city.people[Role.CLERK]


@pytest.fixture
def document(city: City) -> Document:
    return published(city)


def titles(city_collection: object) -> list[tuple[str, list[str]]]:
    return [
        (shelf.title, [str(row) for row in shelf.members])
        for shelf in shelves_of(city_collection)  # type: ignore[arg-type]
    ]


def test_a_document_stands_in_its_group_and_once(
    city: City, clerk: User, document: Document
) -> None:
    collection = begun(city).collection
    members.put_groups(collection=collection, titles=["市级", " ", "区级", "市级"], by=clerk, at=AT)
    groups = {row.title: row for row in collection.groups.all()}
    assert list(groups) == ["市级", "区级"]
    members.include(collection=collection, document=document, by=clerk, at=AT)
    members.include(collection=collection, document=document, group=groups["区级"], by=clerk, at=AT)
    assert titles(collection) == [("区级", [document.title])]
    members.put_groups(collection=collection, titles=["市级"], by=clerk, at=AT)
    assert titles(collection) == [("", [document.title])]
    assert AuditEntry.objects.filter(action="collections.include").count() == 2


def test_only_what_is_public_is_taken_in_and_shown(
    city: City, clerk: User, document: Document
) -> None:
    collection = begun(city).collection
    with pytest.raises(ActRefused, match="已经公开"):
        hidden = draft(city, doc_number="试府办〔2026〕8号")
        members.include(collection=collection, document=hidden, by=clerk, at=AT)
    members.include(collection=collection, document=document, by=clerk, at=AT)
    review.withdraw(document=document, reason="有误", by=city.people[Role.SIGNER], at=AT + 9 * HOUR)
    assert titles(collection) == []


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://a.example/", "https://", "街道", "https://[zz/",
     "http://10.0.0.1/"],
)  # fmt: skip
def test_an_address_elsewhere_is_one_of_the_web(city: City, clerk: User, url: str) -> None:
    collection = begun(city).collection
    with pytest.raises(ActRefused, match=r"http|内网"):
        members.include_outside(
            collection=collection, title="题", publisher="某部", url=url, by=clerk, at=AT
        )


def test_a_page_elsewhere_is_named_with_its_publisher_and_once(city: City, clerk: User) -> None:
    collection = begun(city).collection
    page = {"title": "国家的规划", "publisher": "某部", "url": "https://www.example.org/a"}
    members.include_outside(collection=collection, **page, by=clerk, at=AT)
    with pytest.raises(ActRefused, match="已经编入"):
        members.include_outside(collection=collection, **page, by=clerk, at=AT)
    with pytest.raises(ActRefused, match="请填写发布机关"):
        members.include_outside(
            collection=collection, title="题", publisher=" ", url="https://b.example/", by=clerk,
            at=AT,
        )  # fmt: skip
    assert titles(collection) == [("", ["国家的规划"])]


def test_the_order_is_of_all_that_is_there(city: City, clerk: User, document: Document) -> None:
    collection = begun(city).collection
    other = published(city, doc_number="试府办〔2026〕9号", title="另一份")
    rows = [
        members.include(collection=collection, document=each, by=clerk, at=AT)
        for each in (document, other)
    ]
    numbers = [row.pk for row in reversed(rows)]
    members.order(collection=collection, members=numbers, by=clerk, at=AT)
    assert titles(collection) == [("", ["另一份", document.title])]
    with pytest.raises(ActRefused, match="刚才有变动"):
        members.order(collection=collection, members=numbers[:1], by=clerk, at=AT)
    with pytest.raises(ActRefused, match="请填写移出的理由"):
        members.remove(member=rows[0], reason=" ", by=clerk, at=AT)
    members.remove(member=rows[0], reason="不属于本专题", by=clerk, at=AT)
    assert titles(collection) == [("", ["另一份"])]


def test_nobody_else_keeps_it(city: City, document: Document) -> None:
    collection = begun(city).collection
    with pytest.raises(NotPermitted):
        members.include(collection=collection, document=document, by=city.outsider, at=AT)


def test_the_map_shows_what_bears_on_what(city: City, clerk: User, document: Document) -> None:
    collection = begun(city).collection
    later = published(city, doc_number="试府办〔2026〕9号", title="修改决定")
    relate(
        source=later, target=document, kind=RelationKind.AMENDS, by=city.people[Role.SIGNER],
        at=AT + 5 * HOUR, effective_on=AT.date(),
    )  # fmt: skip
    for each in (document, later):
        members.include(collection=collection, document=each, by=clerk, at=AT)
    found = map_of(shelves_of(collection))
    assert [(edge.source.pk, edge.target.pk) for edge in found.edges] == [(later.pk, document.pk)]


def test_pages_elsewhere_are_looked_after(city: City, clerk: User) -> None:
    collection = begun(city).collection
    page = "https://www.example.org/a"
    members.include_outside(
        collection=collection, title="国家的规划", publisher="某部", url=page, by=clerk, at=AT
    )
    assert PATROLLED.addresses() == {page}
    (place,) = PATROLLED.places([city.office.pk], None)
    assert (place.organ_id, place.title, place.urls) == (city.office.pk, "养老一件事", (page,))
    assert list(PATROLLED.places([city.office.pk], {"https://other.example/"})) == []
    assert list(PATROLLED.places([city.district.pk], None)) == []
