"""What other systems pass on: messages of a superior platform, questions beyond the base of
answers. What comes of them is told back by `outcomes`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from policies.messages.choices import Category, Entrance
from policies.messages.models import Message, MessageChannel
from policies.messages.services.intake import Asked, pass_on
from policies.messages.services.routes import office_of
from portal.common.errors import ActRefused
from portal.common.typed import said
from portal.vault.keys import blind_index

if TYPE_CHECKING:
    from policies.answers.models import Feedback
    from policies.partners.models import Partner

LONGEST_REFERENCE: Final = 80
_KEYS: Final = uuid.UUID("6f0a3d52-5a0b-5a53-9d0c-5a3f1c0c7d11")


def channel_of(partner: Partner) -> MessageChannel:
    """Through which channel its messages come. Raises ActRefused where there is none."""
    found = MessageChannel.objects.filter(partner=partner, is_open=True).first()
    if found is None:
        raise ActRefused("门户没有给这个系统开通转办留言的渠道，请与门户联系。")
    return found


@transaction.atomic
def receive(
    *, partner: Partner, reference: str, asked: Asked, received_on: dt.date, at: dt.datetime
) -> tuple[Message, bool]:
    """Keep a message that a system passed down, and whether it is new: its own number again is the
    same message. Raises ActRefused where that number was another one.
    """
    known = Message.objects.filter(partner=partner, outside_number=reference).first()
    if known is not None:
        # Nothing is left to compare once its personal data are gone.
        if known.text_index and known.text_index != _index(asked.text):
            raise ActRefused("这个来件编号已经用于另一件留言，请换一个编号。")
        return known, False
    channel = replace(asked, channel=channel_of(partner))
    message = pass_on(
        asked=channel, key=uuid.uuid5(_KEYS, f"{partner.pk}:{reference}"),
        received_on=received_on, at=at, office=partner.organ, partner=partner,
        outside_number=reference,
    )  # fmt: skip
    return message, True


def carry(feedback: Feedback, at: dt.datetime) -> bool:
    """Take on a question that the base of answers did not answer, for the organ that it names;
    False where no channel is open for it, or nobody answers messages.
    """
    channel = MessageChannel.objects.filter(entrance=Entrance.BASE, is_open=True).first()
    if channel is None:
        return False
    try:
        office_of(channel)
    except ActRefused:
        return False
    asked = Asked(
        channel=channel, text=feedback.question, category=Category.CONSULT,
        policy=feedback.document,
    )  # fmt: skip
    message = pass_on(
        asked=asked, key=uuid.uuid5(_KEYS, f"feedback:{feedback.pk}"),
        received_on=timezone.localdate(at), at=at, organ=feedback.organ, feedback=feedback,
        outside_number=feedback.reference,
    )  # fmt: skip
    feedback.due_on = message.due_on
    return True


def _index(text: str) -> str:
    """As `intake` keeps it of a text."""
    return blind_index("".join(said(text).split()), purpose="message text")
