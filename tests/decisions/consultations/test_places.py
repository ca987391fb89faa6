"""A new version of the draft, and what was said of the one before: reference test 14."""

from __future__ import annotations

from typing import Any

import pytest

from decisions.consultations.counts import counts_of, ledger_for
from decisions.consultations.models import Consultation, DraftClause
from decisions.consultations.presenters.outcome import changes_of, place_of
from decisions.consultations.selectors import newest
from decisions.consultations.services import answers, consultations, places
from decisions.consultations.services.steps import STEPS
from portal.common.errors import ActRefused
from portal.text.lines import from_lines
from tests.builders import City
from tests.decisions.consultations.cases import (
    CAME_AT,
    DAY,
    SECOND,
    after,
    answered,
    hands,
    running,
    written,
)

pytestmark = pytest.mark.django_db


def _redrafted(city: City, row: Consultation, lines: Any = SECOND) -> Consultation:
    handler, reviewer = hands(city)
    at = CAME_AT + 2 * DAY
    consultations.put_draft(
        consultation=row, text=from_lines(lines), note="按意见改。", by=handler, at=at
    )
    return consultations.release_draft(consultation=row, by=reviewer, at=at)


def _clause(row: Consultation, label: str) -> DraftClause:
    version = newest(row)
    assert version is not None
    found: DraftClause = version.clauses.get(label=label)
    return found


def test_none_disappears_and_none_is_guessed(city: City) -> None:
    row = running(city)
    made = {label: written(row, f"说{label}", on=label) for label in
            ("第一条", "第二条", "第三条", "第四条")}  # fmt: skip
    whole = written(row)
    row = _redrafted(city, row)
    for each in (*made.values(), whole):
        each.refresh_from_db()
    # To the letter: with the clause, whatever its number is now.
    assert (made["第一条"].placing, place_of(made["第一条"])) == ("moved", "第一条")
    assert (made["第二条"].placing, place_of(made["第二条"])) == ("moved", "第三条")
    # Reworded: a person says where it belongs.
    assert (made["第三条"].placing, place_of(made["第三条"])) == ("waiting", "原第三条")
    # Deleted: it keeps the name of what it was said of.
    assert (made["第四条"].placing, place_of(made["第四条"])) == ("former", "原第四条")
    assert whole.placing == "whole"
    # On which words it was written stays.
    assert made["第二条"].clause.label == "第二条"
    assert ledger_for(row).total.received == 5


def test_a_split_clause_is_placed_by_a_person(city: City) -> None:
    lines = ["第一条　制定本办法。", "第二条　停车场应当公示收费标准，并且开具票据。"]
    row = running(city, lines=lines)
    for number in range(3):
        written(row, f"第{number}条", on="第二条")
    row = _redrafted(
        city, row,
        [lines[0], "第二条　停车场应当公示收费标准。", "第三条　停车场应当开具票据。"],
    )  # fmt: skip
    waiting = row.opinions.filter(placing="waiting")
    assert waiting.count() == 3
    former = waiting.first().now
    handler = hands(city)[0]
    given = {"former": former, "by": handler, "at": CAME_AT + 3 * DAY}
    second, third = _clause(row, "第二条"), _clause(row, "第三条")
    places.place(consultation=row, clause=second, serials=frozenset({1}), **given)
    places.place(consultation=row, clause=third, serials=frozenset({2}), **given)
    places.place(consultation=row, clause=None, **given)
    assert [place_of(each) for each in row.opinions.order_by("serial")] == [
        "第二条", "第三条", "原第二条",
    ]  # fmt: skip
    assert ledger_for(row).total.received == 3


def test_a_group_goes_as_a_whole(city: City) -> None:
    row = running(city)
    for _ in range(2):
        written(row, "写明电话", on="第三条")
    handler = hands(city)[0]
    answers.group(
        consultation=row, serials=[1, 2], summary="写明电话", by=handler, at=CAME_AT + DAY
    )
    row = _redrafted(city, row)
    former = row.groups.get().clause
    given = {"former": former, "by": handler, "at": CAME_AT + 3 * DAY}
    there = _clause(row, "第四条")
    with pytest.raises(ActRefused, match="一起对应"):
        places.place(consultation=row, clause=there, serials=frozenset({1}), **given)
    places.place(consultation=row, clause=there, **given)
    assert row.groups.get().clause == there
    assert set(row.opinions.values_list("now", flat=True)) == {there.pk}


def test_what_waits_keeps_the_ledger_open(city: City) -> None:
    row = running(city)
    written(row, "写明电话", on="第三条")
    row = _redrafted(city, row)
    answered(row, city)
    with pytest.raises(ActRefused, match="没有对应到新的草案"):
        STEPS.perform(row, "settle", by=hands(city)[0], at=after(row))


def test_only_to_the_newest_version(city: City) -> None:
    row = running(city)
    made = written(row, "写明电话", on="第三条")
    row = _redrafted(city, row)
    with pytest.raises(ActRefused, match="最新一稿"):
        places.place(
            consultation=row, former=made.clause, clause=made.clause, by=hands(city)[0],
            at=CAME_AT + 3 * DAY,
        )  # fmt: skip


def test_each_clause_before_and_after_with_what_changed_it(city: City) -> None:
    row = running(city)
    for _ in range(2):
        written(row, "写明电话", on="第三条")
    handler = hands(city)[0]
    answers.group(
        consultation=row, serials=[1, 2], summary="写明电话", by=handler, at=CAME_AT + DAY
    )
    answers.answer(
        consultation=row, outcome="adopted", reason="应当写明。", change="加上电话。",
        groups=list(row.groups.all()), by=handler, at=CAME_AT + DAY,
    )  # fmt: skip
    row = _redrafted(city, row)
    found = {change.label: change for change in changes_of(row, counts_of(row).adopted_singly)}
    assert set(found) == {"第二条（新增）", "第三条 → 第四条", "第四条（删去）"}
    changed = found["第三条 → 第四条"]
    assert changed.before.startswith("第三条")
    assert changed.because == ["写明电话（2条）"]
    assert any(stretch.is_changed for stretch in changed.stretches)
