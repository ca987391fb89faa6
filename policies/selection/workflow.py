"""A selection as data: drafted by one, announced by another; the result alike.

What goes on while it runs, nomination, vote, marks, follows from its instants (`deadlines.py`).
"""

from portal.statute import Law, OwnRule
from portal.workflow import SAME, Act, State, Workflow

CLERK, SIGNER = "clerk", "signer"


class Status(State):
    """Where a selection stands."""

    DRAFT = "draft", "拟定中", "info", CLERK, True
    REVIEW = "review", "待发布", "warning", SIGNER, True
    RUNNING = "running", "评选中", "info", CLERK, True
    RESULT = "result", "结果待公布", "warning", SIGNER, True
    PUBLISHED = "published", "结果已公布", "success"
    WITHDRAWN = "withdrawn", "结果已撤回", "danger"
    STOPPED = "stopped", "已终止", "danger"
    DISCARDED = "discarded", "已放弃", "info"


# No law names the selection of good cases; the year's 工作要点 do, which bind the organ.
POINTS = OwnRule(law=Law("工作要点", "年度政务公开工作要点", "机关工作要求"))
_ACTS = (
    Act("write", "修改草稿", (Status.DRAFT,), SAME, CLERK, POINTS, "修改评选草稿", is_main=True),
    Act("submit", "送发布", (Status.DRAFT,), Status.REVIEW, CLERK, POINTS, "评选送发布",
        is_main=True),
    Act("release", "发布", (Status.REVIEW,), Status.RUNNING, SIGNER, POINTS, "发布评选",
        apart_from=("write", "submit"), is_main=True),
    Act("return", "退回修改", (Status.REVIEW,), Status.DRAFT, SIGNER, POINTS, "退回评选草稿",
        needs_reason=True),
    Act("discard", "放弃草稿", (Status.DRAFT,), Status.DISCARDED, CLERK, POINTS, "放弃评选草稿",
        needs_reason=True),
    Act("accept", "提名列入", (Status.RUNNING,), SAME, CLERK, POINTS, "提名列入评选", is_main=True),
    Act("decline", "提名不列入", (Status.RUNNING,), SAME, CLERK, POINTS, "提名不列入评选",
        needs_reason=True),
    Act("invite", "邀请专家", (Status.RUNNING,), SAME, CLERK, POINTS, "邀请评选专家"),
    Act("dismiss", "取消邀请", (Status.RUNNING,), SAME, CLERK, POINTS, "取消专家的邀请",
        needs_reason=True),
    Act("prolong", "延长打分", (Status.RUNNING,), SAME, SIGNER, POINTS, "延长专家打分",
        needs_reason=True),
    Act("draw", "拟定结果", (Status.RUNNING,), Status.RESULT, CLERK, POINTS, "拟定评选结果",
        is_main=True),
    Act("send_back", "退回重拟", (Status.RESULT,), Status.RUNNING, SIGNER, POINTS, "退回评选结果",
        needs_reason=True),
    Act("announce", "公布结果", (Status.RESULT,), Status.PUBLISHED, SIGNER, POINTS,
        "公布评选结果", apart_from=("draw",), is_main=True),
    Act("withdraw", "撤回结果", (Status.PUBLISHED,), Status.WITHDRAWN, SIGNER, POINTS,
        "撤回评选结果", needs_reason=True),
    Act("stop", "终止评选", (Status.RUNNING, Status.RESULT), Status.STOPPED, SIGNER, POINTS,
        "终止评选", needs_reason=True),
)  # fmt: skip
# After these the year may have another.
ENDED = (Status.DISCARDED, Status.STOPPED, Status.WITHDRAWN)
WORKFLOW = Workflow(Status, Status.DRAFT, _ACTS, openings={"draft": "拟定评选"})
