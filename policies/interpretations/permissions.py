"""May this person do this to this interpretation: one verdict for button, page and act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure.querysets import WORKING_ROLES
from policies.interpretations.workflow import WORKFLOW, WRITING
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_governed, organs_with_role
from portal.acts.verdicts import Rules, not_by_who_wrote
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from disclosure.models import Document
    from portal.accounts.models import User


def may_begin(user: User | AnonymousUser, organ_id: int) -> Verdict:
    """May they write an interpretation for this organ."""
    if organ_id in organs_with_role(user, Role.CLERK):
        return ALLOWED
    return refuse("您不是该机关的录入人员，不能为它写解读。")


def may_except(user: User | AnonymousUser, document: Document) -> Verdict:
    """May they record that a policy goes out without its interpretation: who signs it."""
    if document.organ_id in organs_with_role(user, Role.SIGNER):
        return ALLOWED
    return refuse("不同步解读的理由由文件所属机关的签发人员记录。")


def may_keep_rules(user: User | AnonymousUser, organ_id: int) -> Verdict:
    """May they keep the rules of 三同步 of an organ: the head of its office, or of one above."""
    if organ_id in organs_governed(user, Role.OFFICE_HEAD):
        return ALLOWED
    return refuse("同步解读的要求由本机关或者上级机关的公开工作机构负责人维护。")


def may_keep_guide(user: User | AnonymousUser) -> Verdict:
    """May they keep the guide of elements, which holds for the whole site."""
    if organs_with_role(user, Role.OFFICE_HEAD):
        return ALLOWED
    return refuse("解读要素由公开工作机构负责人维护。")


RULES = Rules(
    WORKFLOW,
    "解读",
    WORKING_ROLES,
    since=("submit",),
    other_hand=not_by_who_wrote(WRITING, "这份解读"),
)
