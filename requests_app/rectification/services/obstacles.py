"""What in a request for rectification stands in the way of an act, whoever would do it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from portal.acts.refusals import may_be_urged
from portal.acts.steps import Obstacle
from portal.common.verdicts import ALLOWED, Verdict, no_occasion, refuse
from portal.personal import holds
from portal.workflow import URGE
from requests_app.rectification.choices import DecisionKind
from requests_app.rectification.workflow import DECISIONS, Status, approval_of
from requests_app.services.renewed_codes import may_be_renewed

if TYPE_CHECKING:
    from requests_app.rectification.models import Rectification

UNTOLD = "请先把办理结果告知申请人并登记，再归档（条例第四十一条）。"


def is_told(rectification: Rectification) -> bool:
    """Whether the applicant knows the result; who took it back knows it."""
    if rectification.status == Status.WITHDRAWN:
        return True
    return any(row.outcome == rectification.status for row in rectification.tellings.all())


def _approve(kind: str) -> Obstacle:
    """Only what was decided last can be agreed to."""

    def stands(rectification: Rectification, _on: dt.date) -> Verdict:
        decision = rectification.decisions.order_by("-id").first()
        if decision and decision.kind == kind:
            return ALLOWED
        label = DecisionKind(decision.kind).label if decision else "还没有作出"
        return no_occasion(f"本件拟作的决定是{label}，不能{DecisionKind(kind).label}。")

    return stands


def _archive(rectification: Rectification, _on: dt.date) -> Verdict:
    return ALLOWED if is_told(rectification) else refuse(UNTOLD)


OBSTACLES: Mapping[str, Obstacle] = {
    **{approval_of(kind): _approve(kind) for kind in DECISIONS},
    "archive": _archive,
    "replace_code": lambda case, _on: may_be_renewed(case),
    **holds.OBSTACLES,
    URGE: may_be_urged("due_on"),
}
