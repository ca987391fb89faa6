"""Who may look after the outbox, and who after a subscription."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.choices import Role
from portal.accounts.permissions import serves_site
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.notifications.models import Subscription


def may_operate(user: User | AnonymousUser) -> Verdict:
    """Whether the person may see failed messages, send them again and set up endpoints.

    Messages are the whole site's: those of one organ's administrators are not told apart.
    """
    if serves_site(user, Role.SYSTEM_ADMIN):
        return ALLOWED
    return refuse("只有本站主办机关的系统管理员可以管理通知的发送。")


def may_manage(user: User | AnonymousUser, subscription: Subscription) -> Verdict:
    """Whether the subscription is the person's own."""
    if user.is_authenticated and subscription.user_id == user.pk:
        return ALLOWED
    return refuse("没有找到这项订阅。")
