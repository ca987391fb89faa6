"""Interpretations as data: drafted, looked at by two others, released with the policy or alone.

起草 > 保密审查 > 审签 > 公开. What is signed waits for its policy and becomes public in the same
act (三同步); where the policy is public already, a signer releases it.
"""

from portal.statute import SECRETS_LAW, Article
from portal.workflow import SAME, Act, State, Workflow

CLERK = "clerk"
OPENNESS = "openness_reviewer"
SECRECY = "secrecy_reviewer"
SIGNER = "signer"
# Whose acts those are that follow from the policy, or from the next edition: nobody's at the desk.
POLICY = "policy"


class Status(State):
    """Where an edition of an interpretation stands."""

    DRAFT = "draft", "起草中", "info", CLERK, True
    SECRECY_REVIEW = "secrecy_review", "待保密审查", "warning", SECRECY, True
    SIGNING = "signing", "待审签", "warning", SIGNER, True
    READY = "ready", "已审签，待公开", "info", SIGNER, True
    RETURNED = "returned", "已退回", "danger", CLERK, True
    PUBLISHED = "published", "已公开", "success"
    SUPERSEDED = "superseded", "旧版", "info"
    WITHDRAWN = "withdrawn", "已撤下", "danger"
    DISCARDED = "discarded", "已放弃", "info"


EDITABLE = (Status.DRAFT, Status.RETURNED)
_ACCURATE, _EXAMINED, _WATCHED = Article(6), Article(17, 1), Article(47, 1)
_SECRETS = Article(35, law=SECRETS_LAW)
_POLICIES, _PARTS, _GUIDE = "解读的文件", "各部分", "要素和对照"

_ACTS = (
    Act("submit", "提交审查", EDITABLE, Status.SECRECY_REVIEW, CLERK, _EXAMINED,
        "提交解读审查", is_main=True),
    Act("pass_secrecy", "保密审查通过", (Status.SECRECY_REVIEW,), Status.SIGNING, SECRECY, _SECRETS,
        "保密审查通过", apart_from=("submit",), is_main=True),
    Act("sign", "审签", (Status.SIGNING,), Status.READY, SIGNER, _EXAMINED, "审签解读",
        apart_from=("submit", "pass_secrecy"), is_main=True),
    Act("publish", "公开解读", (Status.READY,), Status.PUBLISHED, SIGNER, _ACCURATE, "公开解读",
        apart_from=("submit",), is_main=True),
    Act("release", "随文件公开", (Status.READY,), Status.PUBLISHED, POLICY, _ACCURATE,
        "文件公开，解读同时公开"),
    Act("return_secrecy", "退回", (Status.SECRECY_REVIEW,), Status.RETURNED, SECRECY, _SECRETS,
        "保密审查退回", needs_reason=True),
    Act("return_signing", "退回", (Status.SIGNING,), Status.RETURNED, SIGNER, _EXAMINED,
        "审签退回", needs_reason=True),
    Act("return_ready", "退回", (Status.READY,), Status.RETURNED, SIGNER, _EXAMINED,
        "审签后退回", needs_reason=True),
    Act("withdraw", "撤下解读", (Status.PUBLISHED,), Status.WITHDRAWN, SIGNER, _ACCURATE,
        "撤下解读", needs_reason=True),
    Act("follow_down", "随文件撤下", (Status.PUBLISHED,), Status.WITHDRAWN, POLICY, _ACCURATE,
        "文件撤回，解读一并撤下"),
    Act("replace", "换上新版", (Status.PUBLISHED,), Status.SUPERSEDED, POLICY, _ACCURATE,
        "新的一版公开，本版作为旧版保留"),
    Act("reopen", "重新办理", (Status.WITHDRAWN,), Status.RETURNED, CLERK, _ACCURATE,
        "撤下后重新办理"),
    Act("discard", "放弃", EDITABLE, Status.DISCARDED, CLERK, _ACCURATE, "放弃解读稿",
        needs_reason=True),
    Act("edit", "修改标题和说明", EDITABLE, SAME, CLERK, _ACCURATE, "修改标题和说明"),
    Act("plan", "写解读方案", EDITABLE, SAME, CLERK, _ACCURATE, "写解读方案"),
    Act("link", "加一件文件", EDITABLE, SAME, CLERK, _ACCURATE, "登记所解读的文件",
        group=_POLICIES),
    Act("point", "指明讲到的条文", EDITABLE, SAME, CLERK, _ACCURATE, "指明讲到的条文",
        group=_POLICIES),
    Act("unlink", "去掉一件文件", EDITABLE, SAME, CLERK, _ACCURATE, "去掉所解读的文件",
        group=_POLICIES),
    Act("write_part", "加一部分", EDITABLE, SAME, CLERK, _ACCURATE, "写一部分", group=_PARTS),
    Act("rewrite_part", "修改一部分", EDITABLE, SAME, CLERK, _ACCURATE, "修改一部分", group=_PARTS),
    Act("place_part", "调整次序", EDITABLE, SAME, CLERK, _ACCURATE, "调整各部分的次序",
        group=_PARTS),
    Act("drop_part", "去掉一部分", EDITABLE, SAME, CLERK, _ACCURATE, "去掉一部分", group=_PARTS),
    Act("fill", "填写要素", EDITABLE, SAME, CLERK, _ACCURATE, "填写要素", group=_GUIDE),
    Act("contrast", "生成新旧对照", EDITABLE, SAME, CLERK, _ACCURATE, "由两个文本生成新旧对照",
        group=_GUIDE),
    Act("reword_contrast", "修改对照的一行", EDITABLE, SAME, CLERK, _ACCURATE, "修改新旧对照",
        group=_GUIDE),
    Act("confirm_items", "逐项确认可以公开", Status.open, SAME, OPENNESS, _EXAMINED,
        "逐项确认可以公开", needs_reason=True),
    Act("file", "登记报备", (Status.PUBLISHED,), SAME, CLERK, _WATCHED, "登记报备"),
    Act("revise", "写新的一版", (Status.PUBLISHED,), SAME, CLERK, _ACCURATE, "开始写新的一版"),
)  # fmt: skip
# The acts behind the one button 退回.
RETURNS = ("return_secrecy", "return_signing", "return_ready")
# Whoever did any of these has written what is reviewed.
WRITING = (
    "edit", "plan", "link", "point", "unlink", "write_part", "rewrite_part", "place_part",
    "drop_part", "fill", "contrast", "reword_contrast",
)  # fmt: skip
WORKFLOW = Workflow(
    Status, Status.DRAFT, _ACTS,
    party=POLICY, groups=(_POLICIES, _PARTS, _GUIDE),
    openings={"begin": "开始写解读", "begin_edition": "由上一版开始写新的一版"},
)  # fmt: skip
