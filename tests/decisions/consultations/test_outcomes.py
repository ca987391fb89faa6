"""The outcome: drawn up, published by another, told to each writer once, taken back."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from decisions.consultations.models import Consultation, Opinion
from decisions.consultations.services import answers, outcomes
from decisions.consultations.services.steps import STEPS
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from portal.notifications.services.party_notices import tell_party
from portal.search.models import SearchEntry
from tests.builders import City
from tests.decisions.consultations.cases import (
    CAME_AT,
    after,
    answered,
    hands,
    running,
    settled,
    told,
    written,
)

pytestmark = pytest.mark.django_db


def _with_writers(city: City, number: int) -> Consultation:
    row = running(city)
    for place in range(number):
        written(row, f"第{place}条。", email=f"w{place}@example.test", name="陈先生")
    written(row, "没有留联系方式。")
    answered(row, city)
    STEPS.perform(row, "settle", by=hands(city)[0], at=after(row))
    handler, reviewer = hands(city)
    outcomes.draw_up(consultation=row, outcome="都已研究。", by=handler, at=after(row))
    return outcomes.publish_outcome(consultation=row, by=reviewer, at=after(row))


def test_each_writer_is_told_once_whatever_dies(city: City, monkeypatch: Any) -> None:
    row = _with_writers(city, 5)
    monkeypatch.setattr(outcomes, "BATCH", 2)
    at, tell = after(row), tell_party
    calls = []

    def dies(*args: Any, **kwargs: Any) -> None:
        calls.append(args)
        if len(calls) == 4:
            raise RuntimeError("killed")
        tell(*args, **kwargs)

    monkeypatch.setattr(outcomes, "tell_party", dies)
    with pytest.raises(RuntimeError):
        outcomes.tell_writers(at=at)
    # The batch in hand is undone whole, the one before stays.
    assert Opinion.objects.filter(told_version=1).count() == 2
    assert outcomes.tell_writers(at=at) == 4
    assert outcomes.tell_writers(at=at) == 0
    sent = OutboxMessage.objects.filter(kind="opinions.party")
    assert sent.count() == 5
    assert not sent.filter(body__contains="第1条").exists()


def test_published_again_they_are_told_again(city: City) -> None:
    row = _with_writers(city, 1)
    outcomes.tell_writers(at=after(row))
    handler, reviewer = hands(city)
    outcomes.withdraw_outcome(consultation=row, reason="条数有误", by=reviewer, at=after(row))
    assert outcomes.tell_writers(at=after(row)) == 0
    outcomes.draw_up(consultation=row, outcome="改正。", by=handler, at=after(row))
    outcomes.publish_outcome(consultation=row, by=reviewer, at=after(row))
    outcomes.tell_writers(at=after(row))
    assert OutboxMessage.objects.filter(kind="opinions.party").count() == 2


def test_zero_opinions_are_published_too(city: City) -> None:
    row = told(city, start=CAME_AT, opinions=0)
    assert row.status == "answered"
    entry = AuditEntry.objects.filter(action="consultations.publish_outcome").get()
    assert entry.details["received"] == 0


def test_another_hand_publishes(city: City) -> None:
    row = settled(city, start=CAME_AT)
    handler, reviewer = hands(city)
    with pytest.raises(NotPermitted):
        outcomes.draw_up(consultation=row, outcome="好。", by=reviewer, at=after(row))
    outcomes.draw_up(consultation=row, outcome="好。", by=handler, at=after(row))
    with pytest.raises(NotPermitted):
        outcomes.publish_outcome(consultation=row, by=handler, at=after(row))


def test_no_number_of_a_person(city: City) -> None:
    row = settled(city, start=CAME_AT)
    with pytest.raises(ActRefused, match="请隐去"):
        outcomes.draw_up(
            consultation=row, outcome="已电告13800001111。", by=hands(city)[0], at=after(row)
        )


def test_the_search_has_the_outcome_as_long_as_it_is_public(city: City) -> None:
    row = told(city, start=CAME_AT)

    def body() -> str:
        return str(SearchEntry.objects.get(kind="consultation", object_id=row.pk).body)

    assert "意见都已研究" in body()
    assert "第0条建议" not in body()
    outcomes.withdraw_outcome(consultation=row, reason="有误", by=hands(city)[1], at=after(row))
    assert "意见都已研究" not in body()


def test_what_is_settled_stays_until_it_is_opened_again(city: City) -> None:
    row = settled(city, start=CAME_AT)
    made = row.opinions.get()
    with pytest.raises(ActRefused, match="处理完毕"):
        answers.reconsider(opinion=made, reason="改", by=hands(city)[0], at=after(row))
    with pytest.raises(ActRefused, match="现在不"):
        answers.answer(
            consultation=row, outcome="adopted", reason="好。", serials=[1], by=hands(city)[0],
            at=after(row),
        )  # fmt: skip
    STEPS.perform(row, "reopen", by=hands(city)[0], at=after(row), reason="补录")
    answers.reconsider(opinion=made, reason="改", by=hands(city)[0], at=after(row))
    assert row.opinions.open().count() == 1
    assert uuid.UUID(str(made.submission_key))
