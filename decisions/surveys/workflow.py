"""A questionnaire as data: drafted by one, released by another, its result published after the end.

That it is open follows from its instants alone, which the answering transaction asks.
"""

from portal.statute import Law, OwnRule
from portal.workflow import SAME, Act, State, Workflow

HANDLER, REVIEWER = "decision_handler", "decision_reviewer"


class Status(State):
    """Where a questionnaire stands."""

    DRAFT = "draft", "拟定中", "info", HANDLER, True
    REVIEW = "review", "待发布", "warning", REVIEWER, True
    RUNNING = "running", "已发布", "info", REVIEWER, True
    PUBLISHED = "published", "结果已公布", "success"
    WITHDRAWN = "withdrawn", "结果已撤回", "danger"
    STOPPED = "stopped", "已终止", "danger"
    DISCARDED = "discarded", "已放弃", "info"


# No law says how a questionnaire is run.
OWN = OwnRule(law=Law("问卷办理规则", "机关问卷调查办理规则", "机关工作要求"))
_RUNNING = (Status.RUNNING,)
VERSION_GROUP, PAPER_GROUP = "修改问卷", "纸质问卷"
_ACTS = (
    Act("write", "修改草稿", (Status.DRAFT,), SAME, HANDLER, OWN, "修改问卷草稿", is_main=True),
    Act("submit", "送发布", (Status.DRAFT,), Status.REVIEW, HANDLER, OWN, "问卷送发布",
        is_main=True),
    Act("release", "发布", (Status.REVIEW,), Status.RUNNING, REVIEWER, OWN, "发布问卷",
        apart_from=("write", "submit"), is_main=True),
    Act("return", "退回修改", (Status.REVIEW,), Status.DRAFT, REVIEWER, OWN, "退回问卷草稿",
        needs_reason=True),
    Act("discard", "放弃草稿", (Status.DRAFT,), Status.DISCARDED, HANDLER, OWN, "放弃问卷草稿",
        needs_reason=True),
    Act("revise", "拟新的一版", _RUNNING, SAME, HANDLER, OWN, "拟定问卷新的一版",
        group=VERSION_GROUP),
    Act("renew", "启用新的一版", _RUNNING, SAME, REVIEWER, OWN, "启用问卷新的一版",
        apart_from=("revise",), needs_reason=True, group=VERSION_GROUP),
    Act("prolong", "延长", _RUNNING, SAME, REVIEWER, OWN, "延长问卷", needs_reason=True,
        group=VERSION_GROUP),
    Act("enter", "录入一批纸质问卷", _RUNNING, SAME, HANDLER, OWN, "开始录入一批纸质问卷",
        group=PAPER_GROUP),
    Act("announce", "公布结果", _RUNNING, Status.PUBLISHED, REVIEWER, OWN, "公布问卷结果",
        is_main=True),
    Act("withdraw", "撤回结果", (Status.PUBLISHED,), Status.WITHDRAWN, REVIEWER, OWN,
        "撤回问卷结果", needs_reason=True),
    Act("stop", "终止", _RUNNING, Status.STOPPED, REVIEWER, OWN, "终止问卷", needs_reason=True),
)  # fmt: skip
# What befalls one that served something which is not gone on with.
_MOVES = (
    Act("call_off", "不再发布", (Status.DRAFT, Status.REVIEW), Status.DISCARDED, REVIEWER, OWN,
        "问卷不再发布"),
)  # fmt: skip
WORKFLOW = Workflow(
    Status, Status.DRAFT, _ACTS, in_bulk=_MOVES, groups=(VERSION_GROUP, PAPER_GROUP),
    openings={"draft": "拟定问卷"},
)  # fmt: skip
