"""A decision as data: from its start to its end, and whatever is put on record beside the way."""

from portal.statute import COMPETITION_RULES, DECISION_RULES, Article, Law, OwnRule
from portal.workflow import SAME, Act, State, Workflow

HANDLER, REVIEWER = "decision_handler", "decision_reviewer"


class Status(State):
    """Where a decision stands."""

    PREPARING = "preparing", "起草和征求意见", "info", HANDLER, True
    SUBMITTED = "submitted", "已提请集体讨论", "warning", HANDLER, True
    DECIDED = "decided", "已决定，待公布", "warning", HANDLER, True
    IN_FORCE = "in_force", "已公布，执行中", "success"
    SUSPENDED = "suspended", "中止执行", "warning"
    ENDED = "ended", "执行完毕", "info"
    STOPPED = "stopped", "不再决策", "danger"


def _article(number: int, paragraph: int | None = None) -> Article:
    return Article(number, paragraph, law=DECISION_RULES)


# How an organ keeps its records and takes them to the public: no law says it.
OWN = OwnRule(law=Law("决策办理规则", "机关重大行政决策办理规则", "机关工作要求"))
_OPEN = (Status.PREPARING,)
_RUNNING = (Status.IN_FORCE, Status.SUSPENDED)
_ALL = tuple(Status)
STEPS_GROUP, ROUND_GROUP, PUBLIC_GROUP = "登记办理情况", "改变进程", "公开"
# What the handlers put on record, each to be taken to the public by another hand.
RECORDED = (
    "draft", "take_part", "ask_units", "note_replies", "hear_experts", "assess_risk",
    "review_competition", "send_to_review", "note_review", "pass", "publish", "report", "evaluate",
)  # fmt: skip
_ACTS = (
    Act("screen", "确定要走的步骤", _OPEN, SAME, HANDLER, OWN, "确定决策要走的步骤",
        is_main=True),
    Act("draft", "登记草案", _OPEN, SAME, HANDLER, _article(12), "登记决策草案", is_main=True),
    Act("take_part", "登记公众参与", _OPEN, SAME, HANDLER, _article(14), "登记公众参与",
        is_main=True),
    Act("ask_units", "登记征求意见的单位", _OPEN, SAME, HANDLER, _article(14),
        "登记书面征求意见的单位", group=STEPS_GROUP),
    Act("note_replies", "登记单位的回复", _OPEN, SAME, HANDLER, _article(18), "登记单位的回复",
        group=STEPS_GROUP),
    Act("hear_experts", "登记专家论证", _OPEN, SAME, HANDLER, _article(19), "登记专家论证",
        group=STEPS_GROUP),
    Act("assess_risk", "登记风险评估", _OPEN, SAME, HANDLER, _article(22), "登记风险评估",
        group=STEPS_GROUP),
    Act("review_competition", "登记公平竞争审查", _OPEN, SAME, HANDLER,
        Article(17, law=COMPETITION_RULES), "登记公平竞争审查结论", group=STEPS_GROUP),
    Act("send_to_review", "登记送合法性审查", _OPEN, SAME, HANDLER, _article(25),
        "登记送合法性审查", group=STEPS_GROUP),
    Act("note_review", "登记合法性审查意见", _OPEN, SAME, HANDLER, _article(27),
        "登记合法性审查意见", group=STEPS_GROUP),
    Act("submit", "提请集体讨论", _OPEN, Status.SUBMITTED, HANDLER, _article(29),
        "提请集体讨论", is_main=True),
    Act("take_back", "撤回提请", (Status.SUBMITTED,), Status.PREPARING, HANDLER, OWN,
        "撤回提请集体讨论", needs_reason=True, group=ROUND_GROUP),
    Act("pass", "登记讨论通过", (Status.SUBMITTED,), Status.DECIDED, HANDLER, _article(30),
        "登记集体讨论通过", is_main=True),
    Act("send_back", "讨论后须修改", (Status.SUBMITTED,), Status.PREPARING, HANDLER, _article(30),
        "集体讨论后须修改", needs_reason=True, group=ROUND_GROUP),
    Act("reject", "讨论未通过", (Status.SUBMITTED,), Status.STOPPED, HANDLER, _article(30),
        "集体讨论未通过", needs_reason=True, group=ROUND_GROUP),
    Act("publish", "登记公布", (Status.DECIDED,), Status.IN_FORCE, HANDLER, _article(32),
        "登记决策公布", is_main=True),
    Act("report", "登记执行情况", _RUNNING, SAME, HANDLER, _article(34), "登记执行情况",
        is_main=True),
    Act("evaluate", "登记后评估", (*_RUNNING, Status.ENDED), SAME, HANDLER, _article(36),
        "登记决策后评估", group=STEPS_GROUP),
    Act("suspend", "中止执行", (Status.IN_FORCE,), Status.SUSPENDED, REVIEWER, _article(37),
        "中止执行", needs_reason=True, group=ROUND_GROUP),
    Act("resume", "恢复执行", (Status.SUSPENDED,), Status.IN_FORCE, REVIEWER, _article(37),
        "恢复执行", needs_reason=True, group=ROUND_GROUP),
    Act("revise", "重大调整，重新走程序", _RUNNING, Status.PREPARING, REVIEWER, _article(37),
        "决策作重大调整，重新走程序", needs_reason=True, group=ROUND_GROUP),
    Act("finish", "执行完毕", _RUNNING, Status.ENDED, REVIEWER, OWN, "决策执行完毕",
        needs_reason=True, group=ROUND_GROUP),
    Act("stop", "不再决策", (Status.PREPARING, Status.SUBMITTED), Status.STOPPED, REVIEWER, OWN,
        "终止决策", needs_reason=True, group=ROUND_GROUP),
    Act("simplify", "批准简化程序", _OPEN, SAME, REVIEWER, OWN, "批准简化决策程序",
        group=ROUND_GROUP),
    Act("link_item", "关联目录事项", _ALL, SAME, HANDLER, OWN, "关联目录事项", group=STEPS_GROUP),
    Act("strike", "更正登记", _ALL, SAME, HANDLER, OWN, "划去登记有误的记录",
        needs_reason=True, group=STEPS_GROUP),
    Act("disclose", "公开进展", _ALL, SAME, REVIEWER, OWN, "公开决策进展",
        apart_from=RECORDED, is_main=True),
    Act("conceal", "收回公开", _ALL, SAME, REVIEWER, OWN, "收回已经公开的决策记录",
        needs_reason=True, group=PUBLIC_GROUP),
)  # fmt: skip
WORKFLOW = Workflow(
    Status,
    Status.PREPARING,
    _ACTS,
    groups=(STEPS_GROUP, ROUND_GROUP, PUBLIC_GROUP),
    openings={"start": "启动决策"},
)
