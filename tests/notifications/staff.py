"""An organ with people in its roles, and rows of a kind of case that exists for these tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.organs.models import Organ
from portal.workflow import State


class Turn(State):
    """Whose turn it is with a row."""

    HANDLING = "handling", "办理中", "info", Role.REQUEST_HANDLER.value, True
    SIGNING = "signing", "待签发", "warning", Role.SIGNER.value, True


@dataclass
class Row:
    """What an organ has to do by a day, and whose turn it is."""

    pk: int
    organ: Organ
    due_on: dt.date | None = None
    status: str = "handling"
    handler: User | None = None


def bureau(code: str = "T-1") -> Organ:
    return Organ.objects.add_root(
        {"code": code, "name": f"试市人民政府{code}", "level": "city", "kind": "government"}
    )


def holder(organ: Organ, name: str, *roles: Role) -> User:
    """Somebody without mail who holds these roles for an organ."""
    user = User.objects.create_user(name, password="x")
    Membership.objects.bulk_create(Membership(user=user, organ=organ, role=role) for role in roles)
    return user
