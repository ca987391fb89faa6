"""A relay task as data: handed over, received, passed on, told back, closed.

Most of its acts are the relay's own, by number and code; the clerk of the organ that looks after
the relay follows it, and enters what is told by telephone.
"""

from portal.statute import Law, OwnRule
from portal.workflow import Act, State, Workflow, urging

CLERK, SUPERVISOR = "clerk", "supervisor"
RELAY = "relay"


class Status(State):
    """Where a task stands."""

    WAITING = "waiting", "待接收", "warning", CLERK, True
    RECEIVED = "received", "已接收", "info", CLERK, True
    FORWARDED = "forwarded", "已转发", "info", CLERK, True
    FED_BACK = "fed_back", "已反馈", "info", CLERK, True
    CLOSED = "closed", "已结束", "success"
    CANCELLED = "cancelled", "已取消", "info"


RULE = OwnRule(law=Law("接力规则", "政策线下接力办理规则", "机关工作规则"))
# Whoever has it in hand may have told it on.
PASSED = (Status.RECEIVED, Status.FORWARDED, Status.FED_BACK)
_DONE = (Status.FORWARDED, Status.FED_BACK)
_ACTS = (
    Act("receive", "接收", (Status.WAITING,), Status.RECEIVED, RELAY, RULE, "接力组织接收任务"),
    Act("report", "报转发情况", PASSED, Status.FORWARDED, RELAY, RULE, "接力组织报转发情况"),
    Act("feed_back", "反馈", _DONE, Status.FED_BACK, RELAY, RULE, "接力组织反馈听到的问题"),
    Act("record_receipt", "登记接收", (Status.WAITING,), Status.RECEIVED, CLERK, RULE,
        "登记接力组织已接收"),
    Act("record_report", "登记转发情况", PASSED, Status.FORWARDED, CLERK, RULE,
        "登记接力组织的转发情况"),
    Act("record_feedback", "登记反馈", _DONE, Status.FED_BACK, CLERK, RULE,
        "登记接力组织反馈听到的问题"),
    Act("close", "结束", _DONE, Status.CLOSED, CLERK, RULE, "结束接力任务", is_main=True),
    Act("cancel", "取消", (Status.WAITING, Status.RECEIVED), Status.CANCELLED, CLERK, RULE,
        "取消接力任务", needs_reason=True),
    urging(Status, by=SUPERVISOR, basis=RULE, party=RELAY),
)  # fmt: skip
WORKFLOW = Workflow(Status, Status.WAITING, _ACTS, party=RELAY, openings={"submit": "下达接力任务"})
