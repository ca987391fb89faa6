"""A consultation and an opinion as data. The clock opens and closes; no act does."""

from portal.statute import DECISION_RULES, PRIVACY_LAW, Article, Law, OwnRule
from portal.workflow import SAME, Act, State, Workflow

HANDLER, REVIEWER = "decision_handler", "decision_reviewer"
# Not a role for an organ: whoever wrote, by account or by number and code.
WRITER = "writer"


class Status(State):
    """Where a consultation stands; whether one may still write is the clock's to say."""

    DRAFT = "draft", "起草", "info", HANDLER, True
    REVIEW = "review", "待审核", "warning", REVIEWER, True
    RUNNING = "running", "已发布", "info", HANDLER, True
    SETTLED = "settled", "意见处理完毕，待反馈", "warning", HANDLER, True
    OUTCOME = "outcome", "采纳情况待审核", "warning", REVIEWER, True
    ANSWERED = "answered", "已反馈", "success"
    STOPPED = "stopped", "已终止", "danger"
    DISCARDED = "discarded", "已放弃", "danger"


class OpinionStatus(State):
    """Where an opinion stands."""

    RECEIVED = "received", "已收到", "warning", HANDLER, True
    ANSWERED = "answered", "已处理", "success"
    WITHDRAWN = "withdrawn", "已撤回", "danger"


def _article(number: int) -> Article:
    return Article(number, law=DECISION_RULES)


# How an organ works on it where no law says it: its own rules.
OWN = OwnRule(law=Law("决策办理规则", "机关重大行政决策办理规则", "机关工作要求"))
_CONSENT = Article(25, law=PRIVACY_LAW)
_S, _O = Status, OpinionStatus
NOTICE, LEDGER, END = "公告和草案", "意见台账", "终止"
SHOWN = (_S.RUNNING, _S.SETTLED, _S.OUTCOME, _S.ANSWERED, _S.STOPPED)

