"""What messages bring to the keeping of personal data, and who keeps one longer.

A published copy holds none of it and stays; so do the dates and states that figures count.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from policies.messages.choices import Keeping
from policies.messages.models import Message
from policies.messages.services.notices import forget_told
from policies.messages.services.steps import STEPS
from policies.messages.workflow import Status
from portal.personal import holds, retention
from portal.personal.sealed_papers import take_away

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.fields.files import FieldFile

    from portal.accounts.models import User

_ENDED = Q(status__in=(Status.WITHDRAWN, Status.INVALID))
_LONG = Q(channel__keeping=Keeping.LONG)


def _class(message: Message) -> str:
    if message.status in (Status.WITHDRAWN, Status.INVALID):
        return "withdrawn"
    return message.channel.keeping


def _read(rows: QuerySet[Message]) -> QuerySet[Message]:
    return rows.select_related("channel")


def _forget(message: Message) -> list[FieldFile]:
    for rows in (message.words, message.answers, message.ratings, message.revisits):
        rows.update(text="")
    message.acts.update(reason="")
    if hasattr(message, "referral"):
        type(message.referral).objects.filter(message=message).update(text="")
    if message.feedback is not None:
        type(message.feedback).objects.filter(pk=message.feedback.pk).update(question="", reply="")
    message.person_index = message.text_index = ""
    forget_told(message)
    return take_away(message.papers.all())


MESSAGES = retention.Retention[Message](
    model=Message,
    prefix="messages",
    setting="MESSAGE_RETENTION_MONTHS",
    classes={
        "withdrawn": _ENDED,
        Keeping.LONG: _LONG & ~_ENDED,
        Keeping.SHORT: ~_LONG & ~_ENDED,
    },
    class_of=_class,
    sealed=("name", "phone", "email", "text"),
    forget=_forget,
    is_over=lambda message: not message.members.filter(closed_on=None).exists(),
    read=_read,
)


@transaction.atomic
def hold(*, message: Message, reason: str, by: User, at: dt.datetime) -> Message:
    """Keep it beyond its term, for a review or an inspection."""
    return holds.hold(STEPS, message, reason=reason, by=by, at=at)


@transaction.atomic
def lift_hold(*, message: Message, reason: str, by: User, at: dt.datetime) -> Message:
    """Let the ordinary term apply again."""
    return holds.lift_hold(STEPS, message, reason=reason, by=by, at=at)
