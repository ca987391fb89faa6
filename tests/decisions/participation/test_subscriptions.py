"""Subscribing to what one can newly take part in: the filter of the page, told once, while it is
open, and taken out of letters with what was stopped.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from decisions.consultations.services.steps import STEPS as CONSULTING
from decisions.events.services import events as holding
from decisions.participation import offers
from decisions.participation.subscriptions import TOPIC
from decisions.seats.services import sittings
from decisions.solicitations.services import solicitations as gathering
from decisions.surveys.models import Survey
from decisions.surveys.services import surveys as asking
from portal.accounts.choices import Role
from portal.notifications.choices import Frequency
from portal.notifications.models import Criterion, OutboxMessage, Subscription
from portal.notifications.services import subscriptions
from portal.notifications.services.announcements import announce_news
from portal.notifications.services.criteria import mark_lapsed
from tests.builders import City
from tests.decisions.consultations import cases as consultations
from tests.decisions.events import cases as events
from tests.decisions.seats import cases as seats
from tests.decisions.solicitations import cases as solicitations
from tests.decisions.surveys import cases as surveys

pytestmark = pytest.mark.django_db
AT = surveys.AT
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
BEFORE = AT - DAY


def subscribed(
    query: str = "", *, often: Frequency = Frequency.IMMEDIATE, at: dt.datetime = BEFORE
) -> Subscription:
    """A confirmed subscription by mail."""
    address = f"{Subscription.objects.count()}@people.example"
    subscriptions.request_by_mail(topic=TOPIC, query=query, frequency=often, address=address, at=at)
    return subscriptions.confirm(subscription=Subscription.objects.get(address=address), at=at)


def told(subscription: Subscription) -> str:
    """All that its letters say, without the letter that asked whether it is wanted."""
    rows = OutboxMessage.objects.filter(subscription=subscription, kind="subscriptions.news")
    return "\n".join(f"{row.subject}\n{row.body}\n{row.url}" for row in rows.order_by("pk"))


def test_a_filter_has_one_spelling_and_is_said_in_words(city: City) -> None:
    spelled = "kind=surveys&organ=SJ-B"
    assert TOPIC.normalise("organ=SJ-B&state=answered&kind=surveys&page=3") == spelled
    assert TOPIC.normalise("kind=none&organ=<b>") == ""
    said = TOPIC.describe([spelled, "", "organ=SJ-GONE"])
    assert said[spelled] == ("种类：问卷", f"机关：{city.office.name}")
    assert said[""] == ("全部新开始的征集、问卷和报名",)
    assert said["organ=SJ-GONE"] == ("机关：SJ-GONE",)
    assert TOPIC.url(spelled) == f"{reverse('decisions:participate')}?{spelled}"


def test_it_is_told_of_what_its_filter_finds_once(city: City) -> None:
    every, polls = subscribed(), subscribed("kind=surveys")
    office, other = subscribed("organ=SJ-B"), subscribed("organ=SJ-X&kind=surveys")
    survey = surveys.running(city, title="正在问的")
    sitting = seats.announced(city)
    announce_news(at=AT + HOUR)
    assert {survey.title in told(each) for each in (every, polls, office)} == {True}
    assert [sitting.topic in told(each) for each in (every, polls)] == [True, False]
    assert survey.get_absolute_url() in told(polls)
    assert "可以参加了：正在问的" in told(polls)
    assert "问卷　" in told(polls)
    assert told(other) == ""
    assert announce_news(at=AT + 2 * HOUR) == 0


def test_what_is_still_to_open_is_told_when_it_opens_and_not_what_was_open_before(
    city: City,
) -> None:
    surveys.running(city, title="早就开始的", at=AT - 3 * DAY, closes_on=surveys.day(20))
    late = surveys.running(city, title="后天开始的", opens_on=surveys.day(2))
    one = subscribed("kind=surveys")
    assert announce_news(at=AT + HOUR) == 0
    assert late.opens_at is not None
    assert announce_news(at=late.opens_at) == 1
    assert "后天开始的" in told(one)
    assert "早就开始的" not in told(one)


def test_what_was_published_after_it_opened_is_new_when_it_is_published(city: City) -> None:
    one = subscribed("kind=surveys", at=AT + HOUR)
    surveys.running(city, title="补发的", at=AT + 3 * HOUR, opens_on=surveys.day(-4))
    announce_news(at=AT + 4 * HOUR)
    assert "补发的" in told(one)


def test_nobody_is_called_to_a_door_that_is_shut(city: City) -> None:
    weekly = subscribed("kind=surveys", often=Frequency.WEEKLY)
    surveys.running(city, title="明天截止的", closes_on=surveys.day(0))
    surveys.running(city, title="下月截止的", closes_on=surveys.day(40))
    announce_news(at=AT + HOUR)
    announce_news(at=AT + 8 * DAY)
    assert "下月截止的" in told(weekly)
    assert "明天截止的" not in told(weekly)


def test_sessions_are_told_one_by_one(city: City) -> None:
    one = subscribed("kind=events")
    session = events.published(city)
    announce_news(at=session.opens_at + HOUR)
    assert session.get_absolute_url() in told(one)


@pytest.mark.parametrize("kind", ["consultations", "surveys", "sittings", "events", "projects"])
def test_what_is_stopped_leaves_the_letters(city: City, kind: str) -> None:
    begin: Any = {
        "consultations": lambda: consultations.running(city, start=AT),
        "surveys": lambda: surveys.running(city),
        "sittings": lambda: seats.announced(city),
        "events": lambda: events.published(city),
        "projects": lambda: solicitations.running(city),
    }
    end: Any = {
        "consultations": lambda row, **how: CONSULTING.perform(row, "stop", **how),
        "surveys": lambda row, **how: asking.stop(survey=row, **how),
        "sittings": lambda row, **how: sittings.abort(sitting=row, **how),
        "events": lambda row, **how: holding.call_off(event=row.event, **how),
        "projects": lambda row, **how: gathering.stop(solicitation=row, **how),
    }
    one = subscribed()
    row = begin[kind]()
    at = max(AT, row.opens_at) + HOUR
    announce_news(at=at)
    assert row.get_absolute_url() in told(one)
    by = city.people[Role.DECISION_REVIEWER]
    end[kind](row, reason="不再办理", by=by, at=at + HOUR)
    assert told(one) == ""
    assert announce_news(at=at + 2 * HOUR) == 0


def test_it_counts_what_would_have_been_told(city: City) -> None:
    surveys.running(city, title="早些的", at=AT - 40 * DAY, closes_on=surveys.day(20))
    surveys.running(city, title="近来的", at=AT - 5 * DAY)
    over = events.published(city)
    first, last = timezone.localdate(AT - 29 * DAY), timezone.localdate(AT)
    assert TOPIC.count("kind=surveys", first, last) == 1
    assert TOPIC.count("kind=surveys&organ=SJ-X", first, last) == 0
    began = timezone.localdate(max(over.opens_at, AT))
    # One can't sign up for it any more, but one could have.
    assert TOPIC.count("kind=events", began, began + 60 * DAY) == 1
    assert TOPIC.count("kind=suggestions", first, last) == 0


def test_a_criterion_that_nothing_can_meet_is_marked(city: City) -> None:
    subscribed("organ=SJ-GONE")
    subscribed("organ=SJ-B&kind=surveys")
    assert mark_lapsed(TOPIC, at=AT) == 1
    assert Criterion.objects.get(text="organ=SJ-GONE").lapsed_at == AT


def test_every_kind_is_remembered_by_a_number_of_its_own() -> None:
    numbers = [kind.number for kind in offers.kinds()]
    assert len(set(numbers)) == len(numbers)
    assert min(numbers) > 0


@pytest.mark.usefixtures("at_noon", "rooms")
def test_the_page_leads_to_it_under_its_filter(city: City, client: Client) -> None:
    cache.clear()
    page = client.get(reverse("decisions:participate"), {"kind": "surveys", "state": "soon"})
    address = "/subscriptions/new/participate/?kind=surveys"
    assert f'href="{address}"' in page.content.decode()
    surveys.running(city, at=timezone.now() - HOUR, closes_on=timezone.localdate() + 9 * DAY)
    shown = client.get(address).content.decode()
    assert "种类：问卷" in shown
    assert "近30天这样订阅会收到1件" in shown
    sent = client.post(address, {"email": "reader@people.example", "frequency": "daily"})
    assert sent.status_code == 302
    assert Subscription.objects.get().criterion.text == "kind=surveys"
    assert Survey.objects.count() == 1
