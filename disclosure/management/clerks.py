"""On whose behalf a command files documents."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.db.models import Count

from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.organs.models import Organ


def organ_named(code: str | None) -> Organ | None:
    """The organ with a code, None without a code. Raises CommandError for an unknown one."""
    organ = Organ.objects.filter(code=code).first() if code else None
    if code and organ is None:
        raise CommandError(f"没有代码为“{code}”的机关。", returncode=2)
    return organ


def chosen_clerk(*, organ: Organ | None, username: str | None) -> User:
    """A clerk of the organ (of any, without one), by name or the one who serves most organs.

    Raises CommandError when there is none.
    """
    clerks = Membership.objects.in_role(Role.CLERK).filter(user__is_active=True)
    if organ:
        clerks = clerks.filter(organ=organ)
    if username:
        clerks = clerks.filter(user__username=username)
    # Without a name: whoever serves the most organs, so that every issuer is found.
    chosen = clerks.values("user_id").annotate(n=Count("id")).order_by("-n", "user_id").first()
    if chosen is None:
        raise CommandError("没有可用的录入人员，请先授予“录入”角色。", returncode=2)
    return User.objects.get(pk=chosen["user_id"])
