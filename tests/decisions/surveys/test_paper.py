"""Paper: typed by one, a tenth again by another; one that differs holds the whole pile."""

from __future__ import annotations

from typing import Any

import pytest

from decisions.surveys.models import Answer, PaperBatch
from decisions.surveys.services import answers, paper
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotNow, NotPermitted
from tests.builders import City
from tests.decisions.surveys import cases
from tests.decisions.surveys.sheets import typed

pytestmark = pytest.mark.django_db


def _typed(city: City, sheets: int = 40) -> PaperBatch:
    """A pile that waits for its check."""
    batch = cases.batch(city, cases.running(city), sheets)
    by = city.people[Role.DECISION_HANDLER]
    for number in range(sheets):
        answer = typed(q2="A" if number % 2 else "B")
        paper.type_sheet(batch=batch, typed=answer, by=by, at=cases.AT)
    return paper.hand_over(batch=batch, by=by, at=cases.AT)


def _check(batch: PaperBatch, city: City, number: int, **changes: Any) -> PaperBatch:
    given = {"sheets": batch.sheets, "typed": typed(q2="B" if number % 2 else "A")}
    by = city.people[Role.DECISION_REVIEWER]
    return paper.check_sheet(batch=batch, number=number, **{**given, **changes}, by=by, at=cases.AT)


def test_forty_sheets_of_which_four_are_typed_again(city: City) -> None:
    batch = _typed(city)
    assert len(batch.sample) == 4
    for number in batch.sample:
        assert not Answer.objects.exists()
        batch = _check(batch, city, number)
    assert batch.state == "counted"
    assert Answer.objects.filter(channel="paper").count() == 40
    # The sheets are answers now, and nothing says which was which.
    assert not batch.typed_sheets.exists()
    with pytest.raises(NotNow, match="已计入"):
        _check(batch, city, batch.sample[0])


def test_one_that_differs_holds_all(city: City) -> None:
    batch = _typed(city)
    number = batch.sample[0]
    held = _check(batch, city, number, typed=typed(q2="C"))
    assert (held.state, held.told) == ("held", f"第{number}份两次录的不一样。")
    assert not Answer.objects.exists()
    # Nothing is published while it is held.
    by = city.people[Role.DECISION_REVIEWER]
    with pytest.raises(ActRefused, match="抽查不符"):
        cases.STEPS["announce"](batch.survey, by, city, cases.after())
    handler = city.people[Role.DECISION_HANDLER]
    again = paper.reopen(batch=held, sheets=40, by=handler, at=cases.AT)
    paper.type_sheet(batch=again, number=number, typed=typed(q2="C"), by=handler, at=cases.AT)
    again = paper.hand_over(batch=again, by=handler, at=cases.AT)
    for each in again.sample:
        changes = {"typed": typed(q2="C")} if each == number else {}
        again = _check(again, city, each, **changes)
    assert again.state == "counted"


def test_a_recount_that_differs_holds_all(city: City) -> None:
    batch = _typed(city, 3)
    held = _check(batch, city, batch.sample[0], sheets=4)
    assert (held.state, held.told) == ("held", "抽查数出4份，录入的是3份。")
    assert not Answer.objects.exists()


def test_who_typed_does_not_check_and_nobody_else_types(city: City) -> None:
    batch = _typed(city, 2)
    handler = city.people[Role.DECISION_HANDLER]
    with pytest.raises(NotPermitted, match="抽查须由他人"):
        paper.check_sheet(
            batch=batch, number=batch.sample[0], sheets=2, typed=typed(), by=handler, at=cases.AT
        )
    with pytest.raises(NotPermitted):
        paper.check_sheet(
            batch=batch, number=1, sheets=2, typed=typed(), by=city.outsider, at=cases.AT
        )
    other = cases.batch(city, batch.survey)
    with pytest.raises(NotPermitted):
        paper.type_sheet(
            batch=other, typed=typed(), by=city.people[Role.DECISION_REVIEWER], at=cases.AT
        )


def test_a_sheet_that_is_not_in_the_sample(city: City) -> None:
    batch = _typed(city, 2)
    other = ({1, 2} - set(batch.sample)).pop()
    with pytest.raises(ActRefused, match="不在抽查的里面"):
        _check(batch, city, other)


def test_blank_on_paper_stays_blank_and_wrong_is_told(city: City) -> None:
    batch = cases.batch(city, cases.running(city))
    by = city.people[Role.DECISION_HANDLER]
    row = paper.type_sheet(batch=batch, typed={"q5": ["no"]}, by=by, at=cases.AT)
    assert row.picks == {"q5": ["no"]}
    with pytest.raises(answers.NotComplete):
        paper.type_sheet(batch=batch, typed={"q7": ["两次"]}, by=by, at=cases.AT)
    with pytest.raises(ActRefused, match="录了1份"):
        paper.hand_over(batch=batch, by=by, at=cases.AT)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"sheets": 0}, "1到500"),
        ({"received_on": cases.day(1)}, "晚于今天"),
        ({"received_on": cases.day(-1)}, "不在问卷开放"),
        ({"place": ""}, "收自哪里"),
    ],
)
def test_what_a_pile_cannot_be(city: City, changes: dict[str, Any], told: str) -> None:
    survey = cases.running(city)
    given = {"place": "甲", "sheets": 2, "received_on": cases.day(0), **changes}
    with pytest.raises(ActRefused, match=told):
        paper.open_batch(survey=survey, **given, by=city.people[Role.DECISION_HANDLER], at=cases.AT)


def test_dropped_with_a_reason_it_is_not_counted(city: City) -> None:
    batch = _typed(city, 2)
    handler = city.people[Role.DECISION_HANDLER]
    dropped = paper.drop(batch=batch, reason="复印件", by=handler, at=cases.AT)
    assert (dropped.state, dropped.told) == ("dropped", "复印件")
    assert cases.walk(batch.survey, city, "announce", at=cases.after()).figures == []
    assert AuditEntry.objects.filter(action="surveys.drop_paper").count() == 1


def test_no_new_pile_after_the_end_when_the_result_can_be_seen(city: City) -> None:
    survey = cases.running(city)
    batch = cases.batch(city, survey)
    by = city.people[Role.DECISION_HANDLER]
    with pytest.raises(ActRefused, match="截止"):
        paper.open_batch(
            survey=survey, place="柳桥街道", sheets=2, received_on=cases.day(0), by=by,
            at=cases.after(),
        )  # fmt: skip
    # One that was begun before is typed to its end.
    paper.type_sheet(batch=batch, typed=typed(), by=by, at=cases.after())
