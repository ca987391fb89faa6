"""Enquiries as data: from 待受理 to 已办结; an answer goes out when another person agrees."""

from portal.statute import Article
from portal.workflow import SAME, Act, State, Workflow

INTAKE, HANDLER, REVIEWER = "request_intake", "request_handler", "answer_reviewer"
ENQUIRER = "enquirer"


class Status(State):
    """Where an enquiry stands."""

    RECEIVED = "received", "待受理", "warning", INTAKE, True
    ANSWERING = "answering", "办理中", "info", HANDLER, True
    REVIEW = "review", "待审核", "warning", REVIEWER, True
    ANSWERED = "answered", "已答复", "success", INTAKE
    CLOSED = "closed", "已办结", "success"


_LAW = Article(28)
_ACTS = (
    Act("assign", "受理分派", (Status.RECEIVED, Status.ANSWERING), Status.ANSWERING, INTAKE, _LAW,
        "受理咨询，分派承办人", is_main=True),
    Act("propose", "拟答复", (Status.ANSWERING,), Status.REVIEW, HANDLER, _LAW,
        "拟写答复，提交审核", is_main=True),
    Act("approve", "同意答复", (Status.REVIEW,), Status.ANSWERED, REVIEWER, _LAW,
        "审核同意，答复咨询人", apart_from=("propose",), is_main=True),
    Act("return", "退回重拟", (Status.REVIEW,), Status.ANSWERING, REVIEWER, _LAW,
        "审核退回，重新拟写", needs_reason=True),
    Act("withdraw", "撤回咨询", Status.open, Status.CLOSED, ENQUIRER, _LAW, "咨询人撤回咨询"),
    Act("record_withdrawal", "登记撤回", Status.open, Status.CLOSED, INTAKE, _LAW,
        "登记咨询人撤回咨询", needs_reason=True),
    Act("close", "办结", (Status.ANSWERED,), Status.CLOSED, INTAKE, _LAW, "办结", is_main=True),
    Act("log_contact", "记录联系", (*Status.open, Status.ANSWERED), SAME, HANDLER, _LAW,
        "记录与咨询人的联系"),
)  # fmt: skip
WORKFLOW = Workflow(Status, Status.RECEIVED, _ACTS, party=ENQUIRER, openings={"submit": "提交咨询"})
