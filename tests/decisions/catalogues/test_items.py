"""The items of a draft: what they say is checked, nothing of it is public."""

from __future__ import annotations

import pytest

from decisions.catalogues.models import CatalogueItem
from decisions.catalogues.selectors import lines_now
from decisions.catalogues.services import items
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City, organ
from tests.decisions.catalogues.cases import (
    AT,
    TITLE,
    D,
    begun,
    given,
    handler,
    put,
    released,
    reviewer,
)

pytestmark = pytest.mark.django_db


def test_what_an_item_says(city: City) -> None:
    row = begun(city)
    put(row, city, title=f" {TITLE} ", joint=[city.office, city.street, city.street], hearing=True)
    (line,) = lines_now(row)
    edition = line.edition
    assert (edition.title, edition.first_month, edition.last_month) == (
        TITLE, D(2026, 2, 1), D(2026, 9, 1),
    )  # fmt: skip
    assert list(edition.joint.all()) == [city.street]
    assert edition.step_words == ["公众参与", "专家论证", "合法性审查", "集体讨论"]
    assert (line.item.number, edition.on) == (None, None)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"title": " "}, "请填写事项名称"), ({"title": "长" * 201}, "最多200字"),
        ({"months": "年内"}, "看不出"), ({"months": "13月"}, "没有13月"),
        ({"steps": ["vote"]}, "没有“vote”"), ({"title": "已有的一件"}, "第1项已经是"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(city: City, changes: dict[str, object], why: str) -> None:
    row = begun(city)
    put(row, city, title="已有的一件")
    with pytest.raises(ActRefused, match=why):
        put(row, city, **changes)
    assert row.items.count() == 1


def test_an_organ_of_another_city_is_refused(city: City) -> None:
    foreign = organ("XX", "别市人民政府", "city", "government")
    with pytest.raises(ActRefused, match="不在本市"):
        put(begun(city), city, lead=foreign)


def test_changed_and_taken_out(city: City) -> None:
    row = begun(city)
    item = put(row, city)
    items.edit(
        catalogue=row, item=item, **given(city, title="新的名称", joint=[]), by=handler(city), at=AT
    )
    (line,) = lines_now(row)
    assert (line.edition.title, list(line.edition.joint.all())) == ("新的名称", [])
    items.take_out(catalogue=row, item=item, by=handler(city), at=AT)
    assert not CatalogueItem.objects.exists()


def test_an_item_of_another_catalogue_is_refused(city: City) -> None:
    other = put(begun(city, year=2025), city)
    row = begun(city)
    put(row, city)
    for act in (
        lambda: items.edit(catalogue=row, item=other, **given(city), by=handler(city), at=AT),
        lambda: items.take_out(catalogue=row, item=other, by=handler(city), at=AT),
    ):
        with pytest.raises(ActRefused, match="没有这一项"):
            act()


def test_one_that_was_moved_here(city: City) -> None:
    former = released(city, year=2025).items.get()
    row = begun(city)
    assert put(row, city, former=former).former == former
    with pytest.raises(ActRefused, match="以前年度"):
        put(row, city, title="别的", former=row.items.get())


def test_only_in_a_draft_and_by_handlers(city: City) -> None:
    row = released(city)
    with pytest.raises(NotPermitted, match="现在不能加入事项"):
        put(row, city, title="晚来的")
    with pytest.raises(NotPermitted):
        items.put(catalogue=begun(city, year=2025), **given(city), by=reviewer(city), at=AT)
