"""What a person has written, as the page 我的 shows it, and what stands under a policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.messages.choices import BY_CITIZENS
from policies.messages.models import Message, MessageChannel, PublishedMessage
from policies.messages.presenters.standing import Standing, standing_of
from policies.messages.selectors import published_under
from policies.messages.titles import title_of
from policies.messages.workflow import Status
from portal.workdays.calendar import chinese_date

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.accounts.models import User

_MOST = 6
_UNDER = 3
_HOME = 4
_BOARD = "policy"


@dataclass(frozen=True)
class OwnMessage:
    """One message in a line: where it stands, with whom, and until when."""

    subject: str
    url: str
    kind: str
    organ: str
    standing: Standing
    until: str


def own_messages(user: User, on: dt.date) -> Sequence[OwnMessage] | None:
    """The latest of the account, those that wait for the person first; None when it has none."""
    rows = Message.objects.of_writer(user).select_related("organ", "channel", "merged_into")
    found = [_own(row, on) for row in rows.order_by("-submitted_at", "-pk")[:_MOST]]
    return sorted(found, key=lambda each: not each.standing.is_yours) or None


@dataclass(frozen=True)
class Under:
    """The latest answers under a policy, whether there are more, and whether one may ask."""

    policy: int
    rows: Sequence[PublishedMessage]
    has_more: bool
    is_open: bool


def under_policy(document: Document, on: dt.date) -> Under | None:
    """What stands beside a document; None where nobody has asked and nobody may. Two queries."""
    del on
    rows = published_under(document.pk, most=_UNDER + 1)
    boards = MessageChannel.objects.filter(slug=_BOARD, is_open=True)
    is_open = boards.filter(entrance__in=BY_CITIZENS).exists()
    if not rows and not is_open:
        return None
    return Under(document.pk, rows[:_UNDER], len(rows) > _UNDER, is_open)


def latest_answers(on: dt.date) -> list[PublishedMessage] | None:
    """What the home page shows; None where nothing is published."""
    del on
    rows = PublishedMessage.objects.live().select_related("organ")
    return list(rows.order_by("-answered_on", "-id")[:_HOME]) or None


def _own(row: Message, on: dt.date) -> OwnMessage:
    until = ""
    if row.status in Status.open and row.due_on:
        word = "最迟{}答复" if row.due_on >= on else "应当在{}以前答复"
        until = word.format(chinese_date(row.due_on))
    subject = title_of(row.text) or f"留言 {row.number}"
    url, organ = row.get_absolute_url(), row.organ.short_name
    return OwnMessage(subject, url, row.channel.name, organ, standing_of(row), until)
