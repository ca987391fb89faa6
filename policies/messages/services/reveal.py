"""Seeing a message as it was written, and how its writer is reached: for a purpose, on record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models, transaction

from policies.messages.models import Message, MessagePaper
from policies.messages.permissions import may_unmask
from portal.personal.reveals import Reveals

if TYPE_CHECKING:
    from django.core.files.base import File

    from portal.accounts.models import User


class Purpose(models.TextChoices):
    """What for."""

    ANSWER = "answer", "办理、答复"
    CONTACT = "contact", "联系留言人"
    CHECK = "check", "核对公开的内容"


REVEALS = Reveals[Message]("messages", Purpose, may_unmask)


@dataclass(frozen=True)
class Original:
    """What was written and by whom, in full: for one answer, never to be kept."""

    name: str
    phone: str
    email: str
    text: str
    words: dict[int, str]


@transaction.atomic
def reveal(*, message: Message, purpose: str, by: User, at: dt.datetime) -> Original:
    """Open what is sealed for somebody who works on it and says what for."""
    told = f"查看留言原文：{message.number}"
    REVEALS.note(message, "reveal", told, purpose=purpose, by=by, at=at)
    words = {row.pk: row.text for row in message.words.all()}
    return Original(message.name, message.phone, message.email, message.text, words)


@transaction.atomic
def open_paper(*, paper: MessagePaper, purpose: str, by: User, at: dt.datetime) -> File[bytes]:
    """Open what was attached; the caller closes it."""
    told = f"打开留言附件：{paper.message.number}"
    return REVEALS.open(
        paper, paper.message, "open_paper", told, named="paper", purpose=purpose, by=by, at=at
    )
