"""年终总公开: of every item what became of it, with the reason of what was not done."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import InternalError, transaction

from decisions.catalogues.choices import Outcome
from decisions.catalogues.models import Completion
from decisions.catalogues.selectors import accounts_of, lines_now
from decisions.catalogues.services import adjustments, completion
from decisions.catalogues.workflow import Status
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City
from tests.decisions.catalogues.cases import (
    D,
    again,
    closed,
    handler,
    item_of,
    noon,
    put,
    released,
    reviewer,
    told,
)

pytestmark = pytest.mark.django_db
END = noon(2026, 12, 28)


def complete(row: Any, city: City, number: int, outcome: str = "done", **given: Any) -> None:
    completion.complete(
        catalogue=row, item=item_of(row, number), outcome=outcome, by=handler(city), at=END, **given
    )


def test_twelve_items(city: City) -> None:
    """Acceptance test 2: 9 done, 2 moved to 2027, 1 withdrawn; one without a state blocks."""
    row = released(city, 12)
    for number in range(1, 10):
        complete(row, city, number)
    complete(row, city, 10, "moved", words="可行性研究没有做完", moved_to=2027)
    adjustments.move(
        catalogue=row, item=item_of(row, 11), moved_to=2027, reason="勘察没有做完",
        by=handler(city), at=END,
    )  # fmt: skip
    adjustments.adjust(catalogue=row, by=reviewer(city), at=END)
    with pytest.raises(ActRefused, match=r"^第12项没有登记完成情况"):
        completion.account(catalogue=row, by=handler(city), at=END)
    complete(row, city, 12, "withdrawn", words="上级已有规定")
    completion.account(catalogue=row, closing_note="今年办成九件。", by=handler(city), at=END)
    completion.close(catalogue=row, by=reviewer(city), at=END)
    row = again(row)
    assert (row.status, row.closed_on) == (Status.CLOSED, D(2026, 12, 28))
    known = list(accounts_of(row, lines_now(row)).values())
    outcomes = [each.outcome for each in known]
    assert [outcomes.count(outcome) for outcome in Outcome] == [9, 2, 1]
    assert all(each.words for each in known if each.outcome != Outcome.DONE)


def test_the_last_record_counts(city: City) -> None:
    row = released(city)
    complete(row, city, 1, "withdrawn", words="写错了")
    complete(row, city, 1)
    (known,) = accounts_of(row, lines_now(row)).values()
    assert known.outcome == Outcome.DONE
    assert Completion.objects.count() == 2
    with pytest.raises(InternalError, match="Cannot delete or update"), transaction.atomic():
        Completion.objects.update(words="改")


@pytest.mark.parametrize(
    ("outcome", "given", "why"),
    [
        ("moved", {"moved_to": 2027}, "请写明理由"), ("withdrawn", {}, "请写明理由"),
        ("moved", {"words": "没做完"}, "移到哪一年"),
        ("done", {"moved_to": 2027}, "移到哪一年"),
        ("moved", {"words": "没做完", "moved_to": 2026}, "2027年到2031年"),
        ("withdrawn", {"words": "理" * 501}, "最多500字"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(city: City, outcome: str, given: dict[str, Any], why: str) -> None:
    with pytest.raises(ActRefused, match=why):
        complete(released(city), city, 1, outcome, **given)
    assert not Completion.objects.exists()


def test_what_was_taken_off_needs_no_record(city: City) -> None:
    row = released(city)
    adjustments.remove(catalogue=row, item=item_of(row), reason="理由", by=handler(city), at=END)
    adjustments.adjust(catalogue=row, by=reviewer(city), at=END)
    with pytest.raises(ActRefused, match="不需要再登记"):
        complete(row, city, 1)
    completion.account(catalogue=row, by=handler(city), at=END)


def test_by_another_hand(city: City) -> None:
    row, both = released(city), reviewer(city)
    told(row, city, END)
    both.memberships.create(organ=city.office, role="decision_handler")
    both = type(both).objects.get(pk=both.pk)
    completion.account(catalogue=row, by=both, at=END)
    with pytest.raises(NotPermitted, match="须由他人办理"):
        completion.close(catalogue=row, by=both, at=END)


def test_who_put_an_account_on_record_does_not_publish_it(city: City) -> None:
    row, both = released(city), reviewer(city)
    both.memberships.create(organ=city.office, role="decision_handler")
    both = type(both).objects.get(pk=both.pk)
    completion.complete(catalogue=row, item=item_of(row), outcome="done", by=both, at=END)
    completion.account(catalogue=row, by=handler(city), at=END)
    with pytest.raises(NotPermitted, match="须由他人办理"):
        completion.close(catalogue=row, by=both, at=END)


def test_taken_back(city: City) -> None:
    row = closed(city)
    completion.reopen(catalogue=row, reason="有一项写错", by=reviewer(city), at=END)
    row = again(row)
    assert (row.status, row.closed_on) == (Status.RELEASED, None)
    with pytest.raises(NotPermitted):
        put(row, city, title="再来一件")
