"""专题调查 as data: ordered by those who distribute messages, looked into, published by another."""

from portal.statute import Law, OwnRule
from portal.workflow import SAME, Act, State, Workflow, urging

DESK, RESPONDER, REVIEWER = "message_desk", "message_responder", "answer_reviewer"
SUPERVISOR = "supervisor"


class Status(State):
    """Where an inquiry stands."""

    ORDERED = "ordered", "待签收", "warning", RESPONDER, True
    WORKING = "working", "调查中", "info", RESPONDER, True
    REVIEW = "review", "待审核", "warning", REVIEWER, True
    PUBLISHED = "published", "已公布", "success"
    WITHDRAWN = "withdrawn", "已撤下", "danger"
    DROPPED = "dropped", "已取消", "info"


# No law names 专题调查; the year's 工作要点 do, which bind the organ.
POINTS = OwnRule(law=Law("工作要点", "年度政务公开工作要点", "机关工作要求"))
_S = Status
_ACTS = (
    Act("accept", "签收", (_S.ORDERED,), _S.WORKING, RESPONDER, POINTS, "签收专题调查",
        is_main=True),
    Act("write", "写结果", (_S.WORKING,), SAME, RESPONDER, POINTS, "修改专题调查的结果",
        is_main=True),
    Act("submit", "送审", (_S.WORKING,), _S.REVIEW, RESPONDER, POINTS, "专题调查的结果送审",
        is_main=True),
    Act("publish", "审核公布", (_S.REVIEW,), _S.PUBLISHED, REVIEWER, POINTS,
        "公布专题调查的结果", apart_from=("write", "submit"), is_main=True),
    Act("return", "退回修改", (_S.REVIEW,), _S.WORKING, REVIEWER, POINTS, "退回专题调查的结果",
        needs_reason=True),
    Act("postpone", "改期", (_S.ORDERED, _S.WORKING, _S.REVIEW), SAME, DESK, POINTS,
        "改专题调查的期限", needs_reason=True),
    Act("withdraw", "撤下", (_S.PUBLISHED,), _S.WITHDRAWN, REVIEWER, POINTS,
        "撤下专题调查的结果", needs_reason=True),
    Act("resume", "重新调查", (_S.WITHDRAWN,), _S.WORKING, REVIEWER, POINTS, "重新调查",
        needs_reason=True, is_main=True),
    Act("drop", "取消", _S.open, _S.DROPPED, DESK, POINTS, "取消专题调查",
        needs_reason=True),
    urging(Status, by=SUPERVISOR, basis=POINTS),
)  # fmt: skip
# These are for the office that ordered it.
OF_THE_OFFICE = frozenset({"postpone", "drop"})
WORKFLOW = Workflow(Status, Status.ORDERED, _ACTS, openings={"order": "交办专题调查"})
