"""Who holds which role where: the one question every other permission is built from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.models import Membership, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.choices import Role
    from portal.organs.models import Organ


def holds(user: User | AnonymousUser, organ: Organ, *roles: Role) -> bool:
    """Whether the person holds one of the roles for exactly this organ."""
    if not user.is_active or not isinstance(user, User):
        return False
    return any(role in roles for role in _roles(user).get(organ.pk, frozenset()))


def organs_with_role(user: User | AnonymousUser, *roles: Role) -> set[int]:
    """Primary keys of the organs for which the person holds one of the roles."""
    if not user.is_active or not isinstance(user, User):
        return set()
    return {organ for organ, held in _roles(user).items() if not held.isdisjoint(roles)}


def _roles(user: User) -> dict[int, frozenset[str]]:
    """The person's roles by organ, read once for each user object."""
    held = getattr(user, "_roles_by_organ", None)
    if held is None:
        rows: dict[int, set[str]] = {}
        for organ_id, role in Membership.objects.of(user).values_list("organ_id", "role"):
            rows.setdefault(organ_id, set()).add(role)
        held = {organ: frozenset(roles) for organ, roles in rows.items()}
        user._roles_by_organ = held  # type: ignore[attr-defined]
    return held
