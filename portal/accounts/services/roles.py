"""Giving and taking roles."""

import datetime as dt

from django.db import transaction

from portal.accounts.choices import EXCLUSIVE, Role
from portal.accounts.models import Membership, User
from portal.accounts.permissions import forget_roles, may_assign_roles, may_grant_role
from portal.accounts.services.own_addresses import replace_addresses
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.organs.models import Organ


@transaction.atomic
def grant_role(*, user: User, organ: Organ, role: Role, by: User, at: dt.datetime) -> Membership:
    """Give a person a role for an organ.

    Raises NotPermitted when `by` is no security admin of the organ's tree, ActRefused when the
    person may not hold the role; the constraint of Membership is the second guard. What was
    proved of the account's addresses before it had a role, or one of the three offices, is proved
    no more: whoever opened it knew its first password, and could have proved their own.
    """
    if not (assign := may_assign_roles(by, organ)):
        raise NotPermitted(assign.reason)
    # Two grants to one person at once would each miss the other.
    held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not (grant := may_grant_role(by, user, organ, role)):
        raise ActRefused(grant.reason)
    if held.is_staff and (role in EXCLUSIVE or not held.memberships.exists()):
        replace_addresses(held, held.email)
    membership = Membership.objects.create(user=user, organ=organ, role=role)
    forget_roles(user)
    record(
        action="role_granted",
        summary=f"授予{organ.short_name}{role.label}角色",
        by=by,
        at=at,
        organ=organ,
        subject=user,
        details={"role": role.value},
    )
    return membership


@transaction.atomic
def revoke_role(*, membership: Membership, by: User, at: dt.datetime) -> None:
    """Take a role from a person."""
    organ, user, role = membership.organ, membership.user, Role(membership.role)
    if not (assign := may_assign_roles(by, organ)):
        raise NotPermitted(assign.reason)
    membership.delete()
    forget_roles(user)
    record(
        action="role_revoked",
        summary=f"撤销{organ.short_name}{role.label}角色",
        by=by,
        at=at,
        organ=organ,
        subject=user,
        details={"role": role.value},
    )
