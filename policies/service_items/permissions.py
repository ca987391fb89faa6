"""Who may keep service items, and link them to policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure.querysets import WORKING_ROLES
from policies.partners.models import Partner
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_governed, organs_with_role
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from disclosure.models import Document
    from portal.accounts.models import User
    from portal.organs.models import Organ


def organs_seen(user: User | AnonymousUser) -> set[int]:
    """Organs whose links and figures the person sees: where they work on documents, and what they
    supervise with all below it.
    """
    below = organs_governed(user, Role.SUPERVISOR) if user.is_authenticated else set()
    return organs_with_role(user, *WORKING_ROLES) | below


def may_bring_in(by: User | AnonymousUser | Partner, organ: Organ) -> Verdict:
    """May they bring in and change the items of an organ: its clerks, and the system that keeps the
    list of it or of an organ above.
    """
    if isinstance(by, Partner):
        is_below = organ.path.startswith(by.organ.path)
        if by.is_active and by.brings_items and is_below:
            return ALLOWED
        return refuse("不是这个系统送来事项的机关，也不是它的下级。")
    if organ.pk in organs_with_role(by, Role.CLERK):
        return ALLOWED
    return refuse("您不是该机关的录入人员，不能为它导入事项。")


def may_import(by: User | AnonymousUser | Partner) -> Verdict:
    """May they bring in any items at all."""
    if isinstance(by, Partner) or organs_with_role(by, Role.CLERK):
        return ALLOWED
    return refuse("只有录入人员可以导入事项。")


def may_see_links(user: User | AnonymousUser, document: Document) -> Verdict:
    """May they see what a policy is linked to in the back office."""
    if document.is_published and document.organ_id in organs_seen(user):
        return ALLOWED
    return refuse("没有找到该文件。")


def may_settle(user: User | AnonymousUser, document: Document) -> Verdict:
    """May they say that they looked at what came off by itself: the clerks of its organ, in
    whatever state the document is by now.
    """
    if document.organ_id in organs_with_role(user, Role.CLERK):
        return ALLOWED
    return refuse("只有文件所属机关的录入人员可以处理。")


def may_link(user: User | AnonymousUser, document: Document) -> Verdict:
    """May they link the policy to items, take links off, and say that there is nothing to link:
    the clerks of its organ, once everybody can read it.
    """
    if document.organ_id not in organs_with_role(user, Role.CLERK):
        return refuse("只有文件所属机关的录入人员可以关联事项。")
    if not document.is_public:
        return refuse("文件向社会公开以后才能关联事项。")
    return ALLOWED
