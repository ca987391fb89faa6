"""Terms, holds and the purge, whatever the kind of case."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest
from django.db.models import Q
from pytest_django import Settings

from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused
from portal.personal.retention import LONGEST_REASON, Retention, hold, lift_hold
from requests_app.rectification import workflow as flow
from requests_app.rectification.models import Rectification
from requests_app.rectification.services.retention import RECTIFICATIONS
from tests.builders import City
from tests.requests_app.rectification.cases import brought

MONTHS = {"short": 1, "long": 60}
LONG_AFTER = dt.datetime(2040, 1, 1, 4, tzinfo=dt.UTC)


@dataclass
class Closed:
    """The columns every kind of case has, without a table."""

    closed_on: dt.date | None = dt.date(2026, 1, 31)
    legal_hold: str = ""
    purged_at: dt.datetime | None = None
    is_contested: bool = False
    kept: str = "short"


@pytest.fixture
def kept(settings: Settings) -> Retention[Any]:
    settings.TERMS_OF_A_KIND = MONTHS
    return Retention[Any](
        model=Rectification,
        prefix="samples",
        setting="TERMS_OF_A_KIND",
        classes={"short": Q(), "long": Q()},
        class_of=lambda case: case.kept,
        sealed=(),
        forget=lambda _case: [],
        is_over=lambda case: not case.is_contested,
    )


def test_a_term_ends_on_the_day_of_the_month_or_on_its_last(kept: Retention[Any]) -> None:
    assert kept.keep_until(Closed()) == dt.date(2026, 2, 28)
    assert kept.keep_until(Closed(kept="long")) == dt.date(2031, 1, 31)


def test_what_is_open_contested_or_held_has_no_end(kept: Retention[Any]) -> None:
    assert kept.term_over(Closed(closed_on=None)) is None
    assert kept.term_over(Closed(is_contested=True)) is None
    held = Closed(legal_hold="诉讼未结")
    assert (kept.keep_until(held), kept.term_over(held)) == (None, dt.date(2026, 2, 28))


def test_a_hold_is_put_once_and_lifted_once() -> None:
    case = cast(Any, Closed())
    hold(case, "诉讼未结")
    assert case.legal_hold == "诉讼未结"
    with pytest.raises(ActRefused, match="已经延长保存"):
        hold(case, "又一个理由")
    lift_hold(case)
    assert case.legal_hold == ""
    with pytest.raises(ActRefused, match="没有延长保存"):
        lift_hold(case)


def test_no_hold_of_what_is_gone_and_none_with_too_long_a_reason() -> None:
    with pytest.raises(ActRefused, match="已经清除"):
        hold(cast(Any, replace(Closed(), purged_at=LONG_AFTER)), "诉讼未结")
    case = cast(Any, Closed())
    with pytest.raises(ActRefused, match="300字"):
        hold(case, "诉" * (LONGEST_REASON + 1))
    hold(case, "诉" * LONGEST_REASON)
    assert len(case.legal_hold) == LONGEST_REASON


def test_the_limit_counts_what_was_purged(city: City) -> None:
    first, _, third = (brought(city, flow.Status.DECLINED) for _ in range(3))
    Rectification.objects.filter(pk=first.pk).update(legal_hold="诉讼未结")
    assert RECTIFICATIONS.purge_due(at=LONG_AFTER, limit=1) == 1
    assert set(Rectification.objects.filter(purged_at=None)) == {first, third}
    assert RECTIFICATIONS.purge_due(at=LONG_AFTER, limit=5) == 1
    purged = AuditEntry.objects.filter(action="records.purge")
    assert [entry.details["reason"] for entry in purged] == ["answered", "answered"]


def test_one_that_cannot_be_purged_leaves_those_before_it_purged(city: City) -> None:
    fine, broken = brought(city, flow.Status.DECLINED), brought(city, flow.Status.DECLINED)

    def forget(case: Rectification) -> list[Any]:
        if case.pk == broken.pk:
            raise OSError("the store is full")
        return RECTIFICATIONS.forget(case)

    kind = replace(RECTIFICATIONS, forget=forget)
    with pytest.raises(OSError, match="full"):
        kind.purge_due(at=LONG_AFTER, limit=5)
    fine.refresh_from_db()
    broken.refresh_from_db()
    assert (fine.name, broken.purged_at) == ("", None)
    assert broken.name
