"""An answer as data: drafted by one, released by another, revised while it stays public; and a
question that the base did not answer. Pure.
"""

from portal.statute import Article
from portal.workflow import SAME, Act, State, Workflow

EDITOR, REVIEWER = "message_responder", "answer_reviewer"


class Status(State):
    """Where work on an entry stands; what is read of it meanwhile is its released version."""

    DRAFT = "draft", "拟写中", "info", EDITOR, True
    REVIEW = "review", "待审核", "warning", REVIEWER, True
    # Nobody's turn before its review day.
    PUBLIC = "public", "已公开", "success", EDITOR
    WITHDRAWN = "withdrawn", "已撤下", "danger"
    DISCARDED = "discarded", "已放弃", "info"


# What an organ tells is to be timely and accurate.
_CARE = Article(6, 1)
_ACTS = (
    Act("write", "修改草稿", (Status.DRAFT,), SAME, EDITOR, _CARE, "修改问答草稿", is_main=True),
    Act("submit", "送审", (Status.DRAFT,), Status.REVIEW, EDITOR, _CARE, "问答送审", is_main=True),
    Act("release", "审核公开", (Status.REVIEW,), Status.PUBLIC, REVIEWER, _CARE,
        "审核问答并公开", apart_from=("write", "submit"), is_main=True),
    Act("return", "退回修改", (Status.REVIEW,), Status.DRAFT, REVIEWER, _CARE, "退回问答草稿",
        needs_reason=True),
    Act("revise", "修订", (Status.PUBLIC, Status.WITHDRAWN), Status.DRAFT, EDITOR, _CARE,
        "开始修订问答", is_main=True),
    Act("keep", "复核无误", (Status.PUBLIC,), SAME, EDITOR, _CARE, "复核问答，内容不变"),
    Act("drop", "放弃修订", (Status.DRAFT,), Status.PUBLIC, EDITOR, _CARE, "放弃问答的修订",
        needs_reason=True),
    Act("discard", "放弃草稿", (Status.DRAFT,), Status.DISCARDED, EDITOR, _CARE, "放弃问答草稿",
        needs_reason=True),
    Act("withdraw", "撤下", (Status.DRAFT, Status.REVIEW, Status.PUBLIC), Status.WITHDRAWN,
        REVIEWER, _CARE, "撤下问答", needs_reason=True),
)  # fmt: skip
WORKFLOW = Workflow(Status, Status.DRAFT, _ACTS, openings={"draft": "拟写问答"})


class FeedbackStatus(State):
    """Where a question stands that the base did not answer."""

    RECEIVED = "received", "待处理", "warning", EDITOR, True
    ANSWERED = "answered", "已有答案", "success"
    DECLINED = "declined", "不纳入", "info"


_FEEDBACK_ACTS = (
    Act("draft", "据此拟写问答", (FeedbackStatus.RECEIVED,), SAME, EDITOR, _CARE,
        "据反馈拟写问答", is_main=True),
    Act("answer", "用已有的问答回复", (FeedbackStatus.RECEIVED,), FeedbackStatus.ANSWERED, EDITOR,
        _CARE, "以问答回复反馈", is_main=True),
    Act("decline", "不纳入并说明", (FeedbackStatus.RECEIVED,), FeedbackStatus.DECLINED, EDITOR,
        _CARE, "说明理由，不纳入知识库", needs_reason=True),
)  # fmt: skip
FEEDBACK_WORKFLOW = Workflow(
    FeedbackStatus, FeedbackStatus.RECEIVED, _FEEDBACK_ACTS, openings={"receive": "收到反馈"}
)
