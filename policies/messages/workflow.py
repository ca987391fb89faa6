"""留言 as data, whatever the channel: from 待分办 to 已办结; an answer is agreed to by another."""

from portal.statute import PETITION_RULES, PRIVACY_LAW, Article, Law, OwnRule
from portal.workflow import SAME, Act, State, Workflow, urging

DESK, RESPONDER, REVIEWER = "message_desk", "message_responder", "answer_reviewer"
SUPERVISOR = "supervisor"
# Not a role for an organ: whoever wrote, by account or by number and code.
WRITER = "writer"


class Status(State):
    """Where a message stands."""

    HELD = "held", "待甄别", "warning", DESK, True
    RECEIVED = "received", "待分办", "warning", DESK, True
    ASSIGNED = "assigned", "待签收", "warning", RESPONDER, True
    ANSWERING = "answering", "办理中", "info", RESPONDER, True
    ASKED = "asked", "待补充", "warning", WRITER, True
    REVIEW = "review", "待审核", "warning", REVIEWER, True
    ANSWERED = "answered", "已答复", "success", DESK
    REFERRED = "referred", "已告知去处", "success", DESK
    MERGED = "merged", "已并入", "info"
    WITHDRAWN = "withdrawn", "已撤回", "danger"
    INVALID = "invalid", "无效", "danger"
    CLOSED = "closed", "已办结", "success"


# What the handling of messages rests on where no law says it: the organ's own rules.
OWN = OwnRule(law=Law("机关留言办理规则", "机关留言办理规则", "机关自定"))
_CONSENT, _PETITION = Article(25, law=PRIVACY_LAW), Article(23, 2, law=PETITION_RULES)
_KEEPING = Article(47, law=PRIVACY_LAW)
_S = Status
_AT_REST = (_S.ANSWERED, _S.REFERRED, _S.WITHDRAWN, _S.INVALID, _S.CLOSED)
_HANDLING, _PUBLISHING, _SORTING = "办理", "公开", "归并和转送"

