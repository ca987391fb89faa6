"""Carrying a push out: each once, a killed run goes on, a second sends nothing, and says why."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from disclosure.services import review
from policies.audiences.choices import KIND
from policies.audiences.models import Push
from policies.audiences.presenters import ways_of
from policies.audiences.services import delivery, traits
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.notifications import services
from portal.notifications.choices import Channel, State
from portal.notifications.models import InboxNotice, OutboxMessage, WebhookEndpoint
from portal.notifications.services.bulk import queue_many
from tests.builders import City
from tests.policies.audiences.pushing import AT, HOUR, policy, reader, readers, sent

pytestmark = pytest.mark.django_db


def written() -> list[str]:
    """To whom, in the order in which it was queued."""
    rows = OutboxMessage.objects.filter(kind=KIND, channel=Channel.INBOX)
    return list(rows.order_by("pk").values_list("user__username", flat=True))


def test_a_run_killed_between_two_batches_goes_on_and_none_is_told_twice(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = [user.username for user in readers(7, "elderly")]
    push = sent(city, policy(city, "elderly"))
    monkeypatch.setattr(delivery, "BATCH", 3)
    queue, calls = queue_many, []

    def killed(messages: Any, **given: Any) -> None:
        calls.append(len(messages))
        queue(messages, **given)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(delivery, "queue_many", killed)
    with pytest.raises(KeyboardInterrupt):
        delivery.carry_on(push.pk, at=AT)
    assert written() == everybody[:3]
    assert delivery.carry_out(at=AT + HOUR) == 4
    assert written() == everybody
    assert Push.objects.get(pk=push.pk).finished_at == AT + HOUR
    assert delivery.carry_out(at=AT + 2 * HOUR) == 0
    # Were the place it had come to forgotten, the outbox would still take each once.
    Push.objects.filter(pk=push.pk).update(reached=0, finished_at=None)
    delivery.carry_out(at=AT + 3 * HOUR)
    assert written() == everybody


def test_who_turns_the_switch_between_two_batches_is_not_written_to(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = readers(4, "elderly")
    push = sent(city, policy(city, "elderly"))
    monkeypatch.setattr(delivery, "BATCH", 2)
    assert delivery._next_batch(push.pk, at=AT) == 2
    traits.turn_off(user=everybody[0], at=AT)
    traits.turn_off(user=everybody[3], at=AT)
    delivery.carry_on(push.pk, at=AT)
    assert written() == [everybody[1].username, everybody[2].username]


def test_only_the_inbox_says_which_trait_and_a_mail_has_the_way_out(city: City) -> None:
    user = reader("old", "elderly", "H", region=city.street, by_mail=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True)
    unproved = reader("unproved", "elderly", region=city.street, by_mail=True)
    reader("inbox-only", "elderly", region=city.street)
    push = sent(city, policy(city, "elderly", "graduates", regions=(city.district,)))
    delivery.carry_on(push.pk, at=AT)
    services.deliver_due(at=AT + 24 * HOUR)
    notice = InboxNotice.objects.get(user=user)
    # What it was found by, and no more: nothing else of what the person stated.
    assert "选了：老年人、桥街道办事处" in notice.body
    assert "餐饮" not in notice.body
    assert InboxNotice.objects.filter(user=unproved).exists()
    (letter,) = mail.outbox
    assert letter.to == [user.email]
    assert "老年人" not in str(letter.body) + letter.subject
    way_out = letter.extra_headers["List-Unsubscribe"]
    assert "/push/stop/" in way_out
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "elderly" not in way_out


def test_the_four_ways_show_how_many(city: City, settings: Any) -> None:
    settings.PUSH_SMALL_GROUP = 2
    WebhookEndpoint.objects.create(
        name="演示平台", url="https://hooks.example/x", secret="whsec_x", kinds=[delivery.SYSTEMS]
    )
    readers(3, "elderly")
    push = sent(city, policy(city, "elderly"))
    delivery.carry_on(push.pk, at=AT)
    body = OutboxMessage.objects.get(channel=Channel.WEBHOOK).body
    assert body == "推送对象：老年人"
    first = OutboxMessage.objects.filter(channel=Channel.INBOX).earliest("pk")
    OutboxMessage.objects.filter(pk=first.pk).update(state=State.DEAD)
    inbox, letters, systems, relays = ways_of(push)
    assert (inbox.sent, inbox.waiting, inbox.failed) == ("0", "2 人", "不足 2 人")
    assert (letters.sent, letters.waiting) == ("0", "0")
    assert (systems.sent, systems.waiting) == ("0 个", "1 个")
    assert (relays.label, relays.sent) == ("线下接力", "0 件已转发")


def test_a_withdrawn_policy_leaves_no_more(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    readers(3, "elderly")
    document = policy(city, "elderly")
    push = sent(city, document)
    monkeypatch.setattr(delivery, "BATCH", 2)
    delivery._next_batch(push.pk, at=AT)
    OutboxMessage.objects.filter(pk=OutboxMessage.objects.earliest("pk").pk).update(
        state=State.SENT, sent_at=AT
    )
    review.withdraw(document=document, reason="有误", by=city.people[Role.SIGNER], at=AT + HOUR)
    assert delivery.carry_out(at=AT + 2 * HOUR) == 0
    assert [row.state for row in OutboxMessage.objects.filter(kind=KIND)] == [State.SENT]


@pytest.mark.parametrize("many", [3, 40])
def test_a_batch_asks_as_often_however_many_are_in_it(
    city: City, many: int, django_assert_num_queries: Any
) -> None:
    readers(many, "elderly")
    push = sent(city, policy(city, "elderly"))
    with django_assert_num_queries(13):
        assert delivery._next_batch(push.pk, at=AT) == many
    assert User.objects.filter(inbox=None).count() >= many


def test_nobody_is_told_of_one_policy_by_two_pushes(city: City) -> None:
    readers(3, "elderly")
    document = policy(city, "elderly")
    first = sent(city, document)
    assert delivery.carry_on(first.pk, at=AT) == 3
    readers(2, "elderly", prefix="later")
    second = sent(city, document)
    assert delivery.carry_on(second.pk, at=AT) == 2
    told = OutboxMessage.objects.filter(kind=KIND, channel=Channel.INBOX)
    assert told.count() == told.values("user").distinct().count() == 5
