"""Rectifying an organ's records about somebody (第四十一条), as data: from 待核实 to 已归档.

A case of its own, beside applications for information and counted with none of them. What a
handler decides takes effect when a reviewer, another person, has approved it. The buttons, the
refusals, the audit sentences and the test matrix are drawn from this table.
"""

from __future__ import annotations

from portal.statute import PRIVACY_LAW, Article
from portal.workflow import SAME, Act, State, Workflow, urging

INTAKE = "request_intake"
HANDLER = "request_handler"
REVIEWER = "answer_reviewer"
HEAD = "office_head"
SUPERVISOR = "supervisor"
# Not a role for an organ: whoever asked, by account or by number and code.
APPLICANT = "applicant"


class Status(State):
    """Where a request to rectify a record stands."""

    SUBMITTED = "submitted", "待核实", "warning", INTAKE, True
    FORWARDED = "forwarded", "已转送", "warning", INTAKE, True
    VERIFYING = "verifying", "核实中", "info", HANDLER, True
    REVIEW = "review", "待审核", "warning", REVIEWER, True
    CORRECTED = "corrected", "已更正", "success", INTAKE
    DECLINED = "declined", "不予更正", "success", INTAKE
    REFERRED = "referred", "已告知", "success", INTAKE
    WITHDRAWN = "withdrawn", "已撤回", "danger"
    ARCHIVED = "archived", "已归档", "success"


OPEN = Status.open
# Nothing is proposed yet: intake may take it on, give it to another or send it on.
IN_HAND = (Status.SUBMITTED, Status.FORWARDED, Status.VERIFYING)
DECIDED = (
    Status.CORRECTED,
    Status.DECLINED,
    Status.REFERRED,
)
# What a handler may decide; each waits for its approval.
DECISIONS = ("correct", "decline", "refer")
# The applicant took it back: on the site, or by letter or telephone.
WITHDRAWALS = ("withdraw", "record_withdrawal")

_ACTS = (
    Act(
        "accept", "受理分派", IN_HAND, Status.VERIFYING, INTAKE, Article(41),
        "受理，分派承办人核实", is_main=True,
    ),
    Act(
        "forward", "转送有权机关", IN_HAND, Status.FORWARDED, INTAKE, Article(41),
        "转送有权更正的机关并告知申请人",
    ),
    Act(
        "correct", "拟予以更正", (Status.VERIFYING,), Status.REVIEW, HANDLER, Article(41),
        "经核实拟予以更正，提交审核", is_main=True,
    ),
    Act(
        "decline", "拟不予更正", (Status.VERIFYING,), Status.REVIEW, HANDLER, Article(41),
        "经核实拟不予更正，提交审核", is_main=True,
    ),
    Act(
        "refer", "拟告知向有权机关提出", (Status.VERIFYING,), Status.REVIEW, HANDLER, Article(41),
        "拟告知申请人向有权更正的机关提出，提交审核", is_main=True,
    ),
    Act(
        "approve_correct", "同意更正", (Status.REVIEW,), Status.CORRECTED, REVIEWER, Article(41),
        "审核同意，予以更正", apart_from=DECISIONS, is_main=True,
    ),
    Act(
        "approve_decline", "同意不予更正", (Status.REVIEW,), Status.DECLINED, REVIEWER,
        Article(41), "审核同意，不予更正", apart_from=DECISIONS, is_main=True,
    ),
    Act(
        "approve_refer", "同意告知", (Status.REVIEW,), Status.REFERRED, REVIEWER, Article(41),
        "审核同意，告知申请人向有权更正的机关提出", apart_from=DECISIONS, is_main=True,
    ),
    Act(
        "return", "退回重新核实", (Status.REVIEW,), Status.VERIFYING, REVIEWER, Article(41),
        "审核退回，重新核实",
    ),
    Act(
        "withdraw", "撤回更正申请", OPEN, Status.WITHDRAWN, APPLICANT, Article(41),
        "申请人撤回更正申请",
    ),
    Act(
        "record_withdrawal", "登记撤回", OPEN, Status.WITHDRAWN, INTAKE, Article(41),
        "登记申请人撤回更正申请",
    ),
    Act(
        "archive", "归档", (*DECIDED, Status.WITHDRAWN), Status.ARCHIVED, INTAKE, Article(41),
        "归档", is_main=True,
    ),
    # Beside the way.
    Act(
        "tell", "登记告知申请人", DECIDED, SAME, INTAKE, Article(41), "把办理结果告知申请人",
        is_main=True,
    ),
    Act(
        "replace_code", "换发查询码", tuple(Status), SAME, INTAKE, Article(45, law=PRIVACY_LAW),
        "核对证件，换发查询码",
    ),
    Act("add_papers", "补充材料", OPEN, SAME, INTAKE, Article(41), "收存更正申请材料"),
    Act(
        "hold", "延长保存", (*DECIDED, Status.WITHDRAWN, Status.ARCHIVED), SAME, HEAD,
        Article(47, law=PRIVACY_LAW), "延长保存个人信息",
    ),
    Act(
        "lift_hold", "解除延长保存", (*DECIDED, Status.WITHDRAWN, Status.ARCHIVED), SAME, HEAD,
        Article(47, law=PRIVACY_LAW), "解除延长保存",
    ),
    urging(Status, by=SUPERVISOR, basis=Article(47, 1)),
)  # fmt: skip

# Done to all open cases of an organ at once on a page of its own, not on the page of a case.
_IN_BULK = (
    Act(
        "take_over", "承接", OPEN, SAME, SUPERVISOR, Article(45),
        "办理机关已撤销，由承接机关继续办理",
    ),
)  # fmt: skip

WORKFLOW = Workflow(Status, Status.SUBMITTED, _ACTS, in_bulk=_IN_BULK, party=APPLICANT)


def approval_of(decision: str) -> str:
    """The act by which a decision takes effect."""
    return f"approve_{decision}"
