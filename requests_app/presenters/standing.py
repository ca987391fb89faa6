"""Where an application stands, in the words of the person who made it."""

from __future__ import annotations

from dataclasses import dataclass

from requests_app.models import InformationRequest, RequestAct, TakenOver
from requests_app.outcomes import LAPSED_UNCORRECTED, LAPSED_UNPAID
from requests_app.workflow.states import Status


@dataclass(frozen=True)
class Standing:
    """One word with the class of its shape, and what it means for the applicant."""

    code: str
    word: str
    meaning: str
    is_yours: bool = False


_AT_WORK = Standing("not_yet", "正在办理", "机关正在办理，不需要您做什么。")
_ENDED = "expired"
CODE_REPLACED = "机关核对证件后换发了查询码，原来的查询码作废"
# Inner steps are all one to the applicant: what is not here is being worked on.
_STANDINGS = {
    Status.AWAITING_CONFIRMATION: Standing(
        "to_verify", "等待确认",
        "申请已经提交。机关会与您联系确认收到，确认之日起计算答复期限（条例第三十一条）。",
    ),
    Status.REGISTERED: Standing("not_yet", "已经受理", "机关已经收到并登记，正在安排人办理。"),
    Status.AWAITING_CORRECTION: Standing(
        "amended", "请您补正", "申请有不清楚的地方，请在下面补充。",
        is_yours=True,
    ),
    Status.AWAITING_REASONS: Standing(
        "amended", "请您说明理由", "机关请您说明理由（条例第三十五条）。", is_yours=True
    ),
    Status.AWAITING_PAYMENT: Standing(
        "amended", "请您缴费", "机关发出了收费通知，请在期限内缴纳。", is_yours=True
    ),
    Status.DELIVERING: Standing(
        "not_yet", "正在送达", "答复已经作出，正按您要求的方式送给您。"
    ),
    Status.ANSWERED: Standing("in_force", "已经答复", "答复已经送达，内容在下面。"),
    Status.WITHDRAWN: Standing(_ENDED, "已经撤回", "您撤回了这件申请，机关不再办理。"),
    Status.SPLIT: Standing(
        "not_yet", "已经拆分", "这件申请问了几件事，已经拆成几件，分别办理和答复。"
    ),
    Status.JOINED: Standing("not_yet", "已经并案", "这件申请与您的另一件相同，合并办理。"),
}  # fmt: skip

# What the applicant's silence ended is no answer, and asks for nothing more.
_LAPSED_MEANS = {
    LAPSED_UNCORRECTED: "补正的期限已过，机关决定不再处理这件申请，告知书正按您要求的方式送给您。",
    LAPSED_UNPAID: "缴费的期限已过，机关决定不再处理这件申请，告知书正按您要求的方式送给您。",
}


def standing_of(request: InformationRequest) -> Standing:
    """The applicant's word for the state; inner steps are all one to them."""
    if request.status == Status.DELIVERING and request.outcome in _LAPSED_MEANS:
        return Standing("not_yet", "正在送达", _LAPSED_MEANS[request.outcome])
    if request.status == Status.ARCHIVED:
        return Standing(_ENDED, "已经办结", "这件申请已经办结归档，内容仍然可以在这里查看。")
    return _STANDINGS.get(Status(request.status), _AT_WORK)


# Acts that concern the applicant, as they are told; whatever is missing here is internal.
TOLD = {
    "submit": "收到您提交的申请",
    "part": "由您的一件申请拆分而成，单独办理和答复",
    "confirm": "机关确认收到申请，开始计算答复期限",
    "ask_correction": "机关请您补正",
    "supply_correction": "您提交了补正，答复期限重新计算",
    "record_correction": "机关收到您的补正，答复期限重新计算",
    "lapse_uncorrected": "逾期没有补正，机关不再处理",
    "ask_reasons": "机关请您说明理由",
    "supply_reasons": "您说明了理由",
    "record_reasons": "机关收到您说明的理由",
    "reasons_lapsed": "逾期没有说明理由，机关继续办理",
    "add_papers": "机关收到您补交的材料",
    "ask_fee": "机关发出收费通知",
    "record_payment": "收到您缴纳的费用",
    "cancel_fee": "机关撤销收费通知，您不需要缴费",
    "recall_uncorrected": "机关同意您逾期补正",
    "recall_unpaid": "机关查明您已经按期缴费，继续办理",
    "lapse_unpaid": "逾期没有缴费，机关不再处理",
    "extend": "答复期限延长",
    "consult": "机关书面征求有关方面的意见，所需时间不计入答复期限",
    "defer": "机关确定延迟答复的期限",
    "deliver": "送达答复",
    "redeliver": "信件被退回，机关再次送达答复",
    "record_arrival": "您收到答复",
    "replace_code": CODE_REPLACED,
    "amend_particulars": "机关更正登记的姓名、证件或者联系方式",
    "rectify": "机关更正登记错的日期，有关期限重新计算",
    "withdraw": "您撤回了申请",
    "record_withdrawal": "机关登记您撤回了申请",
    "split": "一件申请问了几件事，拆分办理",
    "join": "与您的另一件相同申请合并办理",
    "reopen": "机关重新办理",
    "take_over": "收件机关已经撤销，由另一机关继续办理",
}


@dataclass(frozen=True)
class Told:
    """One line of the applicant's timeline."""

    act: RequestAct
    words: str


def timeline_of(request: InformationRequest) -> list[Told]:
    """What happened, for the applicant: no internal steps, opinions or names; the latest first."""
    moves = iter(request.taken_over.all())
    rows = [
        Told(
            act,
            succession_words(next(moves)) if act.action == "take_over" else _words(request, act),
        )
        for act in request.acts.all()
        if act.action in TOLD
    ]
    return rows[::-1]


def succession_words(row: TakenOver) -> str:
    """Which organ goes on for which; said on the pages of both kinds of case."""
    move = row.succession
    return f"{move.organ.name}已经撤销，由{move.successor.name}继续办理，编号、查询码和期限都不变"


def _words(request: InformationRequest, act: RequestAct) -> str:
    words = TOLD[act.action]
    if act.action == "extend" and (extension := getattr(request, "extension", None)):
        return f"{words}{extension.days}个工作日，理由：{extension.reason}"
    return words
