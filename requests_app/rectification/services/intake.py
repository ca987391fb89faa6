"""Taking in a request to rectify a record: checked, numbered, sealed; sent twice it is one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import as_written, said
from portal.personal.handed_in import HandedIn, checked
from portal.statute import Article
from portal.tracking.intake import Numbering, Receipt
from portal.workdays.services import load_calendar
from requests_app.choices import Channel
from requests_app.permissions import may_take_in
from requests_app.rectification.models import (
    Rectification,
    RectificationEvidence,
)
from requests_app.rectification.numbers import SERIES, rectification_number
from requests_app.rectification.services.papers import keep_rectification_papers
from requests_app.rectification.services.steps import STEPS
from requests_app.selectors import organs_to_ask
from requests_app.services.doubts import likely_arrival
from requests_app.services.indexes import index_applicant
from requests_app.services.intake import offered_channels
from requests_app.services.terms import rectification_due, terms_of

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

LONGEST_TEXT = 2000
RectificationReceipt = Receipt[Rectification]
_NUMBERING = Numbering(Rectification, SERIES, rectification_number)


@dataclass(frozen=True)
class RectificationAsked:
    """What a request says, as a form has cleaned it."""

    organ: Organ
    applicant_kind: str
    name: str
    identity_kind: str
    identity_number: str
    record: str
    inaccurate: str
    should_be: str
    phone: str = ""
    email: str = ""
    address: str = ""
    agent_name: str = ""
    agent_number: str = ""


@dataclass(frozen=True)
class _Arrival:
    """How and when it came, and by whose hand it was registered."""

    channel: Channel
    day: dt.date
    user: User | None = None
    by: User | None = None
    on_paper: bool = False


@transaction.atomic
def submit_rectification(
    *,
    asked: RectificationAsked,
    evidence: Sequence[HandedIn],
    key: uuid.UUID,
    at: dt.datetime,
    user: User | None = None,
) -> RectificationReceipt:
    """Keep a request made online. The same key again gives the same receipt."""
    if Channel.ONLINE not in offered_channels():
        raise ActRefused("本网站暂不接收网上申请，请当面提交或邮寄。")
    came = _Arrival(Channel.ONLINE, timezone.localdate(at), user=user)
    return _keep(asked, evidence, came, key=key, at=at)


@transaction.atomic
def take_in_rectification(
    *,
    asked: RectificationAsked,
    evidence: Sequence[HandedIn],
    on_paper: bool,
    key: uuid.UUID,
    channel: str,
    arrived_on: dt.date,
    by: User,
    at: dt.datetime,
    arrival_checked: bool = False,
) -> RectificationReceipt:
    """Register what came over the counter or by letter; its papers may be scanned later.

    `on_paper`: proof of identity and evidence lie before the clerk, whatever of it is scanned. A
    day so far back that the year may be wrong is taken once somebody has `arrival_checked` it.
    """
    if not (verdict := may_take_in(by, asked.organ.pk)):
        raise NotPermitted(verdict.reason)
    if channel not in written_channels():
        raise ActRefused("请选择来件方式。")
    likely_arrival(arrived_on, timezone.localdate(at), is_checked=arrival_checked)
    came = _Arrival(Channel(channel), arrived_on, by=by, on_paper=on_paper)
    return _keep(asked, evidence, came, key=key, at=at)


def written_channels() -> tuple[Channel, ...]:
    """The ways in which a request with its evidence may come to the organ itself."""
    left_out = (Channel.ONLINE, Channel.PHONE)
    return tuple(way for way in Channel if way in offered_channels() and way not in left_out)


def internal_term(organ: Organ, start: dt.date) -> dt.date | None:
    """The organ's own term from a day on, in working days; None beyond the loaded calendar."""
    return rectification_due(load_calendar(), start, terms_of(organ))


def _keep(
    asked: RectificationAsked,
    evidence: Sequence[HandedIn],
    came: _Arrival,
    *,
    key: uuid.UUID,
    at: dt.datetime,
) -> RectificationReceipt:
    kept: dict[str, Any] = {**as_written(vars(asked))}
    asked = replace(asked, **kept)
    _check(asked, {given.purpose for given in evidence}, came)
    return _NUMBERING.take_in(
        organ=asked.organ, key=key, at=at, keep=lambda given: _new(asked, evidence, came, given, at)
    )


def _new(
    asked: RectificationAsked,
    evidence: Sequence[HandedIn],
    came: _Arrival,
    given: dict[str, Any],
    at: dt.datetime,
) -> Rectification:
    """Its row with its papers, and its first act."""
    files = checked(evidence)
    rectification = Rectification(
        **{field.name: getattr(asked, field.name) for field in fields(asked)} | given,
        user=came.user,
        channel=came.channel,
        taken_in_by=came.by,
        on_paper=came.on_paper,
        submitted_at=at,
        updated_at=at,
        started_on=came.day,
        due_on=internal_term(asked.organ, came.day),
    )
    index_applicant(rectification)
    rectification.save()
    keep_rectification_papers(rectification, files, at=at)
    return STEPS.opened(
        rectification,
        "submit",
        by=came.by,
        at=at,
        summary=f"收到更正申请（{came.channel.label}）",
        basis=Article(41),
        details={"files": len(files), "channel": came.channel.value},
    )


def _check(asked: RectificationAsked, handed: set[str], came: _Arrival) -> None:
    """What 第四十一条 asks: about oneself, with evidence, so that it can be verified."""
    if not organs_to_ask().filter(pk=asked.organ.pk).exists():
        raise ActRefused("所选机关不接收更正申请，请另选机关。")
    if not (said(asked.name) and said(asked.identity_number)):
        raise ActRefused("请填写申请人的姓名或者名称、证件号码。")
    if not any(said(text) for text in (asked.phone, asked.email, asked.address)):
        raise ActRefused("请至少填写一种联系方式：电话、电子邮箱或通信地址。")
    texts = (asked.record, asked.inaccurate, asked.should_be)
    if not all(said(text) for text in texts):
        raise ActRefused("请写明是哪一项记录、哪里不准确、应当是什么。")
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise ActRefused(f"每一项最多写{LONGEST_TEXT}字，请删减。")
    if not handed <= set(RectificationEvidence.Purpose.values):
        raise ActRefused("请说明材料的用途。")
    if not came.on_paper:
        _check_papers(asked, handed, is_staff=came.by is not None)


def _check_papers(asked: RectificationAsked, handed: set[str], *, is_staff: bool) -> None:
    """Both kinds of evidence are handed in as files, and the authorisation of an agent."""
    instead = "；纸质的，请核对原件后勾选“有纸质材料”" if is_staff else ""
    if RectificationEvidence.Purpose.IDENTITY not in handed:
        raise ActRefused(
            f"请上传身份证明{instead}，只能申请更正与自身相关的记录（条例第四十一条）。"
        )
    if RectificationEvidence.Purpose.PROOF not in handed:
        raise ActRefused(f"请上传能证明记录不准确的材料{instead}（条例第四十一条）。")
    if said(asked.agent_name) and RectificationEvidence.Purpose.AUTHORISATION not in handed:
        raise ActRefused(f"由代理人申请的，请上传授权委托书{instead}。")
