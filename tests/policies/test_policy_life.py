"""One policy from its draft to whoever it concerns, with real parts outside: a mail server, a
gateway of short messages, a receiver of signed pushes, the client that the documentation hands out.
"""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from disclosure.models import Document
from policies.answers.models import Entry, Feedback
from policies.interpretations.models import Interpretation
from policies.interpretations.workflow import Status as Interpreted
from policies.messages.models import Message
from policies.messages.services import distillation, supplements
from policies.relays.models import RelayTask
from portal.accounts.choices import Role
from portal.notifications.channels.signatures import Signed, is_standard
from portal.notifications.models import WebhookEndpoint
from portal.notifications.models.webhook import new_secret
from portal.notifications.services import announcements, deliver_due
from portal.site.demo.builders import bring_to
from portal.tracking.codes import code_from
from tests.builders import City
from tests.notifications.outside import Letters, Receiver, letters, receiver
from tests.policies.answers import base as answers
from tests.policies.answers.asking import earlier, reference, through
from tests.policies.interpretations.cases import brought, policy, rule
from tests.policies.messages.cases import channel, walk
from tests.policies.relays.handing import handed, relay

__all__ = ["letters", "receiver"]  # fixtures
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
READER, PHONE = "reader@people.example", "13800001111"
QUESTION = "我们小区旁边的单位晚上能停车吗，怎样办月卡？"


class Outside:
    """What has arrived out there so far."""

    def __init__(self, mail: Letters, http: Receiver, secret: str) -> None:
        self.mail, self.http, self.secret = mail, http, secret

    def deliver(self) -> None:
        """Send what is due, and what subscribers are to be told."""
        now = timezone.now()
        announcements.announce_news(at=now)
        deliver_due(at=now)

    @property
    def texts(self) -> list[dict[str, Any]]:
        """What the gateway of short messages was given."""
        sent = [json.loads(body) for _, body in self.http.requests]
        return [each for each in sent if "phone" in each]

    @property
    def pushes(self) -> list[str]:
        """The kinds of push whose signature is right."""
        found = []
        for headers, body in self.http.requests:
            given = {name.lower(): value for name, value in headers.items()}
            if "webhook-id" not in given:
                continue
            signed = Signed(
                given["webhook-id"], int(given["webhook-timestamp"]), given["webhook-signature"]
            )
            assert is_standard(self.secret, signed, body=body, now=int(timezone.now().timestamp()))
            found.append(json.loads(body)["kind"])
        return found


@pytest.fixture
def outside(letters: Letters, receiver: Receiver, settings: Settings) -> Outside:
    settings.AXES_ENABLED = False
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = receiver.url, "t0ken"
    cache.clear()
    secret = new_secret()
    kinds = ["disclosure.published", "answers.changed", "answers.feedback"]
    WebhookEndpoint.objects.create(name="平台", url=receiver.url, secret=secret, kinds=kinds)
    return Outside(letters, receiver, secret)


def subscribed(client: Client, outside: Outside) -> None:
    """By mail, confirmed by the link in the letter."""
    given = {"email": READER, "frequency": "immediate", "kinds": ["own", "interpretation"]}
    answer = client.post("/subscriptions/new/library/?q=停车", given)
    assert answer.status_code == 302, answer.content.decode()
    outside.deliver()
    link = re.search(r"/subscriptions/confirm/[^\s\"<]+/", outside.mail.words(0))
    assert link
    assert client.post(link[0]).status_code in (200, 302)


def released(city: City) -> Document:
    """The policy and its interpretation, in one act."""
    rule(city)
    document = policy(city)
    case = brought(city, Interpreted.READY, [document])
    with_both = bring_to(document, "published", cast=city.cast, at=timezone.now())
    case = Interpretation.objects.get(pk=case.pk)
    assert case.published_at == with_both.published_at
    return with_both


def asked(client: Client, city: City, document: Document) -> Message:
    """A citizen writes from the page of the policy."""
    channel("policy", city.office)
    sent = client.post(
        f"/messages/new/?channel=policy&policy={document.pk}",
        {"key": str(uuid.uuid4()), "text": QUESTION, "category": "consult", "name": "演示辛",
         "contact": PHONE, "may_publish": "on", "looked": "on"},
    )  # fmt: skip
    assert sent.status_code == 302, sent.content.decode()
    return Message.objects.get()


def told_on(client: Client, city: City, document: Document, outside: Outside) -> None:
    """A relay hears of it by mail, receives it at its door, and reports what it passed on."""
    task = handed(city, relay(city), document)
    outside.deliver()
    letter = outside.mail.words(-1)
    assert "/relays/track/" in letter
    code = code_from(task.submission_key)
    assert code not in letter
    client.post("/relays/track/", {"number": task.number, "code": code})
    page = task.get_absolute_url()
    client.post(f"{page}receive/", {"seen": seen(task)})
    today = timezone.localdate().isoformat()
    figures = {"means": "meeting", "people": "40", "on": today, "place": "三楼会议室"}
    client.post(f"{page}report/", {**figures, "seen": seen(task)})
    assert "共 40 人" in client.get(page).content.decode()


def seen(task: RelayTask) -> str:
    """The state of a task that a form was drawn for."""
    return RelayTask.objects.get(pk=task.pk).updated_at.isoformat()


def test_from_the_draft_to_the_hotline(
    client: Client, city: City, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribed(client, outside)
    document = released(city)
    outside.deliver()
    assert document.title in outside.mail.words(-1)
    assert outside.pushes == ["disclosure.published"]
    outside.deliver()
    news = len(outside.mail.received)
    outside.deliver()
    assert len(outside.mail.received) == news

    told_on(client, city, document, outside)
    message = asked(client, city, document)
    now = timezone.now()
    walk(message, city, "assign", "accept", "ask_back", at=now)
    supplements.supplement(message=message, text="柳桥小区", at=now)
    walk(message, city, "propose", "approve", at=now)
    outside.deliver()
    assert {each["phone"] for each in outside.texts} == {PHONE}
    assert any("补充" in each["text"] for each in outside.texts)
    assert "已答复" in outside.texts[-1]["text"]
    assert all("月卡" not in each["text"] for each in outside.texts)
    walk(message, city, "rate", "publish", at=now)

    by = city.people[Role.MESSAGE_RESPONDER]
    distillation.distill(message=message, question="单位大院晚上能停车吗", by=by, at=now)
    entry = Entry.objects.get()
    answers.walk(entry, city, "submit", "release", at=now)
    outside.deliver()
    assert outside.pushes[-1] == "answers.changed"

    rows = "portal.search.querysets.SearchEntryQuerySet.settled"
    monkeypatch.setattr(rows, lambda found: found)
    earlier()
    token = answers.consumer(city)[1]
    hotline = reference().Client("https://portal.example", token, send=through(client))
    hotline.synchronise()
    assert hotline.copy[entry.pk]["question"] == "单位大院晚上能停车吗"
    sent = hotline.feed_back("12345-9", "外地牌照的车晚上能停吗", document=document.pk)
    carrying = Message.objects.get(feedback=Feedback.objects.get())
    assert (carrying.organ, carrying.policy) == (city.office, document)
    walk(carrying, city, "assign", "accept", "propose", "approve", at=now)
    outside.deliver()
    assert outside.pushes[-1] == "answers.feedback"
    assert "月卡在停车场办" in hotline.outcome(sent["id"])["reply"]