_ACTS = (
    Act("release", "放行", (_S.HELD, _S.INVALID), _S.RECEIVED, DESK, OWN,
        "甄别后放行，按一般留言办理", is_main=True),
    Act("set_aside", "认定无效", (_S.HELD, _S.RECEIVED), _S.INVALID, DESK, OWN,
        "认定为无效留言，保留不删", needs_reason=True, group=_SORTING),
    Act("assign", "分办", (_S.RECEIVED,), _S.ASSIGNED, DESK, OWN, "分办", is_main=True),
    Act("accept", "签收办理", (_S.ASSIGNED,), _S.ANSWERING, RESPONDER, OWN,
        "签收，开始办理", is_main=True),
    Act("hand_back", "退回分办", (_S.ASSIGNED, _S.ANSWERING), _S.RECEIVED, RESPONDER, OWN,
        "认为不属于本机关，退回分办机关", needs_reason=True, group=_HANDLING),
    Act("ask_back", "请补充", (_S.ANSWERING,), _S.ASKED, RESPONDER, OWN,
        "请留言人补充，期限停计", group=_HANDLING),
    Act("supplement", "补充", (_S.ASKED,), _S.ANSWERING, WRITER, OWN, "留言人补充，期限续计"),
    Act("resume", "不再等候补充", (_S.ASKED,), _S.ANSWERING, RESPONDER, OWN,
        "不再等候补充，期限续计", needs_reason=True, is_main=True),
    Act("propose", "拟答复", (_S.ANSWERING,), _S.REVIEW, RESPONDER, OWN,
        "拟写答复，提交审核", is_main=True),
    Act("approve", "同意答复", (_S.REVIEW,), _S.ANSWERED, REVIEWER, OWN,
        "审核同意，答复留言人", apart_from=("propose",), is_main=True),
    Act("return", "退回重拟", (_S.REVIEW,), _S.ANSWERING, REVIEWER, OWN,
        "审核退回，重新拟写", needs_reason=True),
    Act("ask_again", "追问", (_S.ANSWERED,), _S.ANSWERING, WRITER, OWN, "留言人追问"),
    Act("reopen", "再办", (_S.ANSWERED, _S.CLOSED), _S.ANSWERING, DESK, OWN,
        "重新办理", needs_reason=True, group=_HANDLING),
    Act("refer", "告知去处", (_S.HELD, _S.RECEIVED), _S.REFERRED, DESK, _PETITION,
        "不在留言里办，告知留言人该到哪里去", group=_SORTING),
    Act("refer_on", "告知去处", (_S.ASSIGNED, _S.ANSWERING), _S.REFERRED, RESPONDER, _PETITION,
        "不在留言里办，告知留言人该到哪里去", group=_SORTING),
    Act("merge", "并入", (_S.RECEIVED, _S.ASSIGNED, _S.ANSWERING), _S.MERGED, DESK, OWN,
        "与同样的留言一并办理", group=_SORTING),
    Act("unmerge", "拆回", (_S.MERGED,), _S.RECEIVED, DESK, OWN,
        "从一并办理中拆回，单独办理", needs_reason=True, is_main=True),
    Act("withdraw", "撤回留言", _S.open, _S.WITHDRAWN, WRITER, OWN, "留言人撤回留言"),
    Act("record_withdrawal", "登记撤回", _S.open, _S.WITHDRAWN, DESK, OWN,
        "登记留言人撤回留言", needs_reason=True, group=_SORTING),
    Act("close", "办结", (_S.ANSWERED, _S.REFERRED), _S.CLOSED, DESK, OWN, "办结", is_main=True),
    # Beside the way.
    Act("extend", "延期", (_S.ASSIGNED, _S.ANSWERING, _S.REVIEW), SAME, REVIEWER, OWN,
        "同意延长答复期限", needs_reason=True, group=_HANDLING),
    Act("rate", "评价", (_S.ANSWERED, _S.CLOSED), SAME, WRITER, OWN, "留言人评价答复"),
    Act("revisit", "回访", (_S.ANSWERED,), SAME, DESK, OWN, "回访留言人", is_main=True),
    Act("record_acceptance", "登记信访受理", (_S.REFERRED, _S.CLOSED), SAME, DESK, _PETITION,
        "登记信访事项的受理", group=_SORTING),
    Act("extend_petition", "登记信访延期", (_S.REFERRED, _S.CLOSED), SAME, DESK,
        Article(34, law=PETITION_RULES), "登记信访事项延长办理期限", group=_SORTING),
    Act("distill", "据此拟写问答", (_S.ANSWERED, _S.CLOSED), SAME, RESPONDER, OWN,
        "据留言拟写问答", group=_PUBLISHING),
    Act("publish", "公开选登", (_S.ANSWERED, _S.CLOSED), SAME, REVIEWER, _CONSENT,
        "经留言人同意，公开问答", group=_PUBLISHING),
    Act("keep_private", "不公开", (_S.ANSWERED, _S.CLOSED), SAME, REVIEWER, OWN,
        "决定不公开问答", needs_reason=True, group=_PUBLISHING),
    Act("take_down", "撤下公开", (_S.ANSWERED, _S.CLOSED), SAME, REVIEWER, _CONSENT,
        "撤下公开的问答", needs_reason=True, group=_PUBLISHING),
    Act("choose_typical", "列为典型案例", (_S.ANSWERED, _S.CLOSED), SAME, REVIEWER, OWN,
        "把公开的问答列为典型案例", group=_PUBLISHING),
    Act("drop_typical", "不再列为典型案例", (_S.ANSWERED, _S.CLOSED), SAME, REVIEWER, OWN,
        "不再列为典型案例", needs_reason=True, group=_PUBLISHING),
    Act("withdraw_consent", "不再同意公开", (*_S.open, *_AT_REST, _S.MERGED), SAME, WRITER,
        _CONSENT, "留言人不再同意公开"),
    Act("hold", "延长保存", _AT_REST, SAME, DESK, _KEEPING, "延长保存个人信息",
        needs_reason=True, group=_SORTING),
    Act("lift_hold", "解除延长保存", _AT_REST, SAME, DESK, _KEEPING, "解除延长保存",
        needs_reason=True, group=_SORTING),
    urging(Status, by=SUPERVISOR, basis=OWN, party=WRITER),
)  # fmt: skip

WORKFLOW = Workflow(
    Status, Status.RECEIVED, _ACTS, party=WRITER, groups=(_HANDLING, _PUBLISHING, _SORTING),
    openings={"submit": "提交留言", "enter": "登记留言", "pass_on": "系统转入留言"},
)  # fmt: skip
# What an organ answers counts from here; what was never valid, or went elsewhere, is not counted.
NOT_COUNTED = (Status.HELD, Status.INVALID, Status.WITHDRAWN)
SETTLED = (Status.ANSWERED, Status.CLOSED, Status.REFERRED)
