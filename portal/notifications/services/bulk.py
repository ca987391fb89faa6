"""Queueing many messages at once, as fast as the database takes rows in (PostgreSQL's COPY)."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from portal.notifications.choices import Channel, State
from portal.notifications.quiet import when_awake
from portal.notifications.registry import kind_of
from portal.notifications.services.outbox import LONGEST_SUBJECT, poke_once, targets_of

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.notifications.registry import Recipient

_ARRIVING = """
    CREATE TEMPORARY TABLE arriving ON COMMIT DROP AS
    SELECT delivery_id, kind, channel, user_id, address, recipient_ref, subscription_id, subject,
        body, url, dedup_key, state, attempts, next_attempt_at, last_error, created_at
    FROM notifications_outboxmessage WITH NO DATA
"""
_TAKEN_IN = """
    INSERT INTO notifications_outboxmessage (
        delivery_id, kind, channel, user_id, address, recipient_ref, subscription_id, subject,
        body, url, dedup_key, state, attempts, next_attempt_at, last_error, created_at
    )
    SELECT * FROM arriving ON CONFLICT DO NOTHING
"""
# What COPY reads as the end of a value or a row.
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True)
class Message:
    """A message by one channel, to an account or to a mail address; for a subscription, or for
    none.
    """

    channel: Channel
    user_id: int | None
    address: str
    kind: str
    subject: str
    body: str
    url: str
    dedup_key: str
    subscription_id: int | None

    @classmethod
    def to(cls, recipient: User | Recipient, *, kind: str, **said: object) -> list[Message]:
        """One for each channel of the kind by which the recipient is reached."""
        return [
            cls(channel=channel, kind=kind, **_named(target), **said)  # type: ignore[arg-type]
            for channel, target in targets_of(recipient, kind_of(kind).channels)
        ]


def _named(target: dict[str, object]) -> dict[str, object]:
    user: Any = target.get("user")
    return {"user_id": user.pk if user else None, "address": target.get("address", "")}


def queue_many(messages: Sequence[Message], *, at: dt.datetime) -> None:
    """Queue them within the transaction; one of a key that was queued already is left out. What
    would wake somebody up leaves when the quiet hours are over.
    """
    if not messages:
        return
    lines = io.StringIO("".join(map(_line_of(at), messages)))
    with connection.cursor() as cursor:
        cursor.execute(_ARRIVING)
        cursor.copy_expert("COPY arriving FROM STDIN", lines)
        cursor.execute(_TAKEN_IN)
        cursor.execute("DROP TABLE arriving")
    poke_once()


def _line_of(at: dt.datetime) -> Callable[[Message], str]:
    written, awake = at.isoformat(), when_awake(at).isoformat()

    def line(message: Message) -> str:
        leaves = written if message.channel == Channel.INBOX else awake
        user = r"\N" if message.user_id is None else str(message.user_id)
        subscription = r"\N" if message.subscription_id is None else str(message.subscription_id)
        subject = " ".join(message.subject.split())[:LONGEST_SUBJECT]
        return (
            f"{uuid.uuid4()}\t{message.kind}\t{message.channel.value}\t{user}\t"
            f"{message.address.translate(_ESCAPES)}\t\t{subscription}\t"
            f"{subject.translate(_ESCAPES)}\t{message.body.translate(_ESCAPES)}\t"
            f"{message.url.translate(_ESCAPES)}\t{message.dedup_key}\t{State.PENDING.value}\t0\t"
            f"{leaves}\t\t{written}\n"
        )

    return line
