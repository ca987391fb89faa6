"""Reads of memberships."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from portal.accounts.choices import Role
    from portal.accounts.models import User
    from portal.organs.models import Organ


class MembershipQuerySet(models.QuerySet[Any]):
    """Memberships."""

    def of(self, user: User) -> MembershipQuerySet:
        """Those of a person who may still sign in."""
        return self.filter(user=user, user__is_active=True)

    def in_role(self, *roles: Role) -> MembershipQuerySet:
        return self.filter(role__in=roles)

    def holders(self, organ: Organ, role: Role) -> MembershipQuerySet:
        """Active people holding a role for an organ, with their users."""
        return self.filter(organ=organ, role=role, user__is_active=True).select_related("user")
