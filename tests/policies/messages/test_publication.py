"""Released by a person, with consent and masked; taken down, it is gone everywhere at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import Client

from policies.messages.models import AlsoAsked, GramCount, Message, PublishedMessage
from policies.messages.services.also_asked import also_ask
from policies.messages.services.publication import proposed, publish, withdraw_consent
from policies.messages.services.reveal import reveal
from policies.messages.workflow import Status
from portal.accounts.choices import Role
from portal.acts.refusals import Blocked
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused
from portal.notifications.models import OutboxMessage
from portal.search.models import SearchEntry
from portal.search.queries import SearchQuery, search
from tests.builders import City
from tests.personal.test_free_text import IDENTITIES, MOBILES
from tests.policies.messages.cases import CAME_AT, answered, walk

pytestmark = pytest.mark.django_db


def live(city: City, **changes: Any) -> PublishedMessage:
    message = walk(answered(city, **changes), city, "publish")
    return PublishedMessage.objects.get(message=message)


def released(city: City, message: Message, **texts: str) -> Message:
    by = city.people[Role.ANSWER_REVIEWER]
    return publish(message=message, **{**proposed(message), **texts}, by=by, at=CAME_AT)


def shown(answer: Any) -> str:
    """A page as it is read: a title may end its line between any two words."""
    return str(answer.content.decode()).replace("<wbr>", "")


def test_without_consent_it_is_never_offered(city: City) -> None:
    message = answered(city, may_publish=False)
    with pytest.raises(ActRefused, match="没有同意公开"):
        released(city, message)
    assert not PublishedMessage.objects.exists()


def test_the_database_refuses_it_too(city: City) -> None:
    row = live(city)
    with pytest.raises(InternalError, match="only with consent"), transaction.atomic():
        Message.objects.filter(pk=row.message_id).update(may_publish=False)
        row.save()


def test_withdrawn_consent_takes_it_from_everywhere(city: City, client: Client) -> None:
    row = live(city)
    address = row.get_absolute_url()
    also_ask(published=row, email="a@people.example", at=CAME_AT)
    query = SearchQuery(text="停车场", kinds=("message",))
    assert client.get(address).status_code == 200
    assert row.title in shown(client.get("/messages/"))
    assert row.title in client.get("/messages/feed/").content.decode()
    assert search(query, viewer=city.outsider).total == 1
    withdraw_consent(message=row.message, at=CAME_AT)
    gone = client.get(address)
    assert gone.status_code == 410
    assert row.title not in gone.content.decode()
    assert row.title not in shown(client.get("/messages/"))
    assert row.title not in client.get("/messages/feed/").content.decode()
    assert search(query, viewer=city.outsider).total == 0
    entry = SearchEntry.objects.get(kind="message")
    assert (entry.is_live, entry.title, entry.body) == (False, "", "")
    row.refresh_from_db()
    assert (row.title, row.question, row.answer, row.grams) == ("", "", "", [])
    assert not AlsoAsked.objects.exists()
    assert not GramCount.objects.filter(count__gt=0).exists()
    message = Message.objects.get(pk=row.message_id)
    assert (message.may_publish, message.consent_ended_at) == (False, CAME_AT)
    with pytest.raises(ActRefused, match="没有同意公开"):
        released(city, message)


def test_a_withdrawal_that_fails_leaves_all_of_it(city: City, client: Client) -> None:
    row = live(city)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        withdraw_consent(message=row.message, at=CAME_AT)
        raise ZeroDivisionError
    assert client.get(row.get_absolute_url()).status_code == 200
    assert SearchEntry.objects.get(kind="message").is_live


def test_numbers_reach_no_reader(city: City, client: Client) -> None:
    """In every way they are written, in title, text and answer; on no page, nowhere beside."""
    numbers = [*MOBILES, *IDENTITIES]
    told = "，".join(f"号码{number}" for number in numbers)
    message = answered(city, text=f"{MOBILES[1]}的演示留言人辛问。{told}。车库晚上能停车吗？")
    draft = message.answers.get()
    draft.text = f"演示留言人辛：您的{told}已经登记，晚上能停车。"
    draft.save()
    row = PublishedMessage.objects.get(message=released(city, message))
    places = [
        client.get(row.get_absolute_url()).content.decode(),
        client.get("/messages/").content.decode(),
        client.get("/messages/feed/").content.decode(),
        "".join(f"{entry.title}{entry.body}" for entry in SearchEntry.objects.all()),
        "".join(f"{sent.subject}{sent.body}" for sent in OutboxMessage.objects.all()),
        json.dumps([[each.summary, each.details] for each in AuditEntry.objects.all()]),
    ]
    for place in places:
        assert [number for number in numbers if number in place] == []
        assert "演示留言人辛" not in place
    assert "能停车" in places[0]


def test_a_person_cannot_release_a_number_either(city: City) -> None:
    message = answered(city)
    with pytest.raises(Blocked) as refused:
        released(city, message, answer="请打13800138000。", title="打１３８００１３８０００")
    assert [blocker.field for blocker in refused.value.blockers] == ["title", "answer"]
    assert "138****8000" in str(refused.value)
    assert not PublishedMessage.objects.exists()


def test_the_original_is_opened_by_an_act_on_record(city: City) -> None:
    message = answered(city, text="号码13800138000，能停吗")
    by = city.people[Role.MESSAGE_RESPONDER]
    seen = reveal(message=message, purpose="answer", by=by, at=CAME_AT)
    assert (seen.text, seen.email) == ("号码13800138000，能停吗", "xin@people.example")
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.details) == ("messages.reveal", {"purpose": "answer"})
    for user in (city.outsider, city.people[Role.SUPERVISOR]):
        with pytest.raises(ActRefused):
            reveal(message=message, purpose="answer", by=user, at=CAME_AT)


def test_another_answer_is_told_to_those_who_asked_too(city: City) -> None:
    row = live(city)
    also_ask(published=row, email="a@people.example", at=CAME_AT)
    message = walk(row.message, city, "ask_again", "propose", "approve")
    assert not OutboxMessage.objects.filter(kind="messages.also").exists()
    released(city, message, answer="现在全天都能停。")
    told = OutboxMessage.objects.get(kind="messages.also")
    assert told.url == row.get_absolute_url()
    released(city, message, answer="现在全天都能停。")
    assert OutboxMessage.objects.filter(kind="messages.also").count() == 1


def test_taken_down_by_the_organ_and_set_up_again(city: City, client: Client) -> None:
    row = live(city)
    message = walk(row.message, city, "take_down")
    assert client.get(row.get_absolute_url()).status_code == 410
    walk(message, city, "publish")
    assert client.get(row.get_absolute_url()).status_code == 200


def test_days_taken_are_working_days(city: City) -> None:
    message = answered(city)
    assert message.status == Status.ANSWERED
    assert live(city).days_taken == 0
