"""What whoever asked for a rectification is told of the acts on it; nothing of the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.urls import reverse

from portal.notifications.services.party_notices import (
    Notice,
    Party,
    Way,
    forget_party,
    tell_party,
)
from requests_app.rectification import workflow as flow
from requests_app.rectification.models import Rectification, RectificationAct
from requests_app.services import renewed_codes

KIND: Final = "requests.record"
APPLICANT: Final = "requests.record_applicant"

# What concerns the applicant; nothing of their own acts.
TOLD: Mapping[str, Notice] = {
    "accept": Notice(
        "机关已受理",
        "已受理，正在核实，不需要您做什么。",
        "{organ}已受理您的更正申请，正在核实。不需要您做什么。",
    ),
    "forward": Notice(
        "已转送{organ}",
        "已转送有权更正的机关，编号和查询码不变。",
        "这项记录由{organ}更正，您的申请已转送该机关办理（条例第四十一条）。编号和查询码不变。",
    ),
    flow.approval_of("correct"): Notice(
        "已更正",
        "记录已经更正。",
        "经核实，{organ}已对记录予以更正。",
    ),
    flow.approval_of("decline"): Notice(
        "不予更正",
        "经核实没有更正，理由见网页。",
        "经核实，{organ}没有更正记录，理由在网页上。",
    ),
    flow.approval_of("refer"): Notice(
        "请向有权更正的机关提出",
        "请向有权更正的机关提出，联系方式见网页。",
        "这项记录由别的机关更正，该机关和联系方式在网页上（条例第四十一条）。",
    ),
    "record_withdrawal": Notice(
        "已登记撤回",
        "已登记撤回，不是您要求的请联系机关。",
        "{organ}登记了您撤回更正申请，不再办理。不是您本人要求的，请立即与机关联系。",
    ),
    "replace_code": renewed_codes.TOLD,
    "take_over": Notice(
        "改由承接机关办理",
        "原机关已撤销，改由承接机关办理，不需要您做什么。",
        "原来办理的机关已经撤销，由{organ}继续办理，编号和查询码不变。不需要您做什么。",
    ),
}


def _door(row: Rectification) -> str:
    return reverse("requests:track_number", args=[row.number])


PARTY: Final = Party(
    kind=KIND,
    place=APPLICANT,
    noun="更正申请",
    keys="record:{row.pk}:",
    by_account=Way(Rectification.get_absolute_url, "详细内容请登录后查看。\n\n"),
    by_mail=Way(_door, "请凭编号和查询码在下面的网页查看。\n\n"),
)


def tell_of_rectification(
    rectification: Rectification, act: RectificationAct, *, at: dt.datetime
) -> None:
    """Queue the notice of an act with the act, once; nothing where there is nobody to reach."""
    given_on = act.action == "accept" and act.source == flow.Status.VERIFYING
    if (notice := TOLD.get(act.action)) and not given_on:
        tell_party(PARTY, rectification, notice, key=f"told:{act.pk}", at=at)


def forget_rectification_told(rectification: Rectification) -> None:
    """Take the notices of a case away, which tie its number to an account."""
    forget_party(PARTY, rectification)
