"""Taking an opinion in: in time to the instant, numbered, sealed; sent twice it is one."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from decisions.consultations.choices import Placing, Showing, Stance, Way
from decisions.consultations.deadlines import came_late
from decisions.consultations.models import (
    ChannelRecord,
    Consultation,
    DraftClause,
    DraftVersion,
    Opinion,
)
from decisions.consultations.selectors import newest
from decisions.consultations.services.steps import OPINION_STEPS, shared
from decisions.consultations.workflow import OWN, Status
from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.acts.models import Counter
from portal.common.errors import ActRefused, NotPermitted
from portal.common.moments import from_words, until_words
from portal.common.typed import as_written, said
from portal.tracking.codes import code_from
from portal.tracking.intake import Numbering, Receipt
from portal.vault.keys import blind_index

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST_TEXT: Final = 5_000
LONGEST_QUOTE: Final = 500
_LONGEST_REASON: Final = 300
_NUMBERING = Numbering(Opinion, "opinions", "{code}-{year}-YJ{count:05d}".format)


@dataclass(frozen=True)
class Said:
    """An opinion as a form has cleaned it: on which words, in which version the writer read, what,
    and by whom. Of somebody under fourteen `guardian` says who agrees to it.
    """

    version: DraftVersion
    text: str
    stance: str = Stance.CHANGE
    clause: DraftClause | None = None
    quote: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    may_publish: bool = False
    may_name: bool = False
    is_child: bool = False
    guardian: str = ""


@transaction.atomic
def submit(
    *,
    consultation: Consultation,
    opinion: Said,
    key: uuid.UUID,
    at: dt.datetime,
    user: User | None = None,
) -> Receipt[Opinion]:
    """Keep what somebody wrote on the page. The same key again gives the same receipt, also after
    the end. Raises ActRefused before the first and from the last instant on, saying since when.
    """
    known = Opinion.objects.filter(submission_key=key).first()
    if known is not None:
        return Receipt(known, code_from(key), is_new=False)
    held = shared(consultation)
    window = held.window
    if held.status != Status.RUNNING or window is None:
        raise ActRefused("这次征求意见现在不接收意见。")
    if at >= window.closes_at:
        until = until_words(window.closes_at)
        raise ActRefused(f"征求意见已于{until}截止，这条意见没有收下；您写的都还在，可以另存。")
    if at < window.opens_at:
        raise ActRefused(f"征求意见从{from_words(window.opens_at)}开始，请到时再提交。")
    current = newest(held)
    if current is None or opinion.version.pk != current.pk:
        raise ActRefused("您打开页面以后，草案公布了新的一稿，请看过新的条文再提交；您写的都还在。")
    given = _checked(held, opinion)
    return _keep(
        held, given, key=key, at=at, user=user, way=Way.ONLINE, sent_on=timezone.localdate(at)
    )


@transaction.atomic
def enter(
    *,
    consultation: Consultation,
    opinion: Said,
    way: str,
    sent_on: dt.date,
    key: uuid.UUID,
    channel: ChannelRecord | None = None,
    late_entry_reason: str = "",
    by: User,
    at: dt.datetime,
) -> Receipt[Opinion]:
    """Register what came on paper, by mail, or was said at an occasion. What was sent by the last
    day counts, whenever it is typed in: after the end with the reason. What belongs on the page is
    not typed in by anybody else.
    """
    if not holds(by, consultation.organ, Role.DECISION_HANDLER):
        raise NotPermitted(f"登记意见须由{Role.DECISION_HANDLER.holders}办理。")
    held = shared(consultation)
    if held.status != Status.RUNNING or held.opens_at is None or held.closes_at is None:
        raise ActRefused("这次征求意见现在不登记意见；处理完毕以后补登的，先继续处理意见。")
    if way == Way.ONLINE or way not in Way.values:
        raise ActRefused("网上的意见由本人在网页上提交，截止以后不能代为登记；请选择别的方式。")
    if sent_on > timezone.localdate(at):
        raise ActRefused("寄出、提出的日期晚于今天，请核对。")
    if sent_on < timezone.localdate(held.opens_at):
        raise ActRefused("寄出、提出的日期早于发布日期，请核对。")
    if came_late(sent_on, timezone.localtime(held.closes_at)):
        raise ActRefused(f"寄出、提出的日期晚于{until_words(held.closes_at)}，不计入这次征求意见。")
    reason = said(late_entry_reason)[:_LONGEST_REASON]
    if at >= held.closes_at and not reason:
        raise ActRefused("征求意见已经截止，请写明现在才登记的理由，如：邮戳是最后一天，今天收到。")
    if channel is not None and (
        channel.consultation_id != held.pk or channel.way != way or channel.struck_at
    ):
        raise ActRefused("请选择这次征求意见里同一方式的记录。")
    return _keep(
        held, _checked(held, opinion), key=key, at=at, way=way, sent_on=sent_on, by=by,
        channel=channel, late_entry_reason=reason if at >= held.closes_at else "",
    )  # fmt: skip


def _checked(consultation: Consultation, opinion: Said) -> Said:
    if not said(opinion.text.replace("\x00", "")):
        raise ActRefused("请写明您的意见。")
    if len(opinion.text) > LONGEST_TEXT:
        raise ActRefused(f"意见最多{LONGEST_TEXT}字，请删减，或者分几条提。")
    if opinion.version.consultation_id != consultation.pk or opinion.version.released_at is None:
        raise ActRefused("请从这次征求意见的页面上提交。")
    if opinion.clause is not None and opinion.clause.version_id != opinion.version.pk:
        raise ActRefused("没有这一条，请重新选择。")
    if opinion.quote and opinion.clause is None:
        raise ActRefused("写了针对的文字，请选择是哪一条。")
    if len(opinion.quote) > LONGEST_QUOTE:
        raise ActRefused(f"针对的文字最多{LONGEST_QUOTE}字，请只抄有意见的那一句。")
    if opinion.clause is not None and _bare(opinion.quote) not in _bare(opinion.clause.text):
        raise ActRefused(
            f"“{opinion.quote[:20]}”不在{opinion.clause.label}里，请照条文抄写，或者留空。"
        )
    if opinion.stance not in Stance.values:
        raise ActRefused("请选择支持、反对、建议修改或者其他。")
    if opinion.is_child and not said(opinion.guardian):
        raise ActRefused("不满十四周岁的，请监护人写上自己的姓名和联系方式，表示同意。")
    if opinion.may_name and not said(opinion.name):
        raise ActRefused("同意公开称呼的，请写上怎样称呼您。")
    return opinion


def _bare(text: str) -> str:
    return "".join(text.split())


def _keep(
    consultation: Consultation,
    given: Said,
    *,
    key: uuid.UUID,
    at: dt.datetime,
    way: str,
    sent_on: dt.date,
    user: User | None = None,
    by: User | None = None,
    channel: ChannelRecord | None = None,
    late_entry_reason: str = "",
) -> Receipt[Opinion]:
    particulars = as_written({"name": given.name, "phone": given.phone, "email": given.email})
    may_publish = given.may_publish and consultation.showing == Showing.EACH

    def new(columns: dict[str, Any]) -> Opinion:
        year = timezone.localdate(consultation.opens_at or at).year
        counter = Counter.hold(
            organ=consultation.organ, series=f"opinions of {consultation.pk}", year=year
        )
        opinion = Opinion.objects.create(
            **columns,
            **particulars,
            consultation=consultation,
            serial=counter.take(),
            version=given.version,
            clause=given.clause,
            now=given.clause,
            placing=Placing.HERE if given.clause else Placing.WHOLE,
            quote=said(given.quote),
            way=way,
            channel=channel,
            sent_on=sent_on,
            late_entry_reason=late_entry_reason,
            entered_by=by,
            user=user,
            stance=given.stance,
            text=given.text.replace("\x00", ""),
            is_child=given.is_child,
            guardian=said(given.guardian) if given.is_child else "",
            may_publish=may_publish,
            # Of a child the name is shown to nobody.
            may_name=may_publish and given.may_name and not given.is_child,
            text_index=blind_index(_bare(given.text), purpose="opinion text"),
            submitted_at=at,
            updated_at=at,
        )
        return OPINION_STEPS.opened(
            opinion, "enter" if by else "submit", by=by, at=at,
            summary="登记意见" if by else "收到意见", basis=OWN,
            details={"consultation": consultation.pk, "way": way},
        )  # fmt: skip

    return _NUMBERING.take_in(organ=consultation.organ, key=key, at=at, keep=new)
