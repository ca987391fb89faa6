"""What applicants are told of the acts on their case, and what is theirs to do, by when."""

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
from requests_app.deadlines.laws import PAYMENT_DAYS
from requests_app.models import InformationRequest, RequestAct
from requests_app.services import renewed_codes

KIND: Final = "requests.told"
APPLICANT: Final = "requests.applicant"


def _reply_due(request: InformationRequest) -> dt.date | None:
    return request.reply_due_on


# What concerns the applicant. What they did themselves, and what is internal, is not here.
TOLD: Mapping[str, Notice] = {
    "confirm": Notice(
        "机关已确认收到",
        "已收到，将在{day}前答复，不需要您做什么。",
        "机关已确认收到申请，将在{day}以前答复。",
        _reply_due,
    ),
    "ask_correction": Notice(
        "请您补正",
        "请在{day}前补正，逾期视为放弃。",
        "申请有不清楚的地方，请在{day}以前补正。逾期不补正又没有正当理由的，视为放弃申请"
        "（条例第三十条）。补正之后，答复期限重新计算。",
        lambda request: request.correction_notice.respond_by,
    ),
    "lapse_uncorrected": Notice(
        "逾期没有补正，不再处理",
        "逾期没有补正，不再处理；仍需要的请重新申请。",
        "补正期限已过，机关没有收到补正，不再处理这件申请（条例第三十条）。仍然需要的，可以重新申请。",
    ),
    "ask_reasons": Notice(
        "请您说明理由",
        "请在{day}前说明理由。",
        "机关请您在{day}以前说明理由（条例第三十五条）。",
        lambda request: request.reasons_demand.respond_by,
    ),
    "ask_fee": Notice(
        "收费通知",
        f"请自收到通知起{PAYMENT_DAYS}个工作日内缴费，逾期视为放弃。",
        f"机关发出了收费通知，请自收到通知之日起{PAYMENT_DAYS}个工作日内缴费。逾期未缴的，视为放弃申请。",
    ),
    "cancel_fee": Notice(
        "撤销收费通知",
        "收费通知已撤销，不用缴费，将在{day}前答复。",
        "机关撤销了收费通知，您不需要缴费。答复期限照原来的计算，将在{day}以前答复。",
        _reply_due,
    ),
    "recall_uncorrected": Notice(
        "可以补正",
        "可以补正了，请尽快补正。",
        "机关认为您没有按期补正有正当理由，请尽快补正。补正之后，答复期限重新计算。",
    ),
    "lapse_unpaid": Notice(
        "逾期没有缴费，不再处理",
        "逾期没有缴费，不再处理；仍需要的请重新申请。",
        "缴费期限已过，机关没有收到费用，不再处理这件申请。仍然需要的，可以重新申请。",
    ),
    "extend": Notice(
        "答复期限延长",
        "答复期限延长到{day}，不需要您做什么。",
        "经公开工作机构负责人同意，答复期限延长到{day}（条例第三十三条第二款）。不需要您做什么。",
        _reply_due,
    ),
    "defer": Notice(
        "延迟答复",
        "将在{day}前答复，不需要您做什么。",
        "机关确定在{day}以前答复（条例第三十五条）。不需要您做什么。",
        lambda request: request.deferral.until,
    ),
    "consult": Notice(
        "正在征求意见",
        "正在征求有关方面意见，不需要您做什么。",
        "机关正在书面征求有关方面的意见，所需时间不计算在答复期限内（条例第三十三条第三款）。"
        "不需要您做什么。",
    ),
    "deliver": Notice(
        "答复已经发出",
        "答复已发出，请查收；不服的可以复议或者起诉。",
        "答复已经按您要求的方式发出。不服答复的，可以在答复书写明的期限内申请行政复议或者提起行政诉讼。",
    ),
    "redeliver": Notice(
        "再次送达答复",
        "答复被退回，已再次发出；地址有变请联系机关。",
        "寄给您的答复被退回，机关已经再次发出。地址有变动的，请与机关联系。",
    ),
    "replace_code": renewed_codes.TOLD,
    "amend_particulars": Notice(
        "更正申请人信息",
        "登记的信息有更正，不是您要求的请联系机关。",
        "机关更正了登记的姓名、证件或者联系方式。不是您要求的，请立即与机关联系。",
    ),
    "rectify": Notice(
        "更正登记的日期",
        "登记的日期有更正，请核对期限。",
        "机关更正了登记错的日期，有关的期限重新计算，请在网页上查看。",
    ),
    "split": Notice(
        "拆分办理",
        "已拆成几件分别办理，不需要您做什么。",
        "申请问了几件事，已经拆成几件，分别办理和答复。不需要您做什么。",
    ),
    "join": Notice(
        "合并办理",
        "已与您的另一件合并办理，不需要您做什么。",
        "这件申请与您的另一件相同，合并办理。不需要您做什么。",
    ),
    "reopen": Notice(
        "重新办理",
        "正在重新办理，将在{day}前答复。",
        "机关正在重新办理这件申请，将在{day}以前答复。",
        _reply_due,
    ),
    "record_withdrawal": Notice(
        "已登记撤回",
        "已登记撤回，不是您要求的请联系机关。",
        "机关登记了您撤回申请，不再办理。不是您本人要求的，请立即与机关联系。",
    ),
    "take_over": Notice(
        "改由承接机关办理",
        "原机关已撤销，改由承接机关办理，期限不变，不需要您做什么。",
        "收件机关已经撤销，这件申请由{organ}继续办理。编号、查询码和期限都不变，不需要您做什么。",
    ),
}


_REDATED = Notice(
    "答复期限变动",
    "答复期限改为{day}，不需要您做什么。",
    "工作日安排有变动，答复期限重新计算为{day}。不需要您做什么。",
    _reply_due,
)


def _page(request: InformationRequest) -> str:
    return reverse("requests:track_number", args=[request.number])


_WAY: Final = Way(
    _page, "\n\n请凭编号和查询码在下面的网页查看；登录以后申请的，在“我的申请”里查看。"
)
PARTY: Final = Party(
    kind=KIND,
    place=APPLICANT,
    noun="申请",
    keys=f"{KIND}:{{row.pk}}:",
    by_account=_WAY,
    by_mail=_WAY,
)


def tell_applicant(request: InformationRequest, act: RequestAct, *, at: dt.datetime) -> None:
    """Queue the notice of an act with the act, once; nothing where there is nobody to reach."""
    if notice := TOLD.get(act.action):
        tell_party(PARTY, request, notice, key=str(act.pk), at=at)


def tell_redated(request: InformationRequest, redating_id: int, *, at: dt.datetime) -> None:
    """Queue the notice that the calendar has changed and moved the day of the answer, once."""
    tell_party(PARTY, request, _REDATED, key=f"redated:{redating_id}", at=at)


def forget_told(request: InformationRequest) -> None:
    """Take the notices of a case away, which tie its number to an account."""
    forget_party(PARTY, request)
