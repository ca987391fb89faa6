"""A solicitation, and a proposal to it, as data."""

from portal.statute import PRIVACY_LAW, Article, Law, OwnRule
from portal.workflow import SAME, Act, State, Workflow

OFFICER, REVIEWER = "decision_handler", "decision_reviewer"
# Not a role for an organ: whoever proposed, by account or by number and code.
PROPOSER = "proposer"

# No law says how projects, needs and topics are gathered; the places' own rules do.
RULE = OwnRule(law=Law("征集规则", "实事项目和需求征集规则", "机关自定"))


class Status(State):
    """Where a solicitation stands."""

    DRAFT = "draft", "拟定中", "info", OFFICER, True
    REVIEW = "review", "待公告", "warning", REVIEWER, True
    RUNNING = "running", "征集、归并", "success", OFFICER, True
    SORTED = "sorted", "事项已公布", "warning", OFFICER, True
    DECIDED = "decided", "结果待公布", "warning", REVIEWER, True
    ANSWERED = "answered", "已反馈，办理中", "success", OFFICER, True
    DONE = "done", "已办完", "success"
    STOPPED = "stopped", "已终止", "danger"
    DISCARDED = "discarded", "已放弃", "info"


_S = Status
SORT_GROUP, FOLLOW_GROUP, END_GROUP = "归并", "办理", "结束"
_ACTS = (
    Act("write", "修改公告", (_S.DRAFT,), SAME, OFFICER, RULE, "修改征集公告草稿", is_main=True),
    Act("submit", "送审", (_S.DRAFT,), _S.REVIEW, OFFICER, RULE, "征集公告送审", is_main=True),
    Act("announce", "发布公告", (_S.REVIEW,), _S.RUNNING, REVIEWER, RULE, "发布征集公告",
        apart_from=("write", "submit"), is_main=True),
    Act("return", "退回修改", (_S.REVIEW,), _S.DRAFT, REVIEWER, RULE, "退回征集公告",
        needs_reason=True),
    Act("discard", "放弃草稿", (_S.DRAFT,), _S.DISCARDED, OFFICER, RULE, "放弃征集公告草稿",
        needs_reason=True, group=END_GROUP),
    Act("merge", "归并成一件", (_S.RUNNING,), SAME, OFFICER, RULE, "把建议归并成一件事项",
        is_main=True, group=SORT_GROUP),
    Act("put_aside", "不列入", (_S.RUNNING,), SAME, OFFICER, RULE, "建议不列入，说明理由",
        needs_reason=True, group=SORT_GROUP),
    Act("take_back", "退回重新归并", (_S.RUNNING,), SAME, OFFICER, RULE, "把建议退回重新归并",
        group=SORT_GROUP),
    Act("publish", "公布归并的事项", (_S.RUNNING,), _S.SORTED, REVIEWER, RULE, "公布归并的事项",
        apart_from=("merge", "put_aside"), is_main=True),
    Act("put_to_vote", "拟定投票", (_S.SORTED,), SAME, OFFICER, RULE, "拟定事项的投票",
        group=FOLLOW_GROUP),
    Act("decide", "拟定结果", (_S.SORTED,), _S.DECIDED, OFFICER, RULE, "拟定征集的结果",
        is_main=True),
    Act("send_back", "退回重拟", (_S.DECIDED,), _S.SORTED, REVIEWER, RULE, "退回征集的结果",
        needs_reason=True),
    Act("answer", "公布结果", (_S.DECIDED,), _S.ANSWERED, REVIEWER, RULE, "公布征集的结果并反馈",
        apart_from=("decide",), is_main=True),
    Act("note_progress", "登记进展", (_S.ANSWERED,), SAME, OFFICER, RULE, "登记列入事项的进展",
        is_main=True, group=FOLLOW_GROUP),
    Act("show_progress", "公布进展", (_S.ANSWERED,), SAME, REVIEWER, RULE, "公布列入事项的进展",
        apart_from=("note_progress",), is_main=True, group=FOLLOW_GROUP),
    Act("link_event", "登记办成的活动", (_S.ANSWERED, _S.DONE), SAME, OFFICER, RULE,
        "登记选题办成的活动", group=FOLLOW_GROUP),
    Act("finish", "办结", (_S.ANSWERED,), _S.DONE, REVIEWER, RULE, "列入的事项都已办成"),
    Act("stop", "终止", (_S.RUNNING, _S.SORTED, _S.DECIDED), _S.STOPPED, REVIEWER, RULE,
        "终止征集", needs_reason=True, group=END_GROUP),
)  # fmt: skip
WORKFLOW = Workflow(
    Status,
    Status.DRAFT,
    _ACTS,
    groups=(SORT_GROUP, FOLLOW_GROUP, END_GROUP),
    openings={"draft": "拟定征集公告"},
)
# What anyone reads.
SHOWN = (_S.RUNNING, _S.SORTED, _S.DECIDED, _S.ANSWERED, _S.DONE, _S.STOPPED)


class Standing(State):
    """Where a proposal stands."""

    SUBMITTED = "submitted", "已收到", "info", "", True
    MERGED = "merged", "已归入一件事项", "success", "", True
    ASIDE = "aside", "没有列入", "info", "", True
    ANSWERED = "answered", "已反馈", "success"
    WITHDRAWN = "withdrawn", "已撤回", "info"
    CALLED_OFF = "called_off", "征集终止", "danger"


_P = Standing
_GONE = tuple(state for state in _P if not state.is_open)
_KEEPING = Article(47, law=PRIVACY_LAW)
_PROPOSAL_ACTS = (
    # Merged is a word of the desk until the projects are public: till then it is taken back.
    Act("withdraw", "撤回建议", (_P.SUBMITTED, _P.MERGED, _P.ASIDE), _P.WITHDRAWN, PROPOSER, RULE,
        "建议人撤回建议"),
    Act("hold", "延长保存", _GONE, SAME, OFFICER, _KEEPING, "延长保存建议人的个人信息",
        needs_reason=True),
    Act("lift_hold", "解除延长保存", _GONE, SAME, OFFICER, _KEEPING, "解除延长保存",
        needs_reason=True),
)  # fmt: skip
# What a solicitation does to those it concerns.
_MOVES = (
    Act("merge", "归入", (_P.SUBMITTED, _P.MERGED, _P.ASIDE), _P.MERGED, OFFICER, RULE,
        "归入一件事项"),
    Act("put_aside", "不列入", (_P.SUBMITTED, _P.MERGED), _P.ASIDE, OFFICER, RULE, "没有列入"),
    Act("take_back", "退回", (_P.MERGED, _P.ASIDE), _P.SUBMITTED, OFFICER, RULE, "退回重新归并"),
    Act("answer", "反馈", (_P.MERGED, _P.ASIDE), _P.ANSWERED, OFFICER, RULE, "反馈结果"),
    Act("call_off", "终止", _P.open, _P.CALLED_OFF, OFFICER, RULE, "征集终止"),
)  # fmt: skip
PROPOSAL_WORKFLOW = Workflow(
    Standing,
    Standing.SUBMITTED,
    _PROPOSAL_ACTS,
    in_bulk=_MOVES,
    party=PROPOSER,
    openings={"submit": "提出建议"},
)