_ACTS = (
    Act("write", "修改公告", (_S.DRAFT,), SAME, HANDLER, _article(15), "修改征求意见公告",
        is_main=True),
    Act("put_draft", "放入草案", (_S.DRAFT, _S.RUNNING), SAME, HANDLER, _article(15),
        "放入征求意见的草案", is_main=True),
    Act("submit", "提交审核", (_S.DRAFT,), _S.REVIEW, HANDLER, OWN, "提交审核", is_main=True),
    Act("discard", "放弃", (_S.DRAFT,), _S.DISCARDED, HANDLER, OWN, "放弃征求意见",
        needs_reason=True, group=END),
    Act("return", "退回修改", (_S.REVIEW,), _S.DRAFT, REVIEWER, OWN, "退回修改",
        needs_reason=True),
    Act("announce", "发布", (_S.REVIEW,), _S.RUNNING, REVIEWER, _article(15),
        "发布征求意见公告", apart_from=("submit",), is_main=True),
    Act("release_draft", "公布新的草案", (_S.RUNNING,), SAME, REVIEWER, _article(15),
        "公布修改以后的草案", group=NOTICE),
    Act("extend", "延长", (_S.RUNNING,), SAME, REVIEWER, _article(15),
        "延长征求意见，公告理由", needs_reason=True, group=NOTICE),
    Act("note_channel", "登记其他方式", (_S.RUNNING,), SAME, HANDLER, _article(14),
        "登记以其他方式听取意见", group=LEDGER),
    Act("strike_channel", "更正其他方式", (_S.RUNNING,), SAME, HANDLER, OWN,
        "划去登记有误的听取意见记录", needs_reason=True, group=LEDGER),
    Act("place", "对应到新的草案", (_S.RUNNING,), SAME, HANDLER, OWN,
        "把意见对应到新的草案", group=LEDGER),
    Act("group", "归并", (_S.RUNNING,), SAME, HANDLER, OWN, "归并意见", group=LEDGER),
    Act("ungroup", "拆开", (_S.RUNNING,), SAME, HANDLER, OWN, "拆开归并的意见",
        group=LEDGER),
    Act("answer", "写明处理结果", (_S.RUNNING,), SAME, HANDLER, _article(18),
        "写明意见的处理结果", is_main=True),
    Act("show_opinions", "逐条公开", (_S.RUNNING, _S.SETTLED), SAME, HANDLER, _CONSENT,
        "经本人同意，公开隐去个人信息的意见", group=LEDGER),
    Act("settle", "意见处理完毕", (_S.RUNNING,), _S.SETTLED, HANDLER, _article(18),
        "全部意见处理完毕", is_main=True),
    Act("reopen", "继续处理意见", (_S.SETTLED,), _S.RUNNING, HANDLER, OWN, "继续处理意见",
        needs_reason=True, group=LEDGER),
    Act("note_decision", "登记决定日期", (_S.RUNNING, _S.SETTLED, _S.OUTCOME), SAME, HANDLER,
        OWN, "登记作出决定的日期", group=NOTICE),
    Act("draw_up", "拟采纳情况", (_S.SETTLED,), _S.OUTCOME, HANDLER, _article(18),
        "拟定意见采纳情况", is_main=True),
    Act("send_back", "退回重拟", (_S.OUTCOME,), _S.SETTLED, REVIEWER, OWN,
        "退回重拟采纳情况", needs_reason=True),
    Act("publish_outcome", "公布采纳情况", (_S.OUTCOME,), _S.ANSWERED, REVIEWER, _article(18),
        "公布意见采纳情况", apart_from=("draw_up",), is_main=True),
    Act("withdraw_outcome", "收回采纳情况", (_S.ANSWERED,), _S.SETTLED, REVIEWER, OWN,
        "收回已经公布的采纳情况", needs_reason=True, group=END),
    Act("stop", "终止", (_S.RUNNING, _S.SETTLED, _S.OUTCOME), _S.STOPPED, REVIEWER, OWN,
        "终止征求意见，公告理由", needs_reason=True, group=END),
)  # fmt: skip
WORKFLOW = Workflow(
    Status, Status.DRAFT, _ACTS, groups=(NOTICE, LEDGER, END),
    openings={"draft": "拟定征求意见公告"},
)  # fmt: skip

_PUBLIC = "公开"
_OPINION_ACTS = (
    Act("answer", "写明处理结果", (_O.RECEIVED,), _O.ANSWERED, HANDLER, _article(18),
        "写明意见的处理结果", is_main=True),
    Act("reconsider", "重新处理", (_O.ANSWERED,), _O.RECEIVED, HANDLER, OWN,
        "重新处理意见", needs_reason=True),
    Act("show", "公开这条意见", (_O.RECEIVED, _O.ANSWERED), SAME, HANDLER, _CONSENT,
        "经本人同意，公开隐去个人信息的意见", group=_PUBLIC),
    Act("hide", "撤下公开", (_O.RECEIVED, _O.ANSWERED), SAME, HANDLER, _CONSENT,
        "撤下公开的意见", needs_reason=True, group=_PUBLIC),
    Act("withdraw", "撤回意见", (_O.RECEIVED,), _O.WITHDRAWN, WRITER, OWN, "本人撤回意见"),
    Act("withdraw_consent", "不再同意公开", (_O.RECEIVED, _O.ANSWERED, _O.WITHDRAWN), SAME,
        WRITER, _CONSENT, "本人不再同意公开意见"),
    Act("withdraw_name", "不再同意署名", (_O.RECEIVED, _O.ANSWERED, _O.WITHDRAWN), SAME,
        WRITER, _CONSENT, "本人不再同意公开称呼"),
)  # fmt: skip
OPINION_WORKFLOW = Workflow(
    OpinionStatus, OpinionStatus.RECEIVED, _OPINION_ACTS, party=WRITER, groups=(_PUBLIC,),
    openings={"submit": "提出意见", "enter": "登记书面、当面提出的意见"},
)  # fmt: skip
