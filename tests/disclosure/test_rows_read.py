"""Lists and counts read rows in proportion to the documents, whatever joins they ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from disclosure.choices import Reach
from disclosure.models import AddresseeGroup, Document, DocumentAddressee
from disclosure.selectors import ThemeInUse, circles_of, themes_in_use
from portal.organs.models import Organ
from portal.taxonomy.models import Theme
from tests.builders import City, draft, person, published, published_at_once
from tests.disclosure.plans import rows_read

FEW, MANY = 5, 30
TOP = "城乡建设、环境保护"


def _fill(city: City, now: dt.datetime, first: int, last: int) -> None:
    """Two documents a number: one under the top-level theme itself, one under a sub-theme."""
    below = Theme.objects.get(path=f"{TOP}\\城乡建设（含住房）")
    for number in range(first, last):
        for kind, theme in (("办", below.parent), ("办规", below)):
            made = draft(city, doc_number=f"试府{kind}〔2026〕{number + 1}号", theme=theme)
            published_at_once(made, at=now)


def _rows(act: Callable[[], object]) -> int:
    with rows_read() as read:
        act()
    return read.rows


@pytest.mark.parametrize(
    "address", ["/", "/sitemap/", "/openness/contents/", "/api/v1/themes/", "/api/v1/tags/"]
)
def test_pages_that_count_read_a_few_rows_for_each_document(
    client: Client, city: City, now: dt.datetime, address: str
) -> None:
    def ask() -> None:
        assert client.get(address).status_code == 200

    _fill(city, now, 0, FEW)
    few = _rows(ask)
    _fill(city, now, FEW, MANY)
    grown = _rows(ask) - few
    # Home asks a dozen times of the documents, by plans of two or three steps.
    assert grown / (2 * (MANY - FEW)) <= 40


def test_themes_are_counted_once_for_each_document(city: City, now: dt.datetime) -> None:
    _fill(city, now, 0, FEW)
    few = _rows(themes_in_use)
    _fill(city, now, FEW, MANY)
    # Found, joined to its theme and the theme above, sorted, grouped: by one plan or another.
    assert (_rows(themes_in_use) - few) / (2 * (MANY - FEW)) <= 16
    assert themes_in_use() == [ThemeInUse(TOP, 2 * MANY)]


def test_themes_stand_in_the_official_order_with_what_is_below_them(city: City) -> None:
    assert themes_in_use() == []
    second = Theme.objects.get(path=TOP)
    first = Theme.objects.filter(parent=None, path_order__lt=second.path_order).earliest("pk")
    published(city, theme=second, doc_number="试府办〔2026〕1号")
    published(city, theme=second.children.first(), doc_number="试府办〔2026〕2号")
    published(city, theme=second.children.last(), doc_number="试府办〔2026〕3号")
    published(city, theme=first.children.first(), doc_number="试府办〔2026〕4号")
    draft(city, theme=first, doc_number="试府办〔2026〕5号")
    addressed = published(city, theme=first, doc_number="试府办〔2026〕6号")
    Document.objects.filter(pk=addressed.pk).update(reach=Reach.ADDRESSED, reach_reason="仅供试点")
    assert themes_in_use() == [ThemeInUse(first.name, 1), ThemeInUse(TOP, 3)]


def test_a_group_costs_its_people_and_its_organs_and_not_their_product(
    city: City, now: dt.datetime
) -> None:
    """A reader who is in a group by name and by organ, among others of both."""
    reader = person("reader", organs=[city.street], roles=[])
    group = AddresseeGroup.objects.create(owner=city.office, name="各试点单位")
    document = published(city, reach=Reach.EVERYONE)
    Document.objects.filter(pk=document.pk).update(reach=Reach.ADDRESSED, reach_reason="仅供试点")
    DocumentAddressee.objects.create(document=document, group=group)

    def join(first: int, last: int) -> None:
        names = range(first, last)
        group.people.add(*(person(f"reader-{n}", organs=[], roles=[]) for n in names), reader)
        for n in names:
            fields = {"name": f"试点单位{n}", "short_name": f"单位{n}", "level": "district"}
            city.district.refresh_from_db()
            added = Organ.objects.add_child(
                city.district, {"code": f"SJ-D-{n}", "kind": "department", **fields}
            )
            group.organs.add(added)

    def ask() -> None:
        assert list(Document.objects.addressed_to(reader)) == [document]
        assert circles_of(reader)[1] == {group.pk}

    join(0, FEW)
    few = _rows(ask)
    join(FEW, MANY)
    assert (_rows(ask) - few) / (MANY - FEW) <= 2
