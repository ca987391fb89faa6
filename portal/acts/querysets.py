"""Whose turn it is with the cases of one kind, as their states say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.workflow import State


def waiting_for(states: type[State], user: User | AnonymousUser, *, handler_role: Role | None) -> Q:
    """Cases in a state that waits for a role the person holds at the organ of the case. What waits
    for `handler_role` and was given to a `handler` waits for that one alone.
    """
    found, mine = Q(pk__in=()), Q(handler=None) | Q(handler=user.pk)
    for role in sorted({state.waits_for for state in states} & set(Role.values)):
        turn = [state for state in states if state.waits_for == role]
        theirs = Q(status__in=turn, organ_id__in=organs_with_role(user, Role(role)))
        found |= theirs & mine if role == handler_role else theirs
    return found
