"""Who wrote is forgotten when the term is over; what was said stays, unless it was taken back."""

from __future__ import annotations

import pytest

from decisions.consultations.counts import ledger_for
from decisions.consultations.models import Opinion
from decisions.consultations.services import outcomes, public_copies
from decisions.consultations.services.retention import OPINIONS
from decisions.consultations.services.steps import STEPS
from portal.notifications.models import OutboxMessage
from tests.builders import City
from tests.decisions.consultations.cases import (
    CAME_AT,
    DAY,
    after,
    answered,
    hands,
    running,
    written,
)

pytestmark = pytest.mark.django_db


def test_contacts_go_and_the_ledger_stays(city: City) -> None:
    row = running(city)
    made = written(
        row, "请便宜。", name="陈演示", email="chen@example.test", may_publish=True, may_name=True
    )
    handler, reviewer = hands(city)
    public_copies.show(opinion=made, text="请便宜。", by=handler, at=CAME_AT + DAY)
    answered(row, city)
    at = after(row)
    STEPS.perform(row, "settle", by=handler, at=at)
    outcomes.draw_up(consultation=row, outcome="都已研究。", by=handler, at=at)
    outcomes.publish_outcome(consultation=row, by=reviewer, at=at)
    outcomes.tell_writers(at=at)
    assert OPINIONS.purge_due(at=at + 300 * DAY, limit=9) == 0
    assert OPINIONS.purge_due(at=at + 400 * DAY, limit=9) == 1
    made.refresh_from_db()
    assert (made.name, made.email, made.public_name, made.code_index) == ("", "", "", "")
    assert made.text == made.public_text == "请便宜。"
    assert ledger_for(row).total.adopted == 1
    assert not OutboxMessage.objects.filter(kind="opinions.party").exists()
    assert OPINIONS.purge_due(at=at + 500 * DAY, limit=9) == 0


def test_what_was_taken_back_goes_with_its_words(city: City) -> None:
    made = written(running(city), "请便宜。", name="陈演示")
    public_copies.withdraw(opinion=made, at=CAME_AT + 2 * DAY)
    assert OPINIONS.purge_due(at=CAME_AT + 200 * DAY, limit=9) == 1
    gone = Opinion.objects.get(pk=made.pk)
    assert (gone.text, gone.name, gone.text_index) == ("", "", "")


def test_what_is_open_stays(city: City) -> None:
    written(running(city), name="陈演示")
    assert OPINIONS.purge_due(at=CAME_AT + 4_000 * DAY, limit=9) == 0
