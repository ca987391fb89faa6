"""The machine proposes, within one clause; nothing is put together by it."""

from __future__ import annotations

import pytest

from decisions.consultations.selectors import proposals_of
from decisions.consultations.services import answers
from decisions.consultations.services.group_proposals import propose, propose_everywhere
from tests.builders import City
from tests.decisions.consultations.cases import CAME_AT, DAY, hands, running, written

pytestmark = pytest.mark.django_db
TEXT = "建议医院周边的停车场对陪护家属实行夜间优惠，每晚不超过十元。"


def test_within_one_clause_only_and_left_to_a_person(city: City) -> None:
    row = running(city)
    for label in ("第三条", "第三条", "第四条", "第四条", ""):
        written(row, TEXT, on=label)
    written(row, TEXT + "谢谢！", on="第三条")
    written(row, "别的意见，写明监督电话。", on="第三条")
    assert propose(consultation=row)
    found = proposals_of(row)
    assert [(each["number"], each["now__label"], each["texts"]) for each in found] == [
        (3, "第三条", 2), (2, "第四条", 1),
    ]  # fmt: skip
    assert not row.groups.exists()
    assert not propose(consultation=row)


def test_what_came_since_is_looked_at(city: City) -> None:
    row = running(city)
    written(row, TEXT)
    assert propose_everywhere(at=CAME_AT + DAY) == 1
    assert proposals_of(row) == []
    written(row, TEXT)
    assert propose_everywhere(at=CAME_AT + DAY) == 1
    assert [each["number"] for each in proposals_of(row)] == [2]
    assert propose_everywhere(at=CAME_AT + DAY) == 0


def test_what_is_grouped_is_proposed_no_more(city: City) -> None:
    row = running(city)
    written(row, TEXT)
    written(row, TEXT)
    propose(consultation=row)
    answers.group(
        consultation=row, serials=[1, 2], summary="夜间优惠", by=hands(city)[0], at=CAME_AT + DAY
    )
    assert proposals_of(row) == []
