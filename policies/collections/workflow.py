"""One version of a collection as data: written by one, released by another, then unchanged."""

from portal.statute import Law, OwnRule
from portal.workflow import SAME, Act, State, Workflow

CLERK, SIGNER = "clerk", "signer"


class Status(State):
    """Where a version stands."""

    DRAFT = "draft", "起草中", "info", CLERK, True
    REVIEW = "review", "待发布", "warning", SIGNER, True
    RELEASED = "released", "已发布", "success"
    REPLACED = "replaced", "已有新版", "info"
    WITHDRAWN = "withdrawn", "已撤下", "danger"
    DISCARDED = "discarded", "已放弃", "info"


# No law names 专题; the year's 工作要点 do, which bind the organ.
POINTS = OwnRule(law=Law("工作要点", "年度政务公开工作要点", "机关工作要求"))
_ACTS = (
    Act("write", "修改草稿", (Status.DRAFT,), SAME, CLERK, POINTS, "修改专题草稿", is_main=True),
    Act("submit", "送发布", (Status.DRAFT,), Status.REVIEW, CLERK, POINTS, "专题送发布",
        is_main=True),
    Act("release", "发布", (Status.REVIEW,), Status.RELEASED, SIGNER, POINTS, "发布专题",
        apart_from=("write", "submit"), is_main=True),
    Act("return", "退回修改", (Status.REVIEW,), Status.DRAFT, SIGNER, POINTS, "退回专题草稿",
        needs_reason=True),
    Act("discard", "放弃草稿", (Status.DRAFT,), Status.DISCARDED, CLERK, POINTS, "放弃专题草稿",
        needs_reason=True),
    Act("withdraw", "撤下", (Status.RELEASED,), Status.WITHDRAWN, SIGNER, POINTS, "撤下专题",
        needs_reason=True),
)  # fmt: skip
WORKFLOW = Workflow(Status, Status.DRAFT, _ACTS, openings={"draft": "起草专题"})
