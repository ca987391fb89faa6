"""Ratings, calls afterwards, the end, doors out, and the keeping of personal data."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings

from policies.messages.choices import Door
from policies.messages.models import Message, PublishedMessage
from policies.messages.services import feedback
from policies.messages.services.referrals import extend_petition, record_acceptance, refer
from policies.messages.services.retention import MESSAGES
from policies.messages.workflow import Status
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from tests.builders import City
from tests.policies.messages.cases import (
    CAME_AT,
    answered,
    at_nine,
    brought,
    channel,
    passed_down,
    walk,
    written,
)

pytestmark = pytest.mark.django_db


class TestRating:
    """What the writer says."""

    def test_once_for_each_answer(self, city: City) -> None:
        message = answered(city)
        feedback.rate(message=message, score="good", at=CAME_AT)
        with pytest.raises(ActRefused, match="已经评价过"):
            feedback.rate(message=message, score="bad", text="没有答到", at=CAME_AT)
        message = walk(message, city, "ask_again", "propose", "approve")
        feedback.rate(message=message, score="fair", at=CAME_AT)
        assert [row.score for row in message.ratings.all()] == ["good", "fair"]

    @pytest.mark.parametrize(("score", "told"), [("bad", "不满意的原因"), ("none", "请选择满意")])
    def test_who_is_not_content_says_why(self, city: City, score: str, told: str) -> None:
        with pytest.raises(ActRefused, match=told):
            feedback.rate(message=answered(city), score=score, at=CAME_AT)


def test_some_channels_are_closed_only_after_a_call(city: City) -> None:
    channel(office=city.office, revisits=True)
    message = answered(city)
    with pytest.raises(ActRefused, match="办结以前要回访"):
        walk(message, city, "close")
    assert walk(message, city, "revisit", "close").status == Status.CLOSED


def test_who_left_no_address_is_not_called(city: City) -> None:
    channel(office=city.office, revisits=True)
    message = answered(city, email="")
    with pytest.raises(ActRefused, match="没有留联系方式"):
        walk(message, city, "revisit")
    assert walk(message, city, "close").closed_on == dt.date(2026, 9, 7)


class TestDoors:
    """What belongs elsewhere."""

    def test_a_petition_with_its_days(self, city: City) -> None:
        by = city.people[Role.MESSAGE_DESK]
        message = passed_down(city, "2026-09-24")
        at = at_nine("2026-09-24")
        message = refer(message=message, door=Door.PETITION, text="请向信访提出", by=by, at=at)
        days = message.referral
        assert (message.status, message.due_on) == (Status.REFERRED, None)
        assert days.notice_by == days.objection_by == dt.date(2026, 10, 9)
        accepted = {"accepted_on": dt.date(2026, 10, 9), "by": by, "at": at_nine("2026-10-09")}
        message = record_acceptance(message=message, **accepted)
        assert message.referral.finish_by == dt.date(2026, 12, 8)
        message = extend_petition(message=message, by=by, at=at_nine("2026-12-01"))
        assert message.referral.finish_by == dt.date(2027, 1, 7)
        with pytest.raises(ActRefused, match="没有可以延长"):
            extend_petition(message=message, by=by, at=at_nine("2026-12-02"))

    @pytest.mark.parametrize("door", [door for door in Door if door is not Door.PETITION])
    def test_no_other_door_starts_a_clock(self, city: City, door: Door) -> None:
        by = city.people[Role.MESSAGE_DESK]
        message = refer(message=written(city), door=door, text="去处", by=by, at=CAME_AT)
        assert (message.referral.notice_by, message.referral.finish_by) == (None, None)
        with pytest.raises(ActRefused, match="没有转到信访"):
            walk(message, city, "record_acceptance")

    def test_one_that_others_wait_with_goes_nowhere(self, city: City) -> None:
        merged = brought(city, Status.MERGED)
        assert merged.merged_into is not None
        with pytest.raises(ActRefused, match="请先拆回"):
            walk(merged.merged_into, city, "refer")


class TestKeeping:
    """The end of personal data."""

    def closed(self, city: City, **changes: Any) -> Message:
        message = walk(answered(city, **changes), city, "publish", "rate", "close")
        assert message.closed_on == dt.date(2026, 9, 7)
        return message

    def test_after_the_months_of_its_channel(self, city: City, settings: Any) -> None:
        settings.MESSAGE_RETENTION_MONTHS = {"short": 12, "long": 36, "withdrawn": 6}
        message = self.closed(city)
        assert MESSAGES.purge_due(at=at_nine("2027-09-07"), limit=9) == 0
        assert MESSAGES.purge_due(at=at_nine("2027-09-08"), limit=9) == 1
        message.refresh_from_db()
        texts = (message.name, message.email, message.text, message.code_index)
        assert texts == ("", "", "", "")
        assert (message.person_index, message.text_index) == ("", "")
        assert message.answers.get().text == ""
        # What was released lives for itself.
        assert PublishedMessage.objects.get().is_live

    def test_longer_in_some_channels_and_shorter_when_taken_back(self, city: City) -> None:
        long = self.closed(city, by_channel=channel("mailbox", city.office, revisits=False))
        back = walk(written(city), city, "withdraw")
        months = settings.MESSAGE_RETENTION_MONTHS
        assert MESSAGES.months(MESSAGES.class_of(long)) == months["long"]
        assert MESSAGES.months(MESSAGES.class_of(back)) == months["withdrawn"]

    def test_a_hold_keeps_it(self, city: City) -> None:
        message = walk(self.closed(city), city, "hold")
        assert MESSAGES.purge_due(at=at_nine("2032-01-04"), limit=9) == 0
        walk(message, city, "lift_hold")
        assert MESSAGES.purge_due(at=at_nine("2032-01-04"), limit=9) == 1
