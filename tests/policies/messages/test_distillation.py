"""An answer that was given once, drafted for all: masked, by one, for another to release."""

from __future__ import annotations

import pytest

from policies.answers.models import Entry
from policies.answers.workflow import Status
from policies.messages.services.distillation import distill
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from tests.builders import City
from tests.policies.messages.cases import ANSWER, CAME_AT, DAY, answered

pytestmark = pytest.mark.django_db
QUESTION = "单位的停车场晚上能停吗"


def test_the_answer_goes_along_and_waits_for_another(city: City) -> None:
    message = answered(city)
    responder = city.people[Role.MESSAGE_RESPONDER]
    distill(message=message, question=QUESTION, by=responder, at=CAME_AT + 9 * DAY)
    (entry,) = Entry.objects.all()
    version = entry.versions.get()
    assert (entry.status, entry.organ, entry.current) == (Status.DRAFT, message.organ, None)
    assert version.question == QUESTION
    assert version.short_answer == ANSWER
    assert message.acts.filter(action="distill").count() == 1


def test_what_the_base_asks_already_is_not_asked_twice(city: City) -> None:
    message = answered(city)
    responder = city.people[Role.MESSAGE_RESPONDER]
    distill(message=message, question=QUESTION, by=responder, at=CAME_AT + 9 * DAY)
    with pytest.raises(ActRefused):
        distill(message=message, question=QUESTION, by=responder, at=CAME_AT + 9 * DAY)
    assert Entry.objects.count() == 1
