"""May this person do this to this document: one verdict, used by button, view, API and act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure.choices import ErrorReportState
from disclosure.querysets import WORKING_ROLES
from disclosure.workflow import EDITABLE, WORKFLOW, Status
from portal.accounts.choices import Role
from portal.accounts.permissions import holds, organs_with_role
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse
from portal.organs.choices import OrganKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from disclosure.models import Document, ErrorReport
    from portal.accounts.models import User
    from portal.workflow import Act


def may_file_for(user: User | AnonymousUser, organ_id: int) -> Verdict:
    """May they file a document for this organ."""
    if organ_id in organs_with_role(user, Role.CLERK):
        return ALLOWED
    return refuse("您不是该机关的录入人员，不能为它录入文件。")


def may_see_batch(user: User | AnonymousUser, organ_id: int) -> Verdict:
    """May they see the batches of 历史公文 of an organ: those who work on its documents."""
    if organ_id in organs_with_role(user, *WORKING_ROLES, Role.SUPERVISOR):
        return ALLOWED
    return refuse("没有找到该批次。")


def may_take_step(user: User | AnonymousUser, organ_id: int, action: str) -> Verdict:
    """May they take a step of the review for a batch: by role; whose hand was in it, each document
    is asked.
    """
    act = WORKFLOW.actions[action]
    role = Role(act.role)
    if organ_id in organs_with_role(user, role):
        return ALLOWED
    return refuse(f"{act.label}须由{role.holders}办理。")


def may_keep_negative_list(user: User | AnonymousUser, organ_id: int) -> Verdict:
    """May they keep the organ's 负面清单: its openness reviewers."""
    if organ_id in organs_with_role(user, Role.OPENNESS_REVIEWER):
        return ALLOWED
    return refuse("只有本机关的公开审查人员可以维护负面清单。")


def may_read(user: User | AnonymousUser, document: Document) -> Verdict:
    """May they read the document in whatever state it is."""
    if document.is_public or document.organ_id in organs_with_role(
        user, *WORKING_ROLES, Role.SUPERVISOR
    ):
        return ALLOWED
    if document.is_published and type(document).objects.addressed_to(user).filter(pk=document.pk):
        return ALLOWED
    return refuse("没有找到该文件。")


def may_edit(user: User | AnonymousUser, document: Document) -> Verdict:
    """May they change the elements and the text."""
    if document.organ_id not in organs_with_role(user, Role.CLERK):
        return refuse("只有本机关的录入人员可以修改。")
    if document.status not in EDITABLE:
        return refuse(f"文件{Status(document.status).label}，退回后才能修改。")
    return ALLOWED


def may_destroy(user: User | AnonymousUser, document: Document) -> Verdict:
    """May they destroy an attachment that may not be kept: the secrecy reviewers, and not what is
    public now.
    """
    if document.organ_id not in organs_with_role(user, Role.SECRECY_REVIEWER):
        return refuse("只有本机关的保密审查人员可以销毁附件。")
    if document.is_published:
        return refuse("文件已公开，请先撤回，再销毁附件。")
    return ALLOWED


def may_relate(user: User | AnonymousUser, source: Document) -> Verdict:
    """May they say what the document bears on: the clerk while editing, then the signer."""
    if source.organ_id not in organs_with_role(user, *WORKING_ROLES):
        if source.organ_id in organs_with_role(user, Role.SUPERVISOR):
            return refuse("文件关系由录入、签发人员登记和解除。")
        return refuse("没有找到该文件。")
    if source.status in EDITABLE:
        if holds(user, source.organ, Role.CLERK):
            return ALLOWED
        return refuse("文件录入中，由录入人员登记文件关系。")
    if source.status in (Status.PUBLISHED, Status.FILED):
        if holds(user, source.organ, Role.SIGNER):
            return ALLOWED
        return refuse("文件已经签发，登记、解除文件关系须由签发人员办理。")
    return refuse(f"文件{Status(source.status).label}，现在不能登记文件关系。")


def may_change(source: Document, target: Document) -> Verdict:
    """May `source` amend or end `target`: an organ changes its own documents, those it issued
    jointly, and a government (or its office for it) those of every organ below it.
    """
    here, there = source.organ, target.organ
    if here.pk == there.pk:
        return ALLOWED
    if here.kind in (OrganKind.GOVERNMENT, OrganKind.TOWN, OrganKind.OFFICE):
        office = here.kind == OrganKind.OFFICE
        above = here.path[: -here.steplen] if office else here.path
        if above and there.path.startswith(above):
            return ALLOWED
    if target.issuer_rows.filter(organ=here).exists():
        return ALLOWED
    return refuse(
        f"{target.quoted_title}由{there.name}制定，本机关的文件不能修改或废止它，也不能延长它的有效期。"
    )


def may_act(user: User | AnonymousUser, document: Document, action: str) -> Verdict:
    """May they do this act now: lawful in this state, theirs by role, not by the same hand."""
    return RULES.judge(user, document, action)


def _not_by_who_filed(user: User | AnonymousUser, document: Document, act: Act) -> Verdict:
    """Who filed a document does not review it (先审查、后公开)."""
    if document.created_by_id == user.pk:
        return refuse(f"您录入了本文件，{act.label}须由他人办理。")
    return ALLOWED


RULES = Rules(
    WORKFLOW,
    "文件",
    WORKING_ROLES,
    since=("submit",),
    other_hand=_not_by_who_filed,
)


def may_handle_error_report(user: User | AnonymousUser, report: ErrorReport) -> Verdict:
    """May they answer a reader's report of an error."""
    if report.document.organ_id not in organs_with_role(user, *WORKING_ROLES):
        return refuse("只有文件所属机关的工作人员可以处理纠错。")
    if report.state == ErrorReportState.HANDLED:
        return refuse("该纠错已经处理。")
    return ALLOWED
