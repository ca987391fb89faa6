"""Telling who asked for a rectification what was done: by account, or at the address in the case.

A notice says the number and what happened, nothing of the record or of whose it is. The address
of somebody without an account stays sealed in the case and is opened only when it is sent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.urls import reverse

from portal.notifications.choices import Channel
from portal.notifications.registry import KeptRecipient, Recipient
from portal.notifications.services import forget, notify
from requests_app.rectification import workflow as flow
from requests_app.rectification.models import Rectification, RectificationAct
from requests_app.services.short_texts import short_text, takes_texts

if TYPE_CHECKING:
    from portal.accounts.models import User

KIND: Final = "requests.record"
APPLICANT: Final = "requests.record_applicant"

# What concerns the applicant, as title, text for a mobile, and text; nothing of their own acts.
TOLD: Mapping[str, tuple[str, str, str]] = {
    "accept": (
        "机关已受理",
        "已受理，正在核实，不需要您做什么。",
        "{organ}已受理您的更正申请，正在核实。不需要您做什么。",
    ),
    "forward": (
        "已转送{organ}",
        "已转送有权更正的机关，编号和查询码不变。",
        "这项记录由{organ}更正，您的申请已转送该机关办理（条例第四十一条）。编号和查询码不变。",
    ),
    flow.approval_of("correct"): (
        "已更正",
        "记录已经更正。",
        "经核实，{organ}已对记录予以更正。",
    ),
    flow.approval_of("decline"): (
        "不予更正",
        "经核实没有更正，理由见网页。",
        "经核实，{organ}没有更正记录，理由在网页上。",
    ),
    flow.approval_of("refer"): (
        "请向有权更正的机关提出",
        "请向有权更正的机关提出，联系方式见网页。",
        "这项记录由别的机关更正，该机关和联系方式在网页上（条例第四十一条）。",
    ),
    "record_withdrawal": (
        "已登记撤回",
        "已登记撤回，不是您要求的请联系机关。",
        "{organ}登记了您撤回更正申请，不再办理。不是您本人要求的，请立即与机关联系。",
    ),
    "take_over": (
        "改由承接机关办理",
        "原机关已撤销，改由承接机关办理，不需要您做什么。",
        "原来办理的机关已经撤销，由{organ}继续办理，编号和查询码不变。不需要您做什么。",
    ),
}


def tell_of_rectification(
    rectification: Rectification, act: RectificationAct, *, at: dt.datetime
) -> None:
    """Queue the notice of an act with the act, once; nothing where there is nobody to reach."""
    if act.action not in TOLD or (act.action == "accept" and act.source == flow.Status.VERIFYING):
        return
    title, short, text = (
        words.format(organ=rectification.organ.name) for words in TOLD[act.action]
    )
    if user := rectification.user:
        text_here, page = f"{text}详细内容请登录后查看。", rectification.get_absolute_url()
        _queue(rectification, act, user, title=title, text=text_here, url=page, at=at)
    if rectification.email and not (user and user.email):
        kept = KeptRecipient(APPLICANT, rectification.pk, (Channel.MAIL,))
        text_there = f"{text}请凭编号和查询码在下面的网页查看。"
        page = reverse("requests:track_number", args=[rectification.number])
        _queue(rectification, act, kept, title=title, text=text_there, url=page, at=at)
    if takes_texts(rectification.phone):
        notify(
            kind=KIND,
            recipients=[KeptRecipient(APPLICANT, rectification.pk, (Channel.SMS,))],
            subject=title,
            body=short_text("更正申请", rectification.number, short),
            dedup_key=_key(rectification, act),
            at=at,
        )


def rectification_applicant_at(object_id: int) -> Recipient | None:
    """The address sealed in a case; None once its personal data are gone."""
    found = Rectification.objects.filter(pk=object_id, purged_at=None).first()
    if found is None or not (found.email or found.phone):
        return None
    return Recipient(email=found.email, phone=found.phone)


def forget_rectification_told(rectification: Rectification) -> None:
    """Take the notices of a case away, which tie its number to an account."""
    forget(key_prefix=f"record:{rectification.pk}:")


def _queue(
    rectification: Rectification,
    act: RectificationAct,
    to: User | KeptRecipient,
    *,
    title: str,
    text: str,
    url: str,
    at: dt.datetime,
) -> None:
    phone = f"，电话{rectification.organ.phone}" if rectification.organ.phone else ""
    ask = f"看不明白的，请联系{rectification.organ.name}{phone}。"
    notify(
        kind=KIND,
        recipients=[to],
        subject=f"更正申请{rectification.number}：{title}",
        body=f"更正申请编号：{rectification.number}\n\n{text}\n\n{ask}",
        url=url,
        dedup_key=_key(rectification, act),
        at=at,
    )


def _key(rectification: Rectification, act: RectificationAct) -> str:
    return f"record:{rectification.pk}:told:{act.pk}"
