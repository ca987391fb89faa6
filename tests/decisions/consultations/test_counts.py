"""The numbers of an outcome: counted while opinions are handled, kept when it is published."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from decisions.consultations.counts import count, counts_of
from decisions.consultations.models import Consultation
from decisions.consultations.services import answers, outcomes
from decisions.consultations.services.steps import STEPS
from tests.builders import City
from tests.decisions.consultations.cases import CAME_AT, DAY, after, hands, running, written

pytestmark = pytest.mark.django_db


def _drawn_up(city: City) -> Consultation:
    """Three in the same words in one group, one adopted by itself, one taken back."""
    row = running(city, start=CAME_AT - 60 * DAY)
    for _ in range(3):
        written(row, "夜间再便宜一些。", on="第四条")
    alone = written(row, "写明投诉电话。", on="第三条")
    handler, at = hands(city)[0], after(row)
    answers.group(consultation=row, serials=[1, 2, 3], summary="夜间便宜", by=handler, at=at)
    given: list[dict[str, Any]] = [
        {"outcome": "declined", "reason": "收费另行规定。" * 5, "groups": list(row.groups.all())},
        {"outcome": "adopted", "reason": "已写明。", "serials": [alone.serial]},
    ]
    for each in given:
        answers.answer(consultation=row, by=handler, at=at, **each)
    STEPS.perform(row, "settle", by=handler, at=at)
    return outcomes.draw_up(consultation=row, outcome="都已研究。", by=handler, at=at)


def _published(city: City) -> Consultation:
    row = _drawn_up(city)
    outcomes.publish_outcome(consultation=row, by=hands(city)[1], at=after(row))
    return Consultation.objects.get(pk=row.pk)


def test_what_is_kept_is_what_was_counted(city: City) -> None:
    row = _published(city)
    kept, again = counts_of(row), count(row)
    assert row.figures is not None
    assert kept.as_data() == again.as_data() == row.figures
    assert kept.ledger == again.ledger
    group, clause = row.groups.get(), row.opinions.get(serial=4).now_id
    assert (kept.copies, kept.adopted_singly) == ({group.pk: 3}, {clause: 1})


def test_nothing_is_counted_again_for_a_reader(city: City, django_assert_num_queries: Any) -> None:
    row = _published(city)
    with django_assert_num_queries(0):
        assert counts_of(row).ledger.total.received == 4


def test_before_it_is_public_and_after_it_was_taken_back_it_is_counted(city: City) -> None:
    row = _drawn_up(city)
    assert row.figures is None
    assert counts_of(row).ledger.total.received == 4
    row = _published(city)
    outcomes.withdraw_outcome(consultation=row, reason="有误", by=hands(city)[1], at=after(row))
    row = Consultation.objects.get(pk=row.pk)
    assert row.figures is None
    assert counts_of(row).ledger.total.received == 4


def test_what_is_erased_with_its_term_stays_counted(city: City) -> None:
    row = _published(city)
    row.opinions.update(text="", text_index="")
    assert count(row).copies == {}
    assert counts_of(row).copies == {row.groups.get().pk: 3}


def test_the_database_keeps_what_was_published(city: City) -> None:
    row = _published(city)
    with pytest.raises(DatabaseError, match="Cannot update rows"), transaction.atomic():
        Consultation.objects.filter(pk=row.pk).update(figures={"counted": []})


def test_an_outcome_that_was_published_before_they_were_kept_is_counted(city: City) -> None:
    row = _published(city)
    row.figures = None
    assert counts_of(row) == count(row)
