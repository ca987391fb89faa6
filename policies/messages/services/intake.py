"""Taking a message in: looked over by the rules of spam, routed, numbered, sealed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from policies.messages import spam
from policies.messages.choices import BY_CITIZENS, Category, Entrance, Publication
from policies.messages.models import Message, MessageChannel, MessagePaper
from policies.messages.services import clock
from policies.messages.services.routes import first_organ, office_of
from policies.messages.services.steps import STEPS
from policies.messages.workflow import OWN, Status
from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import as_written, half_width, said
from portal.personal.handed_in import Checked, HandedIn, checked, keep
from portal.tracking.intake import Numbering, Receipt
from portal.vault.keys import blind_index

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.accounts.models import User
    from portal.organs.models import Organ
    from portal.taxonomy.models import Theme

LONGEST_TEXT = 2000
MOST_PAPERS = 3
_DAY = dt.timedelta(days=1)
# What was passed on longer ago than that was dated by mistake.
_OLDEST = dt.timedelta(days=366)
_NUMBERING = Numbering(Message, "messages", "{code}-{year}-LY{count:05d}".format)


@dataclass(frozen=True)
class Asked:
    """What a message says, as a form has cleaned it; `seconds` and `trapped` as `spam.Sent`."""

    channel: MessageChannel
    text: str
    category: str = Category.CONSULT
    name: str = ""
    phone: str = ""
    email: str = ""
    policy: Document | None = None
    theme: Theme | None = None
    may_publish: bool = False
    seconds: float | None = None
    trapped: bool = False
    files: Sequence[HandedIn] = field(default=())


@transaction.atomic
def submit(
    *, asked: Asked, key: uuid.UUID, at: dt.datetime, user: User | None = None
) -> Receipt[Message]:
    """Keep what a citizen wrote. The same key again gives the same receipt; what the rules of spam
    hold is numbered and told like everything else.
    """
    channel = asked.channel
    if not channel.is_open or channel.entrance not in BY_CITIZENS:
        raise ActRefused(f"{channel.name}现在不接收网上留言，请换一个渠道。")
    if channel.entrance == Entrance.ACCOUNTS and user is None:
        raise ActRefused(f"{channel.name}要登录以后写。")
    asked = _checked(asked)
    if channel.needs_contact and not (user or asked.phone or asked.email):
        raise ActRefused("请留一种联系方式，好把答复告诉您。")
    return _keep(asked, key=key, at=at, received_on=timezone.localdate(at), user=user)


@transaction.atomic
def enter(
    *,
    asked: Asked,
    office: Organ,
    key: uuid.UUID,
    received_on: dt.date,
    by: User,
    at: dt.datetime,
    outside_number: str = "",
) -> Receipt[Message]:
    """Register what a superior organ passed down or somebody said by telephone; its clock runs
    from the day on which it came.
    """
    if not holds(by, office, Role.MESSAGE_DESK):
        raise NotPermitted(f"登记留言须由{Role.MESSAGE_DESK.holders}办理。")
    if received_on > timezone.localdate(at):
        raise ActRefused("收到日期晚于今天，请核对。")
    return _keep(
        _checked(asked), key=key, at=at, received_on=received_on, by=by, office=office,
        outside_number=said(outside_number),
    )  # fmt: skip


@transaction.atomic
def pass_on(
    *,
    asked: Asked,
    key: uuid.UUID,
    received_on: dt.date,
    at: dt.datetime,
    office: Organ | None = None,
    organ: Organ | None = None,
    **origin: Any,
) -> Message:
    """Keep what another system passes on, of which it has made sure that somebody asked it.

    `office` distributes it where the channel names nobody, `organ` is to answer it where that is
    known; `origin` are the columns that name the system and
    its own number.
    """
    today = timezone.localdate(at)
    if not today - _OLDEST <= received_on <= today:
        raise ActRefused("转出日期应当在今天以前、一年以内，请核对。")
    kept = _keep(
        _checked(asked), key=key, at=at, received_on=received_on,
        office=asked.channel.office or office, organ=organ, origin=origin,
    )  # fmt: skip
    return kept.case


def person_index(*, user: User | None, phone: str, email: str) -> str:
    """The keyed hash by which messages of one person are counted; blank where nobody knows."""
    who = f"user:{user.pk}" if user else half_width(phone or email).lower()
    return blind_index(who, purpose="message person") if who else ""


def _checked(asked: Asked) -> Asked:
    if not said(asked.text):
        raise ActRefused("请写明您要问的事。")
    if len(asked.text) > LONGEST_TEXT:
        raise ActRefused(f"内容最多{LONGEST_TEXT}字，请删减。")
    if asked.channel.needs_policy and asked.policy is None:
        raise ActRefused("请写明是哪一份政策：从那份文件的页面上点“留言”。")
    if len(asked.files) > MOST_PAPERS:
        raise ActRefused(f"附件最多{MOST_PAPERS}个。")
    return asked


def _keep(
    asked: Asked,
    *,
    key: uuid.UUID,
    at: dt.datetime,
    received_on: dt.date,
    user: User | None = None,
    by: User | None = None,
    office: Organ | None = None,
    organ: Organ | None = None,
    outside_number: str = "",
    origin: Mapping[str, Any] | None = None,
) -> Receipt[Message]:
    office = office or office_of(asked.channel)
    organ = organ or first_organ(asked.channel, asked.policy, asked.theme) or office
    is_of_citizen = by is None and origin is None
    opening = "submit" if is_of_citizen else "enter" if by else "pass_on"
    particulars = as_written({"name": asked.name, "phone": asked.phone, "email": asked.email})
    who = ""
    if is_of_citizen:
        who = person_index(user=user, phone=asked.phone, email=asked.email)
    what = blind_index("".join(said(asked.text).split()), purpose="message text")
    # Where the rule of the channel names the organ nobody has to distribute it.
    is_routed = organ.pk != office.pk

    def new(given: dict[str, Any]) -> Message:
        held_for = spam.rules_met(_sent(asked, who, what, at)) if is_of_citizen else []
        status = Status.HELD if held_for else Status.RECEIVED
        here = organ if is_routed and not held_for else office
        message = Message(
            **{**given, **particulars, "organ": here, "outside_number": outside_number}
            | dict(origin or {}),
            taken_in_by=by,
            office=office,
            channel=asked.channel,
            policy=asked.policy,
            theme=asked.theme or (asked.policy.theme if asked.policy else None),
            category=asked.channel.category or asked.category,
            text=asked.text,
            may_publish=asked.may_publish and asked.channel.publication != Publication.NEVER,
            user=user,
            status=status,
            held_for="、".join(held_for)[:120],
            person_index=who,
            text_index=what,
            received_on=received_on,
            submitted_at=at,
            updated_at=at,
        )
        clock.start(message, received_on, asked.channel.reply_days)
        clock.expect_signature(message, received_on)
        message.save()
        for each in _papers(asked):
            keep(MessagePaper(message=message, at=at), each)
        return STEPS.opened(
            message, opening, by=by, at=at,
            summary=f"收到留言（{asked.channel.name}）", basis=OWN,
            details={"channel": asked.channel.slug, "held": held_for},
        )  # fmt: skip

    return _NUMBERING.take_in(organ=office, key=key, at=at, keep=new)


def _papers(asked: Asked) -> list[Checked]:
    return checked(asked.files) if asked.files else []


def _sent(asked: Asked, who: str, what: str, at: dt.datetime) -> spam.Sent:
    today = Message.objects.filter(submitted_at__gt=at - _DAY)
    return spam.Sent(
        texts=(asked.text, asked.name),
        before=today.filter(person_index=who).count() if who else 0,
        alike=today.filter(text_index=what).count(),
        seconds=asked.seconds,
        trapped=asked.trapped,
    )
