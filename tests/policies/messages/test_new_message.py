"""What is shown before a message is sent: answers of the base, once, and nothing is lost."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from policies.messages.models import Message
from tests.builders import City
from tests.policies.answers import base
from tests.policies.messages.cases import channel

pytestmark = pytest.mark.django_db
TEXT = "请问屋顶绿化的养护费由谁出？我们小区要交吗？"


def test_answers_of_the_base_are_shown_once_before_it_is_sent(city: City, client: Client) -> None:
    entry = base.released(city)
    given = {"key": str(uuid.uuid4()), "text": TEXT, "category": "consult", "name": "演示"}
    page = client.post("/messages/new/?channel=consult", given)
    content = page.content.decode()
    assert page.status_code == 200
    assert entry.get_absolute_url() in content
    assert TEXT in content
    assert not Message.objects.exists()
    sent = client.post("/messages/new/?channel=consult", given | {"looked": "on"})
    assert sent.status_code == 302
    assert Message.objects.count() == 1


def test_the_same_sheet_with_other_words_is_another_message(city: City, client: Client) -> None:
    channel(office=city.office, reply_days=15)
    given = {"key": str(uuid.uuid4()), "text": TEXT, "category": "consult", "name": "演示",
             "looked": "on"}  # fmt: skip
    first = client.post("/messages/new/?channel=consult", given)
    again = client.post("/messages/new/?channel=consult", given)
    assert first["Location"] == again["Location"]
    other = client.post("/messages/new/?channel=consult", given | {"text": "夜间停车怎样收费？"})
    assert other["Location"] != first["Location"]
    assert Message.objects.count() == 2
