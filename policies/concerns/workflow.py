"""A concern as data: taken down, answered by one and released by another, followed up. Pure."""

from portal.statute import Law, OwnRule
from portal.workflow import SAME, Act, State, Workflow

WRITER, REVIEWER = "message_responder", "answer_reviewer"


class Status(State):
    """Where work on a concern stands; what is read meanwhile is what was released."""

    DRAFT = "draft", "拟写中", "info", WRITER, True
    REVIEW = "review", "待审核", "warning", REVIEWER, True
    PUBLIC = "public", "已回应", "success"
    WITHDRAWN = "withdrawn", "已撤下", "danger"
    DISCARDED = "discarded", "不予回应", "info"


# Second-hand numbers and an organ's own way of working: no law is cited for any of it.
RULE = OwnRule(law=Law("回应关切工作要求", "机关回应关切工作要求", "机关工作要求"))
_READ = (Status.DRAFT, Status.REVIEW, Status.PUBLIC)
_ACTS = (
    Act("write", "写回应", (Status.DRAFT,), SAME, WRITER, RULE, "拟写回应", is_main=True),
    Act("submit", "送审", (Status.DRAFT,), Status.REVIEW, WRITER, RULE, "回应送审", is_main=True),
    Act("release", "审核发布", (Status.REVIEW,), Status.PUBLIC, REVIEWER, RULE,
        "审核回应并发布", apart_from=("write", "submit"), is_main=True),
    Act("return", "退回修改", (Status.REVIEW,), Status.DRAFT, REVIEWER, RULE, "退回回应",
        needs_reason=True),
    Act("follow_up", "写续报", (Status.PUBLIC,), Status.DRAFT, WRITER, RULE, "开始写续报",
        is_main=True),
    Act("redo", "重新回应", (Status.WITHDRAWN,), Status.DRAFT, WRITER, RULE, "撤下后重新拟写回应",
        is_main=True),
    Act("drop", "放弃续报", (Status.DRAFT,), Status.PUBLIC, WRITER, RULE, "放弃续报",
        needs_reason=True),
    Act("discard", "不予回应", (Status.DRAFT,), Status.DISCARDED, WRITER, RULE,
        "写明理由，不予回应", needs_reason=True),
    Act("withdraw", "撤下", _READ, Status.WITHDRAWN, REVIEWER, RULE, "撤下回应",
        needs_reason=True),
    Act("regrade", "改级别和发现时间", _READ, SAME, REVIEWER, RULE, "改关切的级别、发现时间",
        needs_reason=True),
    Act("meet_press", "记录新闻发布会", _READ, SAME, WRITER, RULE, "记录新闻发布会"),
    Act("excuse_press", "不开发布会，写明理由", _READ, SAME, WRITER, RULE,
        "写明不开新闻发布会的理由", needs_reason=True),
)  # fmt: skip
WORKFLOW = Workflow(Status, Status.DRAFT, _ACTS, openings={"record": "记录关切"})
