"""The way of the answer: every act that leads from one state to another."""

from __future__ import annotations

from dataclasses import dataclass

from portal.statute import SECRETS_LAW, Article
from requests_app.deadlines.laws import PAYMENT
from requests_app.workflow.states import (
    ANSWERED,
    APPLICANT,
    ARCHIVED,
    AT_WORK,
    AWAITING_CONFIRMATION,
    AWAITING_CORRECTION,
    AWAITING_PAYMENT,
    AWAITING_REASONS,
    BEFORE_DELIVERY,
    DELIVERING,
    HANDLER,
    HANDLING,
    HEAD,
    INTAKE,
    JOINED,
    REGISTERED,
    REVIEW,
    REVIEWER,
    SECOND_REVIEW,
    SECRECY,
    SECRECY_REVIEW,
    SIGNER,
    SIGNING,
    SPLIT,
    WITHDRAWN,
)


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

RETURNS = ("return_review", "return_second", "return_secrecy", "return_signing")
ACTIONS = {transition.action: transition for transition in TRANSITIONS}
