"""How often an organ is to have representatives: settings by its kind, rows of its own."""

from __future__ import annotations

import datetime as dt

import pytest

from decisions.seats.models import SittingQuota
from decisions.seats.selectors import figures, usual
from decisions.seats.services.yearly import set_quota
from decisions.seats.workflow import Status
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City, person
from tests.decisions.seats.cases import AT, brought

pytestmark = pytest.mark.django_db


def test_four_for_districts_one_for_towns(city: City) -> None:
    assert [usual(one) for one in (city.district, city.street, city.office)] == [4, 1, 0]


def test_what_was_held_counts_and_who_is_behind_comes_first(city: City) -> None:
    row = brought(city, Status.HELD)
    on = dt.date(row.held_on.year, 12, 31)
    found = figures({city.office.pk, city.district.pk, city.street.pk}, on.year, on=on)
    assert [(one.organ, one.standing.held, one.standing.behind) for one in found] == [
        (city.district, 0, 4),
        (city.street, 0, 1),
        (city.office, 1, 0),
    ]


def test_a_row_takes_the_place_of_the_setting(city: City) -> None:
    boss = person("p-boss", organs=[city.root], roles=[Role.SUPERVISOR])
    set_quota(organ=city.street, year=2026, least=2, months="6、11", by=boss, at=AT)
    row = SittingQuota.objects.get()
    assert (row.least, row.planned) == (2, (6, 11))
    found = figures({city.street.pk}, 2026, on=dt.date(2026, 6, 30))
    assert found[0].standing.behind == 1
    assert AuditEntry.objects.get(action="seats.set_quota").details["least"] == 2
    for year, least, months, told in (
        (1, 1, "", "年度不对"), (2026, 101, "", "次数应为"), (2026, 2, "13", "计划的月份"),
        (2026, 1, "6,11", "不多于次数"),
    ):  # fmt: skip
        with pytest.raises(ActRefused, match=told):
            set_quota(organ=city.street, year=year, least=least, months=months, by=boss, at=AT)
    with pytest.raises(NotPermitted):
        set_quota(organ=city.street, year=2026, least=1, by=city.outsider, at=AT)
