"""The review of a correction, as data: the document it is of stays public all the while.

起草 > 复核签发 for a correction of form, 起草 > 公开审查 > 保密审查 > 签发 for one of content.
"""

from portal.statute import DOCUMENT_RULES, SECRETS_LAW, Article
from portal.workflow import SAME, Act, State, Workflow

CLERK = "clerk"
OPENNESS = "openness_reviewer"
SECRECY = "secrecy_reviewer"
SIGNER = "signer"
# Whose act the end of a correction is when its document is withdrawn: nobody's at the desk.
WITHDRAWAL = "withdrawal"


class Status(State):
    """Where a correction stands."""

    DRAFT = "draft", "起草中", "info", CLERK, True
    OPENNESS_REVIEW = "openness_review", "待公开审查", "warning", OPENNESS, True
    SECRECY_REVIEW = "secrecy_review", "待保密审查", "warning", SECRECY, True
    SIGNING = "signing", "待签发", "warning", SIGNER, True
    RETURNED = "returned", "已退回", "danger", CLERK, True
    SIGNED = "signed", "已更正", "success"
    DISCARDED = "discarded", "已放弃", "info"
    ENDED = "ended", "随撤回终止", "danger"


EDITABLE = (Status.DRAFT, Status.RETURNED)
_ACCURATE = Article(6)
_FILES = "附件"

_ACTS = (
    Act("edit", "修改更正稿", EDITABLE, SAME, CLERK, _ACCURATE, "修改更正稿"),
    Act("submit", "提交审查", EDITABLE, Status.OPENNESS_REVIEW, CLERK, Article(17, 1),
        "提交更正审查", is_main=True),
    Act("submit_form", "提交复核", EDITABLE, Status.SIGNING, CLERK, _ACCURATE,
        "提交更正复核", is_main=True),
    Act("confirm_openness", "公开审查通过", (Status.OPENNESS_REVIEW,), Status.SECRECY_REVIEW,
        OPENNESS, Article(17, 1), "公开审查通过", apart_from=("submit",), is_main=True),
    Act("pass_secrecy", "保密审查通过", (Status.SECRECY_REVIEW,), Status.SIGNING,
        SECRECY, Article(35, law=SECRETS_LAW), "保密审查通过",
        apart_from=("submit", "confirm_openness"), is_main=True),
    Act("sign", "签发更正", (Status.SIGNING,), Status.SIGNED, SIGNER, _ACCURATE, "签发更正",
        apart_from=("submit", "submit_form"), is_main=True),
    Act("return_openness", "退回", (Status.OPENNESS_REVIEW,), Status.RETURNED, OPENNESS,
        Article(17, 1), "公开审查退回", needs_reason=True),
    Act("return_secrecy", "退回", (Status.SECRECY_REVIEW,), Status.RETURNED, SECRECY,
        Article(35, law=SECRETS_LAW), "保密审查退回", needs_reason=True),
    Act("return_signing", "退回", (Status.SIGNING,), Status.RETURNED, SIGNER,
        Article(9, law=DOCUMENT_RULES), "签发退回", needs_reason=True),
    Act("add_files", "添加附件", EDITABLE, SAME, CLERK, _ACCURATE, "添加附件", group=_FILES),
    Act("replace_file", "替换附件", EDITABLE, SAME, CLERK, _ACCURATE, "替换附件", group=_FILES),
    Act("drop_file", "去掉附件", EDITABLE, SAME, CLERK, _ACCURATE, "去掉附件", group=_FILES),
    Act("name_file", "附件改名、调整次序", EDITABLE, SAME, CLERK, _ACCURATE,
        "附件改名、调整次序", group=_FILES),
    Act("widen", "改作内容更正", EDITABLE, SAME, CLERK, _ACCURATE, "改作内容更正"),
    Act("confirm_items", "逐项确认可以公开", Status.open, SAME, OPENNESS,
        Article(17, 1), "逐项确认可以公开", needs_reason=True),
    Act("discard", "放弃更正", EDITABLE, Status.DISCARDED, CLERK, _ACCURATE, "放弃更正",
        needs_reason=True),
    Act("withdraw", "随文件撤回", Status.open, Status.ENDED, WITHDRAWAL, _ACCURATE,
        "文件撤回，更正终止"),
)  # fmt: skip
# The acts behind the one button 退回.
RETURNS = ("return_openness", "return_secrecy", "return_signing")
WORKFLOW = Workflow(
    Status, Status.DRAFT, _ACTS,
    party=WITHDRAWAL, groups=(_FILES,), openings={"begin": "开始更正"},
)  # fmt: skip
