"""The handling of an application, as data: from 待确认 to 归档.

Each act names the states it leaves, the state it reaches, whose it is, who may not do it too,
and its article. What runs beside the answer (征求意见, 协办, 联系记录) changes no state and is
in `BESIDE`, with the states in which it may be done. The diagram, the buttons, the refusals, the
audit sentences and the test matrix are all drawn from these tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal.statute import SECRETS_LAW, Article
from requests_app.deadlines.laws import PAYMENT

AWAITING_CONFIRMATION = "awaiting_confirmation"
REGISTERED = "registered"
HANDLING = "handling"
AWAITING_CORRECTION = "awaiting_correction"
AWAITING_REASONS = "awaiting_reasons"
AWAITING_PAYMENT = "awaiting_payment"
REVIEW = "review"
SECOND_REVIEW = "second_review"
SECRECY_REVIEW = "secrecy_review"
SIGNING = "signing"
DELIVERING = "delivering"
ANSWERED = "answered"
WITHDRAWN = "withdrawn"
SPLIT = "split"
JOINED = "joined"
ARCHIVED = "archived"

STATES = (
    AWAITING_CONFIRMATION,
    REGISTERED,
    HANDLING,
    AWAITING_CORRECTION,
    AWAITING_REASONS,
    AWAITING_PAYMENT,
    REVIEW,
    SECOND_REVIEW,
    SECRECY_REVIEW,
    SIGNING,
    DELIVERING,
    ANSWERED,
    WITHDRAWN,
    SPLIT,
    JOINED,
    ARCHIVED,
)
# Not yet answered, and the applicant may still take it back.
BEFORE_DELIVERY = (
    AWAITING_CONFIRMATION,
    REGISTERED,
    HANDLING,
    AWAITING_CORRECTION,
    AWAITING_REASONS,
    AWAITING_PAYMENT,
    REVIEW,
    SECOND_REVIEW,
    SECRECY_REVIEW,
    SIGNING,
)
AT_WORK = (REGISTERED, HANDLING)
KEPT = (*BEFORE_DELIVERY, DELIVERING, ANSWERED)
# The answer is being written or judged.
ANSWERING = (HANDLING, REVIEW, SECOND_REVIEW, SECRECY_REVIEW, SIGNING)
# Received, and not ended without a letter: what may be contested, and days that may be wrong.
RECEIVED = tuple(s for s in STATES if s not in (AWAITING_CONFIRMATION, WITHDRAWN, SPLIT, JOINED))

INTAKE = "request_intake"
HANDLER = "request_handler"
REVIEWER = "answer_reviewer"
SECRECY = "secrecy_reviewer"
SIGNER = "signer"
HEAD = "office_head"
# Not a role for an organ: whoever applied, by account or by number and code.
APPLICANT = "applicant"


@dataclass(frozen=True)
class Transition:
    """One act: from any of `sources` to `target`, done by a holder of `role`."""

    action: str
    label: str
    sources: tuple[str, ...]
    target: str
    role: str
    basis: Article
    sentence: str
    apart_from: tuple[str, ...] = ()
    needs_reason: bool = False


@dataclass(frozen=True)
class SideAct:
    """An act beside the way of the answer: it leaves the state as it is."""

    action: str
    label: str
    states: tuple[str, ...]
    role: str
    basis: Article
    sentence: str


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "confirm", "确认收到", (AWAITING_CONFIRMATION,), REGISTERED, INTAKE,
        Article(31), "与申请人确认收到申请",
    ),
    Transition(
        "assign", "分派承办", (REGISTERED, HANDLING), HANDLING, INTAKE,
        Article(45), "分派承办人",
    ),
    Transition(
        "ask_correction", "要求补正", AT_WORK, AWAITING_CORRECTION, HANDLER,
        Article(30), "一次性告知补正",
    ),
    Transition(
        "supply_correction", "提交补正", (AWAITING_CORRECTION,), HANDLING, APPLICANT,
        Article(30), "收到补正，答复期限重新起算",
    ),
    Transition(
        "record_correction", "登记收到的补正", (AWAITING_CORRECTION,), HANDLING, INTAKE,
        Article(30), "收到补正，答复期限重新起算",
    ),
    Transition(
        "lapse_uncorrected", "逾期不补正，不再处理", (AWAITING_CORRECTION,), DELIVERING, HANDLER,
        Article(30), "申请人逾期未补正，视为放弃申请",
    ),
    Transition(
        "ask_reasons", "要求说明理由", (HANDLING,), AWAITING_REASONS, HANDLER,
        Article(35), "要求申请人说明理由", needs_reason=True,
    ),
    Transition(
        "supply_reasons", "说明理由", (AWAITING_REASONS,), HANDLING, APPLICANT,
        Article(35), "申请人说明了理由",
    ),
    Transition(
        "record_reasons", "登记申请人的理由", (AWAITING_REASONS,), HANDLING, INTAKE,
        Article(35), "登记申请人说明的理由",
    ),
    Transition(
        "reasons_lapsed", "逾期未说明理由，继续办理", (AWAITING_REASONS,), HANDLING, HANDLER,
        Article(35), "申请人逾期未说明理由",
    ),
    Transition(
        "ask_fee", "发出收费通知", (HANDLING,), AWAITING_PAYMENT, HANDLER,
        Article(42), "发出收费通知",
    ),
    Transition(
        "record_payment", "登记缴费", (AWAITING_PAYMENT,), HANDLING, INTAKE,
        PAYMENT, "申请人缴费",
    ),
    Transition(
        "lapse_unpaid", "逾期未缴费，不再处理", (AWAITING_PAYMENT,), DELIVERING, HANDLER,
        PAYMENT, "申请人逾期未缴费，视为放弃申请",
    ),
    Transition(
        "cancel_fee", "撤销收费通知", (AWAITING_PAYMENT,), HANDLING, HANDLER,
        Article(42), "撤销收费通知，答复期限照原来的计算", needs_reason=True,
    ),
    Transition(
        "submit_answer", "提交审核", (HANDLING,), REVIEW, HANDLER,
        Article(45), "拟写答复，提交审核",
    ),
    Transition(
        "approve", "审核通过", (REVIEW,), SECRECY_REVIEW, REVIEWER,
        Article(45), "答复审核通过", apart_from=("submit_answer",),
    ),
    Transition(
        "approve_withholding", "审核通过，转复核", (REVIEW,), SECOND_REVIEW, REVIEWER,
        Article(45), "不予公开或无法提供，审核通过，转复核", apart_from=("submit_answer",),
    ),
    Transition(
        "second", "复核通过", (SECOND_REVIEW,), SECRECY_REVIEW, REVIEWER,
        Article(45), "答复复核通过",
        apart_from=("submit_answer", "approve", "approve_withholding"),
    ),
    Transition(
        "pass_secrecy", "保密审查通过", (SECRECY_REVIEW,), SIGNING, SECRECY,
        Article(35, law=SECRETS_LAW), "答复保密审查通过",
        apart_from=("submit_answer", "approve", "approve_withholding", "second"),
    ),
    Transition(
        "sign", "签发答复", (SIGNING,), DELIVERING, SIGNER,
        Article(36), "签发答复", apart_from=("submit_answer",),
    ),
    Transition(
        "return_review", "退回", (REVIEW,), HANDLING, REVIEWER,
        Article(45), "审核退回", needs_reason=True,
    ),
    Transition(
        "return_second", "退回", (SECOND_REVIEW,), HANDLING, REVIEWER,
        Article(45), "复核退回", needs_reason=True,
    ),
    Transition(
        "return_secrecy", "退回", (SECRECY_REVIEW,), HANDLING, SECRECY,
        Article(35, law=SECRETS_LAW), "保密审查退回", needs_reason=True,
    ),
    Transition(
        "return_signing", "退回", (SIGNING,), HANDLING, SIGNER,
        Article(45), "签发退回", needs_reason=True,
    ),
    Transition(
        "deliver", "登记送达", (DELIVERING,), ANSWERED, INTAKE,
        Article(40), "送达答复",
    ),
    Transition(
        "recall", "撤回签发", (DELIVERING,), HANDLING, SIGNER,
        Article(45), "答复送出以前发现有误，撤回签发", needs_reason=True,
    ),
    Transition(
        "recall_uncorrected", "撤回不再处理，收取补正", (DELIVERING,), AWAITING_CORRECTION, HANDLER,
        Article(30), "申请人有正当理由，撤回不再处理", needs_reason=True,
    ),
    Transition(
        "recall_unpaid", "撤回不再处理，登记缴费", (DELIVERING,), AWAITING_PAYMENT, HANDLER,
        PAYMENT, "申请人按期缴费，撤回不再处理", needs_reason=True,
    ),
    Transition(
        "withdraw", "撤回申请", BEFORE_DELIVERY, WITHDRAWN, APPLICANT,
        Article(45), "申请人撤回申请",
    ),
    Transition(
        "record_withdrawal", "登记撤回", BEFORE_DELIVERY, WITHDRAWN, INTAKE,
        Article(45), "登记申请人撤回申请", needs_reason=True,
    ),
    Transition(
        "split", "拆分", AT_WORK, SPLIT, HANDLER,
        Article(45), "一事一申请，拆分为数件",
    ),
    Transition(
        "join", "并案", AT_WORK, JOINED, HANDLER,
        Article(45), "并入同一申请人的相同申请", needs_reason=True,
    ),
    Transition(
        "archive", "归档", (ANSWERED, WITHDRAWN, SPLIT, JOINED), ARCHIVED, INTAKE,
        Article(45), "归档",
    ),
    Transition(
        "reopen", "依复议、诉讼结果重新办理", (ANSWERED, WITHDRAWN, ARCHIVED), HANDLING, HEAD,
        Article(51), "依复议决定、判决或纠正意见重新办理", needs_reason=True,
    ),
)  # fmt: skip

BESIDE: tuple[SideAct, ...] = (
    SideAct("propose_extension", "建议延期", ANSWERING, HANDLER, Article(33, 2), "建议延长期限"),
    SideAct("extend", "同意延期", ANSWERING, HEAD, Article(33, 2), "同意延长答复期限"),
    SideAct("consult", "征求意见", (HANDLING,), HANDLER, Article(32), "发出征求意见书"),
    SideAct("record_service", "登记征求意见书送达", ANSWERING, HANDLER, Article(32), "意见书送达"),
    SideAct("record_opinion", "登记意见", ANSWERING, HANDLER, Article(32), "收到意见"),
    SideAct("end_consultation", "结束征求意见", ANSWERING, HANDLER, Article(32), "结束征求意见"),
    SideAct("tell_third_party", "告知第三方", (SIGNING, DELIVERING), HANDLER, Article(32),
            "决定公开，书面告知第三方公开的内容和理由"),
    SideAct("ask_assistance", "请求协办", (HANDLING,), HANDLER, Article(11), "请求协办"),
    SideAct("give_assistance", "答复协办", (HANDLING,), HANDLER, Article(11), "答复协办"),
    SideAct("confer", "登记会商", (HANDLING,), HANDLER, Article(45), "与专家委员会会商"),
    SideAct("defer", "确定延迟答复", (HANDLING,), HEAD, Article(35), "确定延迟答复的合理期限"),
    SideAct("add_papers", "补充材料", KEPT, INTAKE, Article(45), "收存申请材料"),
    SideAct("amend_particulars", "更正申请人信息", KEPT, INTAKE, Article(45), "更正申请人信息"),
    SideAct("record_fee_receipt", "登记收费通知送达", (AWAITING_PAYMENT,), INTAKE, PAYMENT,
            "申请人收到收费通知"),
    SideAct("redeliver", "登记退件，再次送达", (ANSWERED, ARCHIVED), INTAKE, Article(40),
            "答复被退回，再次送达"),
    SideAct("record_arrival", "登记申请人收到答复", (ANSWERED, ARCHIVED), INTAKE, Article(40),
            "申请人收到答复"),
    SideAct("record_remedy", "登记复议、诉讼", RECEIVED, HANDLER, Article(51),
            "收到复议、诉讼受理通知"),
    SideAct("conclude_remedy", "登记复议、诉讼结果", RECEIVED, HANDLER, Article(51),
            "收到复议决定、判决"),
    SideAct("log_contact", "记录联系", KEPT, HANDLER, Article(45), "记录与申请人的联系"),
    SideAct("rectify", "更正登记的日期", RECEIVED, HEAD, Article(45), "更正登记错的日期"),
    SideAct("file_refusal", "报区政府办公室备案", (SIGNING,), SIGNER, Article(45),
            "不予公开、无法提供的答复报备案"),
)  # fmt: skip

RETURNS = ("return_review", "return_second", "return_secrecy", "return_signing")
ACTIONS = {transition.action: transition for transition in TRANSITIONS}
SIDE_ACTS = {act.action: act for act in BESIDE}


def find(action: str, source: str) -> Transition | None:
    """The transition an act makes from a state, or None when the act is not lawful there."""
    transition = ACTIONS.get(action)
    return transition if transition and source in transition.sources else None


def leaving(source: str) -> Iterator[Transition]:
    """Every transition out of a state, in the table's order."""
    return (transition for transition in TRANSITIONS if source in transition.sources)


def beside(state: str) -> Iterator[SideAct]:
    """Every act that may be done in a state without leaving it."""
    return (act for act in BESIDE if state in act.states)
