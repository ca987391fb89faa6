"""One version of an organ's guide as data: drafted by one, released by another, then unchanged."""

from portal.statute import Article
from portal.workflow import SAME, Act, State, Workflow

CLERK, SIGNER = "clerk", "signer"


class Status(State):
    """Where a version stands."""

    DRAFT = "draft", "起草中", "info", CLERK, True
    REVIEW = "review", "待签发", "warning", SIGNER, True
    RELEASED = "released", "已发布", "success"
    DISCARDED = "discarded", "已放弃", "info"


# What a guide has to say, and that it is kept up to date.
CONTENT, UPKEEP = Article(12, 2), Article(12, 1)
_ACTS = (
    Act("write", "修改草稿", (Status.DRAFT,), SAME, CLERK, CONTENT, "修改指南草稿", is_main=True),
    Act("submit", "送签发", (Status.DRAFT,), Status.REVIEW, CLERK, UPKEEP, "指南送签发",
        is_main=True),
    Act("release", "发布指南", (Status.REVIEW,), Status.RELEASED, SIGNER, UPKEEP, "发布指南",
        apart_from=("write", "submit"), is_main=True),
    Act("return", "退回修改", (Status.REVIEW,), Status.DRAFT, SIGNER, UPKEEP, "退回指南草稿",
        needs_reason=True),
    Act("discard", "放弃草稿", (Status.DRAFT,), Status.DISCARDED, CLERK, UPKEEP, "放弃指南草稿",
        needs_reason=True),
)  # fmt: skip
WORKFLOW = Workflow(Status, Status.DRAFT, _ACTS, openings={"draft": "起草指南"})
