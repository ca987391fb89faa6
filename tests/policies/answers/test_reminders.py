"""Editors hear of review days and of questions fed back, by the floor's stages."""

from __future__ import annotations

import datetime as dt

import pytest

from policies.answers.services.reminders import remind_of_feedback, remind_of_reviews
from portal.notifications.models import OutboxMessage
from tests.builders import City
from tests.policies.answers.base import AT, DAY, asked, released, walk

pytestmark = pytest.mark.django_db


def told(kind: str) -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(kind=kind, channel="inbox").order_by("pk")
    return [(row.user.username if row.user else "", row.subject) for row in rows]


def test_the_editor_is_told_ahead_and_everyday_afterwards(city: City) -> None:
    entry = released(city, review_on=dt.date(2026, 9, 16))
    for day in (0, 2, 9, 9, 10):
        remind_of_reviews(at=AT + day * DAY)
    editor = "p-message_responder"
    ahead, late = f"问答复核提醒：{entry}", f"问答过了复核日：{entry}"
    assert told("answers.review")[:3] == [(editor, ahead), (editor, ahead), (editor, late)]


def test_of_what_is_not_public_nobody_is_told(city: City) -> None:
    walk(released(city, review_on=dt.date(2026, 9, 8)), city, "revise")
    assert remind_of_reviews(at=AT + 3 * DAY) == 0


def test_a_question_fed_back_falls_due(city: City) -> None:
    row = asked(city)
    assert remind_of_feedback(at=AT) == 1
    assert told("answers.feedback_due") == [("p-message_responder", f"知识库反馈期限提醒：{row}")]
