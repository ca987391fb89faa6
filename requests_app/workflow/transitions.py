"""The way of the answer: every act that leads from one state to another."""

from portal.statute import SECRETS_LAW, Article
from portal.workflow import Act
from requests_app.deadlines.laws import PAYMENT
from requests_app.workflow.groups import ASKED, BACK, DIVIDED, KEEPING, REMEDY
from requests_app.workflow.states import (
    APPLICANT,
    AT_WORK,
    BEFORE_DELIVERY,
    HANDLER,
    HEAD,
    INTAKE,
    REVIEWER,
    SECRECY,
    SIGNER,
    Status,
)

TRANSITIONS: tuple[Act, ...] = (
    Act(
        "confirm", "确认收到", (Status.AWAITING_CONFIRMATION,), Status.REGISTERED, INTAKE,
        Article(31), "与申请人确认收到申请", is_main=True,
    ),
    Act(
        "assign", "分派承办", (Status.REGISTERED, Status.HANDLING), Status.HANDLING, INTAKE,
        Article(45), "分派承办人", is_main=True,
    ),
    Act(
        "ask_correction", "要求补正", AT_WORK, Status.AWAITING_CORRECTION, HANDLER, Article(30),
        "一次性告知补正", group=ASKED,
    ),
    Act(
        "supply_correction", "提交补正", (Status.AWAITING_CORRECTION,), Status.HANDLING, APPLICANT,
        Article(30), "收到补正，答复期限重新起算",
    ),
    Act(
        "record_correction", "登记收到的补正", (Status.AWAITING_CORRECTION,), Status.HANDLING,
        INTAKE, Article(30), "收到补正，答复期限重新起算", is_main=True,
    ),
    Act(
        "lapse_uncorrected", "逾期不补正，不再处理", (Status.AWAITING_CORRECTION,),
        Status.DELIVERING, HANDLER, Article(30), "申请人逾期未补正，视为放弃申请", group=ASKED,
    ),
    Act(
        "ask_reasons", "要求说明理由", (Status.HANDLING,), Status.AWAITING_REASONS, HANDLER,
        Article(35), "要求申请人说明理由", needs_reason=True, group=ASKED,
    ),
    Act(
        "supply_reasons", "说明理由", (Status.AWAITING_REASONS,), Status.HANDLING, APPLICANT,
        Article(35), "申请人说明了理由",
    ),
    Act(
        "record_reasons", "登记申请人的理由", (Status.AWAITING_REASONS,), Status.HANDLING, INTAKE,
        Article(35), "登记申请人说明的理由", is_main=True,
    ),
    Act(
        "reasons_lapsed", "逾期未说明理由，继续办理", (Status.AWAITING_REASONS,), Status.HANDLING,
        HANDLER, Article(35), "申请人逾期未说明理由", is_main=True,
    ),
    Act(
        "ask_fee", "发出收费通知", (Status.HANDLING,), Status.AWAITING_PAYMENT, HANDLER,
        Article(42), "发出收费通知", group=ASKED,
    ),
    Act(
        "record_payment", "登记缴费", (Status.AWAITING_PAYMENT,), Status.HANDLING, INTAKE, PAYMENT,
        "申请人缴费", is_main=True,
    ),
    Act(
        "lapse_unpaid", "逾期未缴费，不再处理", (Status.AWAITING_PAYMENT,), Status.DELIVERING,
        HANDLER, PAYMENT, "申请人逾期未缴费，视为放弃申请", group=ASKED,
    ),
    Act(
        "cancel_fee", "撤销收费通知", (Status.AWAITING_PAYMENT,), Status.HANDLING, HANDLER,
        Article(42), "撤销收费通知，答复期限照原来的计算", needs_reason=True, group=ASKED,
    ),
    Act(
        "submit_answer", "提交审核", (Status.HANDLING,), Status.REVIEW, HANDLER, Article(45),
        "拟写答复，提交审核", is_main=True,
    ),
    Act(
        "approve", "审核通过", (Status.REVIEW,), Status.SECRECY_REVIEW, REVIEWER, Article(45),
        "答复审核通过", apart_from=("submit_answer",), is_main=True,
    ),
    Act(
        "approve_withholding", "审核通过，转复核", (Status.REVIEW,), Status.SECOND_REVIEW,
        REVIEWER, Article(45), "不予公开或无法提供，审核通过，转复核",
        apart_from=("submit_answer",), is_main=True,
    ),
    Act(
        "second", "复核通过", (Status.SECOND_REVIEW,), Status.SECRECY_REVIEW, REVIEWER,
        Article(45), "答复复核通过",
        apart_from=("submit_answer", "approve", "approve_withholding"), is_main=True,
    ),
    Act(
        "pass_secrecy", "保密审查通过", (Status.SECRECY_REVIEW,), Status.SIGNING, SECRECY,
        Article(35, law=SECRETS_LAW), "答复保密审查通过",
        apart_from=("submit_answer", "approve", "approve_withholding", "second"), is_main=True,
    ),
    Act(
        "sign", "签发答复", (Status.SIGNING,), Status.DELIVERING, SIGNER, Article(36), "签发答复",
        apart_from=("submit_answer",), is_main=True,
    ),
    Act(
        "return_review", "退回", (Status.REVIEW,), Status.HANDLING, REVIEWER, Article(45),
        "审核退回", needs_reason=True, group=BACK,
    ),
    Act(
        "return_second", "退回", (Status.SECOND_REVIEW,), Status.HANDLING, REVIEWER, Article(45),
        "复核退回", needs_reason=True, group=BACK,
    ),
    Act(
        "return_secrecy", "退回", (Status.SECRECY_REVIEW,), Status.HANDLING, SECRECY,
        Article(35, law=SECRETS_LAW), "保密审查退回", needs_reason=True, group=BACK,
    ),
    Act(
        "return_signing", "退回", (Status.SIGNING,), Status.HANDLING, SIGNER, Article(45),
        "签发退回", needs_reason=True, group=BACK,
    ),
    Act(
        "deliver", "登记送达", (Status.DELIVERING,), Status.ANSWERED, INTAKE, Article(40),
        "送达答复", is_main=True,
    ),
    Act(
        "recall", "撤回签发", (Status.DELIVERING,), Status.HANDLING, SIGNER, Article(45),
        "答复送出以前发现有误，撤回签发", needs_reason=True, group=BACK,
    ),
    Act(
        "recall_uncorrected", "撤回不再处理，收取补正", (Status.DELIVERING,),
        Status.AWAITING_CORRECTION, HANDLER, Article(30), "申请人有正当理由，撤回不再处理",
        needs_reason=True, group=BACK,
    ),
    Act(
        "recall_unpaid", "撤回不再处理，登记缴费", (Status.DELIVERING,), Status.AWAITING_PAYMENT,
        HANDLER, PAYMENT, "申请人按期缴费，撤回不再处理", needs_reason=True, group=BACK,
    ),
    Act(
        "withdraw", "撤回申请", BEFORE_DELIVERY, Status.WITHDRAWN, APPLICANT, Article(45),
        "申请人撤回申请",
    ),
    Act(
        "record_withdrawal", "登记撤回", BEFORE_DELIVERY, Status.WITHDRAWN, INTAKE, Article(45),
        "登记申请人撤回申请", needs_reason=True, group=KEEPING,
    ),
    Act(
        "split", "拆分", AT_WORK, Status.SPLIT, HANDLER, Article(45), "一事一申请，拆分为数件",
        group=DIVIDED,
    ),
    Act(
        "join", "并案", AT_WORK, Status.JOINED, HANDLER, Article(45), "并入同一申请人的相同申请",
        needs_reason=True, group=DIVIDED,
    ),
    Act(
        "archive", "归档", (Status.ANSWERED, Status.WITHDRAWN, Status.SPLIT, Status.JOINED),
        Status.ARCHIVED, INTAKE, Article(45), "归档", is_main=True,
    ),
    Act(
        "reopen", "依复议、诉讼结果重新办理", (Status.ANSWERED, Status.WITHDRAWN, Status.ARCHIVED),
        Status.HANDLING, HEAD, Article(51), "依复议决定、判决或纠正意见重新办理",
        needs_reason=True, group=REMEDY,
    ),
)  # fmt: skip

RETURNS = ("return_review", "return_second", "return_secrecy", "return_signing")
