"""Who keeps the words of the search and reads what was asked: the office of the whole site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Subquery

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.common.verdicts import ALLOWED, Verdict, refuse
from portal.organs.models import Organ, SiteProfile

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

KEEPERS: Final = (Role.OPENNESS_REVIEWER, Role.OFFICE_HEAD, Role.SYSTEM_ADMIN)
_REFUSED: Final = "搜索词由本站主办机关及其公开工作机构的公开审查人员、负责人和系统管理人员维护。"


def may_keep_words(user: User | AnonymousUser) -> Verdict:
    """Whether they may: they hold one of the roles for an organ that sees to the organ whose site
    this is. Asked of the database once for each user object.
    """
    if user.is_active and user.is_superuser:
        return ALLOWED
    held = organs_with_role(user, *KEEPERS)
    if not held:
        return refuse(_REFUSED)
    known: bool | None = getattr(user, "_sees_to_site", None)
    if known is None:
        known = _sees_to_site(held)
        user._sees_to_site = known  # type: ignore[union-attr]
    return ALLOWED if known else refuse(_REFUSED)


def _sees_to_site(held: set[int]) -> bool:
    """Whether one of the organs sees to the site's; where no site is set up, one without any above
    it.
    """
    site = SiteProfile.objects.filter(is_current=True)
    rows = Organ.objects.filter(pk__in=held).annotate(site=Subquery(site.values("organ__path")[:1]))
    return any(
        row.site.startswith(row.reach) if row.site else len(row.reach) == row.steplen
        for row in rows.only("path", "depth", "kind")
    )
