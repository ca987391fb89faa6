"""A catalogue as data: drafted by one, published by another, changed by dated adjustments alone."""

from portal.statute import Law, OwnRule
from portal.workflow import SAME, Act, State, Workflow

HANDLER, REVIEWER = "decision_handler", "decision_reviewer"


class Status(State):
    """Where a catalogue stands."""

    DRAFT = "draft", "编制中", "info", HANDLER, True
    REVIEW = "review", "待公布", "warning", REVIEWER, True
    RELEASED = "released", "已公布", "success"
    ADJUSTING = "adjusting", "调整待公布", "warning", REVIEWER, True
    ACCOUNTED = "accounted", "完成情况待公布", "warning", REVIEWER, True
    CLOSED = "closed", "年终已总公开", "success"
    WITHDRAWN = "withdrawn", "已撤回", "danger"
    DISCARDED = "discarded", "已放弃", "info"


# 《重大行政决策程序暂行条例》第三条 speaks of a catalogue; who drafts it, by when and how it is
# changed is for each place to say, and is not printed as law.
POINTS = OwnRule(law=Law("工作要点", "年度政务公开工作要点", "机关工作要求"))
_DRAFT, _STANDING = (Status.DRAFT,), (Status.RELEASED, Status.ADJUSTING)
ITEMS_GROUP, PUBLIC_GROUP = "事项", "公布以后"
WRITTEN = ("write", "put", "edit", "take_out", "submit")
PROPOSED = ("add", "change", "move", "remove")
_ACTS = (
    Act("put", "加入事项", _DRAFT, SAME, HANDLER, POINTS, "目录加入事项", is_main=True),
    Act("edit", "修改事项", _DRAFT, SAME, HANDLER, POINTS, "修改目录事项", group=ITEMS_GROUP),
    Act("take_out", "删去事项", _DRAFT, SAME, HANDLER, POINTS, "从目录草稿删去事项",
        group=ITEMS_GROUP),
    Act("write", "修改说明", _DRAFT, SAME, HANDLER, POINTS, "修改目录说明"),
    Act("submit", "送公布", _DRAFT, Status.REVIEW, HANDLER, POINTS, "目录送公布", is_main=True),
    Act("discard", "放弃草稿", _DRAFT, Status.DISCARDED, HANDLER, POINTS, "放弃目录草稿",
        needs_reason=True),
    Act("release", "公布", (Status.REVIEW,), Status.RELEASED, REVIEWER, POINTS, "公布目录",
        apart_from=WRITTEN, is_main=True),
    Act("return", "退回修改", (Status.REVIEW,), Status.DRAFT, REVIEWER, POINTS, "退回目录草稿",
        needs_reason=True),
    Act("adjust", "公布调整", (Status.ADJUSTING,), Status.RELEASED, REVIEWER, POINTS,
        "公布目录调整", apart_from=PROPOSED, is_main=True),
    Act("refuse", "退回调整", (Status.ADJUSTING,), Status.RELEASED, REVIEWER, POINTS,
        "退回目录调整", needs_reason=True),
    Act("change", "拟修改事项", _STANDING, Status.ADJUSTING, HANDLER, POINTS, "拟修改目录事项",
        needs_reason=True, group=ITEMS_GROUP),
    Act("add", "拟增加事项", _STANDING, Status.ADJUSTING, HANDLER, POINTS, "拟增加目录事项",
        needs_reason=True, group=ITEMS_GROUP),
    Act("move", "拟移到以后年度", _STANDING, Status.ADJUSTING, HANDLER, POINTS,
        "拟将目录事项移到以后年度", needs_reason=True, group=ITEMS_GROUP),
    Act("remove", "拟退出目录", _STANDING, Status.ADJUSTING, HANDLER, POINTS,
        "拟将事项退出目录", needs_reason=True, group=ITEMS_GROUP),
    Act("complete", "登记完成情况", (Status.RELEASED,), SAME, HANDLER, POINTS,
        "登记目录事项完成情况", group=ITEMS_GROUP),
    Act("account", "送年终总公开", (Status.RELEASED,), Status.ACCOUNTED, HANDLER, POINTS,
        "完成情况送年终总公开", is_main=True),
    Act("close", "年终总公开", (Status.ACCOUNTED,), Status.CLOSED, REVIEWER, POINTS,
        "公布目录事项完成情况", apart_from=("complete", "account"), is_main=True),
    Act("correct", "退回完成情况", (Status.ACCOUNTED,), Status.RELEASED, REVIEWER, POINTS,
        "退回目录事项完成情况", needs_reason=True),
    Act("reopen", "收回完成情况", (Status.CLOSED,), Status.RELEASED, REVIEWER, POINTS,
        "收回已经公布的完成情况", needs_reason=True, group=PUBLIC_GROUP),
    Act("withdraw", "撤回目录", (Status.RELEASED, Status.CLOSED), Status.WITHDRAWN, REVIEWER,
        POINTS, "撤回目录", needs_reason=True, group=PUBLIC_GROUP),
)  # fmt: skip
# After these the year may have another.
ENDED = (Status.WITHDRAWN, Status.DISCARDED)
# What anyone reads.
PUBLIC = (Status.RELEASED, Status.ADJUSTING, Status.ACCOUNTED, Status.CLOSED)
WORKFLOW = Workflow(
    Status, Status.DRAFT, _ACTS, groups=(ITEMS_GROUP, PUBLIC_GROUP), openings={"begin": "编制目录"}
)
