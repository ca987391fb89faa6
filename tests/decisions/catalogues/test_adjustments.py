"""Changes after it was published: dated, with their reason, by two hands; the old state stays."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import InternalError, transaction

from decisions.catalogues.models import Adjustment
from decisions.catalogues.selectors import (
    history_of,
    lines_now,
    public_adjustments,
    waiting_adjustments,
)
from decisions.catalogues.services import adjustments
from decisions.catalogues.workflow import Status
from portal.acts.refusals import Blocked
from portal.common.errors import ActRefused, NotPermitted
from portal.search.models import SearchEntry
from tests.builders import City
from tests.decisions.catalogues.cases import (
    LATER,
    TITLE,
    D,
    adjusted,
    again,
    given,
    handler,
    item_of,
    lines_on,
    released,
    reviewer,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_the_state_of_a_day_before_still_shows_the_old_month(city: City) -> None:
    """Acceptance test 1 of the catalogue: adjusted on 15 September."""
    row = adjusted(released(city), city)
    months = {
        day: str(lines_on(row, day)[0].edition.span)
        for day in (D(2026, 6, 30), D(2026, 9, 14), D(2026, 9, 15), D(2026, 12, 1))
    }
    assert months == {
        D(2026, 6, 30): "2026年2月至9月", D(2026, 9, 14): "2026年2月至9月",
        D(2026, 9, 15): "2026年4月至12月", D(2026, 12, 1): "2026年4月至12月",
    }  # fmt: skip
    (made,) = public_adjustments(row, D(2026, 12, 1))
    assert (made.asked_by, made.reason, made.on) == ("市民政局", "资金没有落实。", D(2026, 9, 15))
    assert public_adjustments(row, D(2026, 9, 14)) == []
    assert len(history_of(item_of(row))) == 2


def test_what_is_proposed_is_not_public_yet(city: City) -> None:
    row = released(city)
    adjustments.add(
        catalogue=row, **given(city, title="新的一件"), reason="国家新规定", by=handler(city),
        at=LATER,
    )  # fmt: skip
    row = again(row)
    assert row.status == Status.ADJUSTING
    assert [line.edition.title for line in lines_on(row, LATER.date())] == [TITLE]
    assert len(lines_now(row)) == 2
    assert SearchEntry.objects.live(["catalogue_item"]).count() == 1
    adjustments.adjust(catalogue=row, by=reviewer(city), at=LATER + DAY)
    lines = lines_on(again(row), D(2026, 9, 16))
    assert [(line.item.number, line.edition.title) for line in lines] == [
        (1, TITLE), (2, "新的一件"),
    ]  # fmt: skip
    assert [line.edition.title for line in lines_on(row, D(2026, 9, 15))] == [TITLE]
    assert SearchEntry.objects.live(["catalogue_item"]).count() == 2


def test_moved_and_removed_stay_readable(city: City) -> None:
    row, by = released(city, 2), handler(city)
    adjustments.move(
        catalogue=row, item=item_of(row, 1), moved_to=2027, reason="勘察没有做完", by=by, at=LATER
    )
    adjustments.remove(catalogue=row, item=item_of(row, 2), reason="不再需要", by=by, at=LATER)
    adjustments.adjust(catalogue=row, by=reviewer(city), at=LATER)
    row = again(row)
    first, second = lines_on(row, LATER.date())
    assert (first.edition.place, first.edition.moved_to) == ("moved", 2027)
    assert (second.edition.place, second.is_listed) == ("removed", False)
    assert list(first.edition.joint.all()) == [city.street]
    with pytest.raises(ActRefused, match="已经移到以后年度"):
        adjustments.remove(catalogue=row, item=item_of(row, 1), reason="再改", by=by, at=LATER)


def test_what_is_returned_stays_on_record_and_leaves_all_as_it_was(city: City) -> None:
    row = released(city)
    adjustments.add(
        catalogue=row, **given(city, title="新的一件"), reason="想加", by=handler(city), at=LATER
    )
    adjustments.refuse(catalogue=row, reason="再研究", by=reviewer(city), at=LATER)
    row = again(row)
    assert row.status == Status.RELEASED
    assert [line.edition.title for line in lines_now(row)] == [TITLE]
    assert Adjustment.objects.get().dropped_at == LATER
    # The name is free again.
    adjustments.add(
        catalogue=row, **given(city, title="新的一件"), reason="又想", by=handler(city), at=LATER
    )


def test_a_second_proposal_takes_the_place_of_the_first(city: City) -> None:
    row, by = released(city), handler(city)
    for title in ("第一次改", "第二次改"):
        adjustments.change(
            catalogue=row, item=item_of(row), **given(city, title=title), reason="改", by=by,
            at=LATER,
        )  # fmt: skip
    assert waiting_adjustments(row).count() == 1
    adjustments.adjust(catalogue=row, by=reviewer(city), at=LATER)
    assert lines_on(row, LATER.date())[0].edition.title == "第二次改"


@pytest.mark.parametrize("reason", ["", " ", "\x00", "理" * 501])
def test_never_without_a_reason(city: City, reason: str) -> None:
    row = released(city)
    with pytest.raises(ActRefused, match="调整的理由"):
        adjustments.remove(
            catalogue=row, item=item_of(row), reason=reason, by=handler(city), at=LATER
        )
    assert not Adjustment.objects.exists()


def test_what_changes_nothing_is_refused(city: City) -> None:
    row = released(city)
    with pytest.raises(ActRefused, match="没有改动"):
        adjustments.change(
            catalogue=row, item=item_of(row), **given(city), reason="没改", by=handler(city),
            at=LATER,
        )  # fmt: skip


@pytest.mark.parametrize("year", [2026, 2025, 2032])
def test_moved_to_a_later_year(city: City, year: int) -> None:
    row = released(city)
    with pytest.raises(ActRefused, match="移到的年度应在2027年到2031年"):
        adjustments.move(
            catalogue=row, item=item_of(row), moved_to=year, reason="理由", by=handler(city),
            at=LATER,
        )  # fmt: skip


def test_whoever_proposed_does_not_publish_it(city: City) -> None:
    row, both = released(city), reviewer(city)
    both.memberships.create(organ=city.office, role="decision_handler")
    both = type(both).objects.get(pk=both.pk)
    adjustments.remove(catalogue=row, item=item_of(row), reason="理由", by=both, at=LATER)
    with pytest.raises(NotPermitted, match="须由他人办理"):
        adjustments.adjust(catalogue=row, by=both, at=LATER)
    # What was settled before does not count in the next round.
    adjustments.refuse(catalogue=row, reason="再研究", by=both, at=LATER)
    adjustments.remove(catalogue=row, item=item_of(row), reason="理由", by=handler(city), at=LATER)
    adjustments.adjust(catalogue=row, by=both, at=LATER)


def test_numbers_of_persons_keep_it_back(city: City) -> None:
    row = released(city)
    adjustments.remove(
        catalogue=row, item=item_of(row), reason="找王某13900001234", by=handler(city), at=LATER
    )
    with pytest.raises(Blocked, match="调整理由里疑似有"):
        adjustments.adjust(catalogue=row, by=reviewer(city), at=LATER)


def test_what_was_said_is_never_changed(city: City) -> None:
    row = adjusted(released(city), city)
    rows = Adjustment.objects.filter(catalogue=row)
    for change in ({"reason": "别的"}, {"on": None, "released_at": None}):
        with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        rows._raw_delete(rows.db)
