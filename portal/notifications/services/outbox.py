"""Acts: queue a notice with the act it tells of, deliver it, look after what failed.

Nothing is sent inside the caller's transaction: a notice and its act are stored together or
not at all. Delivery is at least once. Each attempt is counted and the next one scheduled
before anything is sent, so a killed worker costs one wait and a message that kills workers
ends as a dead letter.
"""

import datetime as dt
import logging
from collections.abc import Iterable

from django.db import transaction

from portal.accounts.models import User
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.channels import CHANNELS
from portal.notifications.channels.base import DeliveryFailed, EndpointGone, Undeliverable
from portal.notifications.choices import Channel, State
from portal.notifications.models import (
    InboxNotice,
    OutboxMessage,
    Subscription,
    WebhookEndpoint,
)
from portal.notifications.permissions import may_operate
from portal.notifications.queues import poke
from portal.notifications.registry import KeptRecipient, Recipient, kind_of
from portal.notifications.retry import LONGEST_WAIT, POLICIES, delay, lease
from portal.notifications.services.endpoints import switch_off

logger = logging.getLogger(__name__)
BATCH = 100
LONGEST_SUBJECT = 200


def notify(
    *,
    kind: str,
    recipients: Iterable[User | Recipient | KeptRecipient],
    subject: str,
    body: str,
    dedup_key: str,
    at: dt.datetime,
    url: str = "",
    subscription: Subscription | None = None,
) -> None:
    """Queue a notice for everyone, by the channels its kind may use, within the transaction.

    The same `dedup_key` reaches the same recipient once by each channel, however often this is
    called. A kind with WEBHOOK also goes to every endpoint subscribed to it. `url` is a path of
    this site. What is sent for a `subscription` says how to end it, and goes when it does.
    Raises ValueError for a `url` or `dedup_key` that cannot be stored safely.
    """
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError("通知的链接应是本站路径。")
    if not dedup_key or len(dedup_key) > 200:
        raise ValueError("通知的去重键应为1至200个字符。")
    channels = kind_of(kind).channels
    targets = [target for each in recipients for target in targets_of(each, channels)]
    if Channel.WEBHOOK in channels:
        targets += [
            (Channel.WEBHOOK, {"endpoint": endpoint})
            for endpoint in WebhookEndpoint.objects.filter(is_active=True, kinds__contains=[kind])
        ]
    OutboxMessage.objects.bulk_create(
        [
            OutboxMessage(
                kind=kind,
                channel=channel,
                subject=" ".join(subject.split())[:LONGEST_SUBJECT],
                body=body,
                url=url,
                subscription=subscription,
                dedup_key=dedup_key,
                next_attempt_at=at,
                created_at=at,
                **to,
            )
            for channel, to in targets
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    if targets:
        poke_once()


@transaction.atomic
def forget(*, key_prefix: str) -> None:
    """Delete every notice, sent or not, whose key begins so: whom it names is to be forgotten."""
    for model in (OutboxMessage, InboxNotice):
        model._default_manager.filter(dedup_key__startswith=key_prefix).delete()


@transaction.atomic
def take_back(*, kinds: Iterable[str], key: str) -> None:
    """Delete what was queued of these kinds and has not left yet, failed or waiting: each kind's
    keys that begin with it and `key`. What was sent stays on record.
    """
    for kind in kinds:
        unsent = OutboxMessage.objects.filter(kind=kind).exclude(state=State.SENT)
        unsent.filter(dedup_key__startswith=f"{kind}:{key}:").delete()


def poke_once() -> None:
    """Wake a worker when the transaction commits, once for all its notices."""
    waiting = {callback for _, callback, _ in transaction.get_connection().run_on_commit}
    if poke not in waiting:
        transaction.on_commit(poke, robust=True)


def targets_of(
    recipient: User | Recipient | KeptRecipient, channels: Iterable[Channel]
) -> list[tuple[Channel, dict[str, object]]]:
    """By which of these channels somebody is reached, and what a message is then addressed to."""
    if isinstance(recipient, User):
        found: dict[Channel, dict[str, object]] = {Channel.INBOX: {"user": recipient}}
        if recipient.email:
            found[Channel.MAIL] = {"user": recipient}
    elif isinstance(recipient, KeptRecipient):
        found = {channel: {"recipient_ref": recipient.ref} for channel in recipient.channels}
    else:
        found = {}
        if recipient.email:
            found[Channel.MAIL] = {"address": recipient.email}
        if recipient.phone:
            found[Channel.SMS] = {"address": recipient.phone}
    return [(channel, found[channel]) for channel in channels if channel in found]


def deliver_due(*, at: dt.datetime, limit: int = BATCH) -> int:
    """Try every message whose moment has come, at most `limit`; returns how many were tried."""
    numbers = list(OutboxMessage.objects.due(at=at).values_list("pk", flat=True)[:limit])
    return sum(deliver(message_id=number, at=at) is not None for number in numbers)


def deliver(*, message_id: int, at: dt.datetime) -> State | None:
    """Try one message; returns its state afterwards, or None when it was not there to try.

    It is not when it is done, not due, or in another worker's hands.
    """
    message = _claim(message_id, at)
    if message is None:
        return None
    if message.state == State.DEAD:
        return State.DEAD
    try:
        CHANNELS[message.channel].send(message, at=at)
    except Undeliverable as error:
        if isinstance(error, EndpointGone):
            switch_off(message, str(error), at=at)
        return _failed(message, str(error), at=at, final=True)
    except DeliveryFailed as error:
        return _failed(message, str(error), at=at, retry_after=error.retry_after)
    except Exception as error:
        # Whatever a mail library or provider raises must not stop the sweep. Its text may hold
        # an address, so that only its type is kept.
        return _failed(message, f"发送出错（{type(error).__name__}）", at=at)
    OutboxMessage.objects.filter(pk=message.pk).exclude(state=State.SENT).update(
        state=State.SENT, sent_at=at, last_error=""
    )
    return State.SENT


@transaction.atomic
def _claim(message_id: int, at: dt.datetime) -> OutboxMessage | None:
    """Count the attempt and schedule the next one before sending: this is the lease."""
    message = (
        OutboxMessage.objects.due(at=at)
        .select_for_update(skip_locked=True, of=("self",), no_key=True)
        .select_related("user", "endpoint", "subscription")
        .filter(pk=message_id)
        .first()
    )
    if message is None:
        return None
    policy = POLICIES[message.channel]
    if message.attempts >= policy.attempts:
        message.state = State.DEAD
        message.last_error = message.last_error or "多次发送中断，没有结果"
    else:
        message.attempts += 1
        message.next_attempt_at = at + lease(
            policy, attempt=message.attempts, seed=str(message.delivery_id)
        )
    message.save(update_fields=["state", "last_error", "attempts", "next_attempt_at"])
    return message


def _failed(
    message: OutboxMessage,
    reason: str,
    *,
    at: dt.datetime,
    final: bool = False,
    retry_after: dt.timedelta | None = None,
) -> State:
    policy = POLICIES[message.channel]
    is_spent = message.attempts >= policy.attempts
    state = State.DEAD if final or is_spent else State.PENDING
    wait = delay(policy, attempt=message.attempts, seed=str(message.delivery_id))
    if retry_after is not None:
        wait = max(wait, min(retry_after, LONGEST_WAIT))
    OutboxMessage.objects.filter(pk=message.pk, state=State.PENDING).update(
        state=state, last_error=reason[:200], next_attempt_at=at + wait
    )
    if is_spent and not final:
        switch_off(message, f"连续{policy.attempts}次没有送达：{reason}", at=at)
    logger.warning(
        "通知 %s（%s，%s）第%s次发送失败：%s",
        message.delivery_id,
        message.kind,
        message.channel,
        message.attempts,
        reason,
    )
    return state


@transaction.atomic
def retry_dead(*, message: OutboxMessage, by: User, at: dt.datetime) -> None:
    """Give a dead letter all its attempts again. Raises NotPermitted, or ActRefused when alive."""
    _require_operator(by)
    revived = (
        OutboxMessage.objects.dead()
        .filter(pk=message.pk)
        .update(state=State.PENDING, attempts=0, next_attempt_at=at, last_error="")
    )
    if not revived:
        raise ActRefused("只有投递失败的通知可以重新发送。")
    record(
        action="notifications.retry",
        summary=f"重新发送通知 {message.delivery_id}",
        by=by,
        at=at,
        details={"kind": message.kind, "channel": message.channel},
    )
    transaction.on_commit(poke, robust=True)


def _require_operator(by: User) -> None:
    if not (verdict := may_operate(by)):
        raise NotPermitted(verdict.reason)


def mark_read(*, notice: InboxNotice, by: User, at: dt.datetime) -> None:
    """Mark one's own notice read, once. Raises NotPermitted for another's."""
    if notice.user_id != by.pk:
        raise NotPermitted("只能阅读自己的站内信。")
    InboxNotice.objects.unread().filter(pk=notice.pk).update(read_at=at)


def mark_all_read(*, by: User, at: dt.datetime) -> int:
    """Mark all of one's own notices read; returns how many were not."""
    return InboxNotice.objects.of(by).unread().update(read_at=at)
