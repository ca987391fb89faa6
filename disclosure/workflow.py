"""The review of a document before publication, as data.

公开属性源头认定 > 保密审查 > 签发: each act names the states it leaves, the state it reaches, the
role it needs, who may not do it, and its article. The diagram in the docs, the buttons, the
refusals, the audit sentences and the test matrix are all drawn from this one table.
"""

from portal.statute import DOCUMENT_RULES, PRIVACY_LAW, SECRETS_LAW, Article
from portal.workflow import SAME, Act, State, Workflow, urging

CLERK = "clerk"
OPENNESS = "openness_reviewer"
SECRECY = "secrecy_reviewer"
SIGNER = "signer"
SUPERVISOR = "supervisor"


class Status(State):
    """Where a document stands between filing and the public."""

    DRAFT = "draft", "录入中", "info", CLERK, True
    OPENNESS_REVIEW = "openness_review", "待公开审查", "warning", OPENNESS, True
    SECRECY_REVIEW = "secrecy_review", "待保密审查", "warning", SECRECY, True
    SIGNING = "signing", "待签发", "warning", SIGNER, True
    SCHEDULED = "scheduled", "待定时公开", "info", SIGNER, True
    PUBLISHED = "published", "已公开", "success"
    FILED = "filed", "已备案", "success"
    RETURNED = "returned", "已退回", "danger", CLERK, True
    WITHDRAWN = "withdrawn", "已撤回", "danger"
    DISCARDED = "discarded", "已废弃", "info"


IN_REVIEW = (
    Status.OPENNESS_REVIEW,
    Status.SECRECY_REVIEW,
    Status.SIGNING,
    Status.SCHEDULED,
)
EDITABLE = (Status.DRAFT, Status.RETURNED)
DRAFT_ACTS = "草稿"
# Whose number and relations stand in no other document's way.
GONE = (Status.WITHDRAWN, Status.DISCARDED)
# The acts on what is public that leave it public.
CORRECTING = "更正"

_ACTS = (
    Act(
        action="submit",
        label="提交审查",
        sources=(Status.DRAFT, Status.RETURNED),
        target=Status.OPENNESS_REVIEW,
        role=CLERK,
        basis=Article(17, 1),
        sentence="提交公开审查",
        is_main=True,
    ),
    Act(
        action="confirm_openness",
        label="认定公开属性",
        sources=(Status.OPENNESS_REVIEW,),
        target=Status.SECRECY_REVIEW,
        role=OPENNESS,
        basis=Article(17, 1),
        sentence="认定公开属性",
        apart_from=("submit",),
        is_main=True,
    ),
    Act(
        action="pass_secrecy",
        label="保密审查通过",
        sources=(Status.SECRECY_REVIEW,),
        target=Status.SIGNING,
        role=SECRECY,
        basis=Article(35, law=SECRETS_LAW),
        sentence="保密审查通过",
        apart_from=("submit", "confirm_openness"),
        is_main=True,
    ),
    Act(
        action="publish",
        label="签发并公开",
        sources=(Status.SIGNING, Status.SCHEDULED),
        target=Status.PUBLISHED,
        role=SIGNER,
        basis=Article(26),
        sentence="签发并公开",
        apart_from=("submit",),
        is_main=True,
    ),
    Act(
        action="schedule",
        label="签发并定时公开",
        sources=(Status.SIGNING,),
        target=Status.SCHEDULED,
        role=SIGNER,
        basis=Article(26),
        sentence="签发，定时公开",
        apart_from=("submit",),
    ),
    Act(
        action="unschedule",
        label="取消定时",
        sources=(Status.SCHEDULED,),
        target=Status.SIGNING,
        role=SIGNER,
        basis=Article(26),
        sentence="取消定时公开",
        needs_reason=True,
    ),
    Act(
        action="file_away",
        label="签发备案",
        sources=(Status.SIGNING,),
        target=Status.FILED,
        role=SIGNER,
        basis=Article(17, 1),
        sentence="签发备案，不主动公开",
        apart_from=("submit",),
        is_main=True,
    ),
    Act(
        action="return_openness",
        label="退回",
        sources=(Status.OPENNESS_REVIEW,),
        target=Status.RETURNED,
        role=OPENNESS,
        basis=Article(17, 1),
        sentence="公开审查退回",
        needs_reason=True,
    ),
    Act(
        action="return_secrecy",
        label="退回",
        sources=(Status.SECRECY_REVIEW,),
        target=Status.RETURNED,
        role=SECRECY,
        basis=Article(35, law=SECRETS_LAW),
        sentence="保密审查退回",
        needs_reason=True,
    ),
    Act(
        action="return_signing",
        label="退回",
        sources=(Status.SIGNING,),
        target=Status.RETURNED,
        role=SIGNER,
        basis=Article(9, law=DOCUMENT_RULES),
        sentence="签发退回",
        needs_reason=True,
    ),
    Act(
        action="withdraw",
        label="撤回",
        sources=(Status.PUBLISHED,),
        target=Status.WITHDRAWN,
        role=SIGNER,
        basis=Article(6),
        sentence="撤回公开",
        needs_reason=True,
    ),
    Act(
        action="reopen",
        label="重新办理",
        sources=(Status.WITHDRAWN,),
        target=Status.RETURNED,
        role=CLERK,
        basis=Article(26),
        sentence="撤回后重新办理",
        is_main=True,
    ),
    Act(
        action="keep_closed",
        label="复核维持",
        sources=(Status.FILED,),
        target=Status.FILED,
        role=OPENNESS,
        basis=Article(18),
        sentence="公开属性复核，维持",
        needs_reason=True,
    ),
    Act(
        action="reconsider",
        label="转主动公开",
        sources=(Status.FILED,),
        target=Status.RETURNED,
        role=OPENNESS,
        basis=Article(18),
        sentence="公开属性复核，转主动公开重新办理",
        needs_reason=True,
        is_main=True,
    ),
    Act(
        action="discard",
        label="废弃草稿",
        sources=EDITABLE,
        target=Status.DISCARDED,
        role=CLERK,
        basis=Article(35, law=DOCUMENT_RULES),
        sentence="废弃草稿",
        needs_reason=True,
        group=DRAFT_ACTS,
    ),
    Act(
        action="confirm_personal_data",
        label="逐项确认可以公开",
        sources=(*EDITABLE, *IN_REVIEW),
        target=SAME,
        role=OPENNESS,
        basis=Article(25, law=PRIVACY_LAW),
        sentence="逐项确认可以公开",
        needs_reason=True,
    ),
    Act(
        action="begin_correction",
        label="开始更正",
        sources=(Status.PUBLISHED,),
        target=SAME,
        role=CLERK,
        basis=Article(6),
        sentence="开始更正",
        group=CORRECTING,
    ),
    Act(
        action="correct_elements",
        label="更正要素",
        sources=(Status.PUBLISHED,),
        target=SAME,
        role=CLERK,
        basis=Article(12, 3),
        sentence="更正要素",
        group=CORRECTING,
    ),
    Act(
        action="close_edition",
        label="停止提供旧版本",
        sources=(Status.PUBLISHED,),
        target=SAME,
        role=SIGNER,
        basis=Article(6),
        sentence="停止提供旧版本",
        needs_reason=True,
        group=CORRECTING,
    ),
    urging(Status, by=SUPERVISOR, basis=Article(47, 1)),
)

# The acts behind the one button 退回.
RETURNS = ("return_openness", "return_secrecy", "return_signing")
WORKFLOW = Workflow(Status, Status.DRAFT, _ACTS, groups=(DRAFT_ACTS,))
