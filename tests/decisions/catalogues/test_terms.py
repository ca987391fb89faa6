"""By when catalogues are published: a row for an organ, or for all below it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from decisions.catalogues.models import CatalogueTerm
from decisions.catalogues.selectors import standings
from decisions.catalogues.services import terms
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City, person
from tests.decisions.catalogues.cases import AT, D, handler, noon, released

pytestmark = pytest.mark.django_db
TODAY = D(2026, 4, 15)


def term(city: City, **changes: Any) -> CatalogueTerm:
    given = {
        "organ": city.root, "year": 2026, "due_on": D(2026, 3, 31), "reaches_below": True,
        "basis": "2026年工作要点", "by": above(city), "at": AT,
    }  # fmt: skip
    return terms.set_term(**{**given, **changes})


def above(city: City) -> Any:
    user = type(city.outsider).objects.filter(username="above").first()
    return user or person("above", organs=[city.root], roles=[Role.SUPERVISOR])


def test_who_has_not_published_and_who_is_late(city: City) -> None:
    term(city)
    term(city, organ=city.district, due_on=D(2026, 4, 10))
    term(city, organ=city.other_district, due_on=None, reaches_below=False, basis="今年不编")
    released(city, 3, at=noon(2026, 4, 1))
    released(city, organ=city.district, at=noon(2026, 4, 1))
    found = {row.organ: row for row in standings(2026, today=TODAY)}
    assert set(found) == {city.root, city.district, city.street}
    told = {row.organ: (row.standing.value, row.days_late, row.items) for row in found.values()}
    assert told == {
        city.root: ("late", 1, 3), city.district: ("in_time", 0, 1), city.street: ("overdue", 5, 0),
    }  # fmt: skip


def test_queries_do_not_grow(city: City, django_assert_num_queries: Any) -> None:
    term(city)
    released(city, 3)
    with django_assert_num_queries(3):
        standings(2026, today=TODAY)


def test_without_rows_nobody_is_asked(city: City) -> None:
    released(city)
    (row,) = standings(2026, today=TODAY)
    assert (row.organ, row.standing.value) == (city.root, "free")


def test_a_second_row_takes_the_place_of_the_first_and_the_trail_has_both(city: City) -> None:
    term(city)
    term(city, due_on=D(2026, 4, 10), basis="推迟")
    assert CatalogueTerm.objects.get().due_on == D(2026, 4, 10)
    entries = AuditEntry.objects.filter(action="catalogues.term").order_by("pk")
    assert [entry.details["former"] for entry in entries] == [None, "2026-03-31"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"basis": " "}, "请填写依据"), ({"due_on": D(2028, 3, 31)}, "不在2026年"),
        ({"year": 2018}, "年度不对"), ({"basis": "依" * 301}, "最多300字"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(city: City, changes: dict[str, Any], why: str) -> None:
    with pytest.raises(ActRefused, match=why):
        term(city, **changes)


def test_by_those_who_supervise_it(city: City) -> None:
    of_office = city.people[Role.SUPERVISOR]
    for user in (handler(city), city.outsider, of_office):
        with pytest.raises(NotPermitted, match="监督该机关"):
            term(city, by=user)
    assert dt.date(2026, 4, 1) == term(city, organ=city.street, due_on=D(2026, 4, 1),
                                       by=of_office).due_on  # fmt: skip
