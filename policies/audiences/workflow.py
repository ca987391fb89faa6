"""A push as data: narrowed by one, released by another, then sent; never twice to one person."""

from portal.statute import Law, OwnRule
from portal.workflow import SAME, Act, State, Workflow

CLERK, SIGNER = "clerk", "signer"


class Status(State):
    """Where a push stands."""

    DRAFT = "draft", "拟推送", "info", CLERK, True
    REVIEW = "review", "待审核", "warning", SIGNER, True
    READY = "ready", "待发送", "info", CLERK, True
    SENT = "sent", "已推送", "success"
    DROPPED = "dropped", "已放弃", "info"


# No law says how a push is handled; what it may rest on is 个人信息保护法第二十四条第二款.
RULE = OwnRule(law=Law("精准推送规则", "机关政策精准推送办理规则", "机关工作规则"))
_ACTS = (
    Act("narrow", "缩小范围", (Status.DRAFT,), SAME, CLERK, RULE, "缩小推送的范围", is_main=True),
    Act("submit", "送审", (Status.DRAFT,), Status.REVIEW, CLERK, RULE, "推送送审", is_main=True),
    Act("approve", "审核同意", (Status.REVIEW,), Status.READY, SIGNER, RULE, "审核同意推送",
        apart_from=("narrow", "submit"), is_main=True),
    Act("return", "退回", (Status.REVIEW,), Status.DRAFT, SIGNER, RULE, "退回推送",
        needs_reason=True),
    Act("send", "发送", (Status.READY,), Status.SENT, CLERK, RULE, "发送推送", is_main=True),
    Act("drop", "放弃", (Status.DRAFT, Status.READY), Status.DROPPED, CLERK, RULE, "放弃推送",
        needs_reason=True),
)  # fmt: skip
WORKFLOW = Workflow(Status, Status.DRAFT, _ACTS, openings={"draft": "拟推送"})
