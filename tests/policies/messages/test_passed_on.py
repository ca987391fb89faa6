"""What other systems pass on becomes a message, once; what came of it is told back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from policies.answers.models import Feedback
from policies.messages.models import Message, MessageChannel
from policies.messages.services.answers import propose
from policies.messages.services.passed_on import carry
from policies.messages.services.triage import set_aside
from policies.messages.workflow import Status
from policies.partners.models import ReceivedCall
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.notifications.models import OutboxMessage, WebhookEndpoint
from tests.builders import City, published
from tests.policies.answers.base import asked, consumer
from tests.policies.messages.cases import ANSWER, TEXT, channel, walk
from tests.policies.partners.calling import partner, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
PASSED = {"reference": "ZB-2026-001", "text": TEXT, "received_on": "2026-11-19"}
ANSWERED = ("assign", "accept", "propose", "approve")


@pytest.fixture
def secret(city: City) -> str:
    """A superior platform with a channel of its own."""
    row, found = partner(city)
    channel("passed-down", partner=row, accept_days=1, reply_days=5)
    return found


class TestPassedDown:
    """上级转办 by the signed interface."""

    def test_it_is_taken_in_with_its_clock(self, client: Client, city: City, secret: str) -> None:
        policy = published(city)
        sent = {**PASSED, "document": policy.pk, "name": "演示留言人辛", "phone": "13800001111"}
        answer = send(client, "messages", secret, sent)
        assert answer.status_code == 201, answer.content
        message = Message.objects.get()
        assert answer.json() == {
            "reference": "ZB-2026-001",
            "number": message.number,
            "due_on": "2026-11-26",
        }
        assert (message.organ, message.policy, message.taken_in_by) == (city.office, policy, None)
        assert message.accept_due_on == dt.date(2026, 11, 20)
        assert message.acts.get().action == "pass_on"

    def test_the_same_again_is_the_same_message(
        self, client: Client, city: City, secret: str
    ) -> None:
        first = send(client, "messages", secret, PASSED)
        replayed = send(client, "messages", secret, PASSED)
        anew = send(client, "messages", secret, PASSED, call="msg-2")
        assert [each.status_code for each in (first, replayed, anew)] == [201, 201, 200]
        assert first.json() == replayed.json() == anew.json()
        other = send(client, "messages", secret, {**PASSED, "text": "别的事"}, call="msg-3")
        assert (other.status_code, Message.objects.count()) == (409, 1)

    def test_nothing_personal_is_remembered_or_audited(
        self, client: Client, city: City, secret: str
    ) -> None:
        send(client, "messages", secret, {**PASSED, "phone": "13800001111"})
        kept = f"{ReceivedCall.objects.get().answer}{list(AuditEntry.objects.values())}"
        assert "13800001111" not in kept
        assert "车位" not in kept

    @pytest.mark.parametrize(
        ("given", "parameter"),
        [
            ({"reference": ""}, "reference"), ({"reference": "长" * 81}, "reference"),
            ({"reference": "ZB\u202e1"}, "reference"), ({"reference": "ZB\u200b1"}, "reference"),
            ({"text": " \u200b"}, "text"), ({"text": "长" * 2001}, "text"),
            ({"text": None}, "text"), ({"text": "车\x00位"}, "text"),
            ({"received_on": "2026-02-30"}, "received_on"),
            ({"category": "x"}, "category"),
            ({"document": 0}, "document"), ({"document": 2**63 - 1}, "document"),
            ({"email": "不是"}, "email"), ({"phone": "1" * 31}, "phone"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said(
        self, client: Client, secret: str, given: dict[str, Any], parameter: str
    ) -> None:
        answer = send(client, "messages", secret, {**PASSED, **given})
        assert answer.status_code == 400, answer.content
        assert answer.json()["error"]["parameter"] == parameter
        assert not Message.objects.exists()

    @pytest.mark.parametrize("day", ["2026-11-21", "2025-11-01", "0001-01-01", "9999-12-31"])
    def test_a_day_to_come_or_long_past_is_a_mistake(
        self, client: Client, secret: str, day: str
    ) -> None:
        answer = send(client, "messages", secret, {**PASSED, "received_on": day})
        assert answer.status_code == 409
        assert "一年以内" in answer.json()["error"]["message"]
        assert not Message.objects.exists()

    @pytest.mark.parametrize("body", [b"[]", b"{", b'"x"', b"[" * 5000, b"\xff"])
    def test_what_is_no_object_is_refused(self, client: Client, secret: str, body: bytes) -> None:
        answer = send(client, "messages", secret, body)
        assert answer.status_code == 400
        assert answer.json()["error"]["message"]

    def test_markup_stays_words(self, client: Client, city: City, secret: str) -> None:
        text = "<script>alert(1)</script>车位"
        send(client, "messages", secret, {**PASSED, "text": text})
        assert Message.objects.get().text == "<script>alert(1)</script>车位"

    def test_nobody_without_a_signature(self, client: Client, city: City, secret: str) -> None:
        wrong = [
            send(client, "messages", "whsec_" + "A" * 44, PASSED),
            send(client, "messages", secret, PASSED, code="nobody"),
            send(client, "messages", secret, PASSED, at=dt.datetime(2026, 11, 19, tzinfo=dt.UTC)),
            send(client, "messages", secret, PASSED, call="x" * 101),
            send(client, "messages", secret, PASSED, **{"webhook-timestamp": "现在"}),
            client.post("/api/v1/partners/platform/messages/", {}, content_type="application/json"),
        ]
        assert [each.status_code for each in wrong] == [401] * 6
        assert client.get("/api/v1/partners/platform/messages/").status_code in (401, 405)
        assert not Message.objects.exists()

    def test_without_a_channel_it_is_told_so(self, client: Client, city: City) -> None:
        _, secret = partner(city)
        answer = send(client, "messages", secret, PASSED)
        assert (answer.status_code, Message.objects.count()) == (409, 0)
        assert "没有给这个系统开通" in answer.json()["error"]["message"]

    def test_the_outcome_is_its_own_systems_alone(
        self, client: Client, city: City, secret: str
    ) -> None:
        WebhookEndpoint.objects.create(
            name="平台", url="https://platform.example/hook", kinds=["messages.settled"]
        )
        send(client, "messages", secret, PASSED)
        message = Message.objects.get()
        which = {"reference": PASSED["reference"]}
        waiting = send(client, "messages/outcome", secret, which, call="a").json()
        assert (waiting["status"], waiting["answer"]) == ("待处理", "")
        walk(message, city, *ANSWERED)
        told = send(client, "messages/outcome", secret, which, call="b").json()
        assert (told["status"], told["answer"], told["outcome"]) == ("已答复", ANSWER, "已答复")
        assert OutboxMessage.objects.filter(kind="messages.settled").count() == 1
        _, other = partner(city, "other")
        answer = send(client, "messages/outcome", other, which, code="other", call="c")
        assert answer.status_code == 404
        assert not ReceivedCall.objects.filter(call__in="abc").exists()


class TestFedBack:
    """A question beyond the base of answers is a message, with its clock at the issuing organ."""

    def test_it_is_carried_by_a_message_and_answered_back(self, city: City) -> None:
        row = asked(city)
        message = Message.objects.get()
        assert (message.feedback, message.text) == (row, "阳台绿化有没有补贴")
        assert (message.channel.name, message.organ) == ("知识库反馈", city.office)
        assert row.handed_on_at is not None
        assert row.due_on == message.due_on
        walk(message, city, *ANSWERED)
        row.refresh_from_db()
        assert (row.status, row.reply) == ("answered", ANSWER)

    def test_a_later_answer_takes_its_place(self, city: City) -> None:
        row = asked(city)
        message = walk(Message.objects.get(), city, *ANSWERED, "reopen")
        by = city.people[Role.MESSAGE_RESPONDER]
        propose(message=message, text="每户三百元。", outcome="answered", by=by, at=row.received_at)
        walk(message, city, "approve")
        row.refresh_from_db()
        assert row.reply == "每户三百元。"

    def test_why_not_is_told(self, city: City) -> None:
        referred = asked(city)
        walk(Message.objects.get(), city, "refer")
        void = asked(city, consumer(city, "second")[0], question="？？")
        set_aside(
            message=Message.objects.latest("pk"), reason="没有内容",
            by=city.people[Role.MESSAGE_DESK], at=void.received_at,
        )  # fmt: skip
        for row, told in ((referred, "请向信访部门提出。"), (void, "没有内容")):
            row.refresh_from_db()
            assert (row.status, row.told) == ("declined", told)

    def test_those_that_were_merged_hear_the_one_answer(self, city: City) -> None:
        rows = [asked(city, consumer(city, code)[0]) for code in ("first", "second")]
        first, second = Message.objects.order_by("pk")
        walk(second, city, "merge")
        walk(first, city, *ANSWERED)
        assert {Feedback.objects.get(pk=row.pk).reply for row in rows} == {ANSWER}
        assert Message.objects.get(pk=second.pk).status == Status.MERGED

    def test_where_the_channel_is_closed_it_stays_with_the_base(self, city: City) -> None:
        MessageChannel.objects.filter(entrance="base").update(is_open=False)
        row = asked(city)
        assert row.handed_on_at is None
        assert not Message.objects.exists()
        assert carry(row, row.received_at) is False

    def test_there_is_one_such_channel(self, city: City) -> None:
        second = MessageChannel(
            slug="b", name="乙", purpose="乙", entrance="base", reply_days=5, follow_up_days=2,
            extension_days=5,
        )  # fmt: skip
        with pytest.raises(ValidationError, match="message_channel_of_the_base_is_one"):
            second.full_clean()
