"""Correcting an organ's records about somebody (第四十一条), as data: from 待核实 to 已归档.

A case of its own, beside applications for information and counted with none of them. What a
handler decides takes effect when a reviewer, another person, has approved it. The buttons, the
refusals, the audit sentences and the test matrix are drawn from these tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal.statute import PRIVACY_LAW, Article

SUBMITTED = "submitted"
FORWARDED = "forwarded"
VERIFYING = "verifying"
REVIEW = "review"
CORRECTED = "corrected"
DECLINED = "declined"
REFERRED = "referred"
WITHDRAWN = "withdrawn"
ARCHIVED = "archived"

STATES = (
    SUBMITTED,
    FORWARDED,
    VERIFYING,
    REVIEW,
    CORRECTED,
    DECLINED,
    REFERRED,
    WITHDRAWN,
    ARCHIVED,
)
OPEN = (SUBMITTED, FORWARDED, VERIFYING, REVIEW)
DECIDED = (CORRECTED, DECLINED, REFERRED)

INTAKE = "request_intake"
HANDLER = "request_handler"
REVIEWER = "answer_reviewer"
HEAD = "office_head"
SUPERVISOR = "supervisor"
# Not a role for an organ: whoever asked, by account or by number and code.
APPLICANT = "applicant"

# What a handler may decide; each waits for its approval.
DECISIONS = ("correct", "decline", "refer")
# The applicant took it back: on the site, or by letter or telephone.
WITHDRAWALS = ("withdraw", "record_withdrawal")
BASIS = Article(41)


@dataclass(frozen=True)
class Transition:
    """One act: from any of `sources` to `target`, done by a holder of `role`."""

    action: str
    label: str
    sources: tuple[str, ...]
    target: str
    role: str
    sentence: str
    # The acts whose last doer must not do this one.
    apart_from: tuple[str, ...] = ()
    basis: Article = BASIS


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "accept", "受理分派", (SUBMITTED, FORWARDED, VERIFYING), VERIFYING, INTAKE,
        "受理，分派承办人核实",
    ),
    Transition(
        "forward", "转送有权机关", (SUBMITTED, FORWARDED, VERIFYING), FORWARDED, INTAKE,
        "转送有权更正的机关并告知申请人",
    ),
    Transition(
        "correct", "拟予以更正", (VERIFYING,), REVIEW, HANDLER, "经核实拟予以更正，提交审核",
    ),
    Transition(
        "decline", "拟不予更正", (VERIFYING,), REVIEW, HANDLER, "经核实拟不予更正，提交审核",
    ),
    Transition(
        "refer", "拟告知向有权机关提出", (VERIFYING,), REVIEW, HANDLER,
        "拟告知申请人向有权更正的机关提出，提交审核",
    ),
    Transition(
        "approve_correct", "同意更正", (REVIEW,), CORRECTED, REVIEWER, "审核同意，予以更正",
        apart_from=DECISIONS,
    ),
    Transition(
        "approve_decline", "同意不予更正", (REVIEW,), DECLINED, REVIEWER, "审核同意，不予更正",
        apart_from=DECISIONS,
    ),
    Transition(
        "approve_refer", "同意告知", (REVIEW,), REFERRED, REVIEWER,
        "审核同意，告知申请人向有权更正的机关提出", apart_from=DECISIONS,
    ),
    Transition(
        "return", "退回重新核实", (REVIEW,), VERIFYING, REVIEWER, "审核退回，重新核实",
    ),
    Transition(
        "withdraw", "撤回更正申请", OPEN, WITHDRAWN, APPLICANT, "申请人撤回更正申请",
    ),
    Transition(
        "record_withdrawal", "登记撤回", OPEN, WITHDRAWN, INTAKE, "登记申请人撤回更正申请",
    ),
    Transition(
        "archive", "归档", (*DECIDED, WITHDRAWN), ARCHIVED, INTAKE, "归档",
    ),
)  # fmt: skip

# Beside the way: these leave the state as it is, and so have no target.
BESIDE: tuple[Transition, ...] = (
    Transition("tell", "登记告知申请人", DECIDED, "", INTAKE, "把办理结果告知申请人"),
    Transition("add_papers", "补充材料", OPEN, "", INTAKE, "收存更正申请材料"),
    Transition(
        "hold", "延长保存", (*DECIDED, WITHDRAWN, ARCHIVED), "", HEAD, "延长保存个人信息",
        basis=Article(47, law=PRIVACY_LAW),
    ),
    Transition(
        "lift_hold", "解除延长保存", (*DECIDED, WITHDRAWN, ARCHIVED), "", HEAD,
        "解除延长保存", basis=Article(47, law=PRIVACY_LAW),
    ),
)  # fmt: skip

# Done to all open cases of an organ at once on a page of its own, not on the page of a case.
IN_BULK: tuple[Transition, ...] = (
    Transition(
        "take_over", "承接", OPEN, "", SUPERVISOR, "办理机关已撤销，由承接机关继续办理",
        basis=Article(45),
    ),
)  # fmt: skip

ACTIONS = {act.action: act for act in (*TRANSITIONS, *BESIDE)}
BULK_ACTS = {act.action: act for act in IN_BULK}


def approval_of(decision: str) -> str:
    """The act by which a decision takes effect."""
    return f"approve_{decision}"


def offered_in(state: str) -> Iterator[Transition]:
    """Every act that may be done in a state, in the table's order."""
    return (act for act in ACTIONS.values() if state in act.sources)
