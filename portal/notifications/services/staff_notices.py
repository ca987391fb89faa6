"""Notices to the people of an organ by their role: whoever is to act hears of it, once.

Each is a value before it is a message, and every one of a run passes through `tell_staff`, which
queues them one by one. One letter a day for a person would be gathered there and nowhere else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.accounts.choices import Role
from portal.accounts.models import Membership
from portal.notifications.services.outbox import notify

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ


@dataclass(frozen=True)
class StaffNotice:
    """What the holders of `roles` at an organ are told; `key` reaches each of them once.

    `handler` hears it in place of all others with the first role, as long as they hold it
    themselves. Where nobody holds any of the roles, the holders of `substitute` hear it. `kind` is
    a registered kind of notice, `url` a path of this site.
    """

    kind: str
    key: str
    organ: Organ
    roles: tuple[Role, ...]
    subject: str
    body: str
    url: str
    handler: User | None = None
    substitute: Role | None = None


@dataclass(frozen=True)
class Told:
    """How many notices had somebody to hear them, and to how many people they went in all."""

    notices: int = 0
    people: int = 0


class _Staff:
    """Who holds which role where, asked of the database once for each organ and role."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, Role], frozenset[User]] = {}

    def hearing(self, notice: StaffNotice) -> list[User]:
        """Whom a notice reaches, in a steady order."""
        first, *others = notice.roles
        people = set(self._holders(notice.organ, first))
        if notice.handler in people:
            people = {notice.handler}
        for role in others:
            people |= self._holders(notice.organ, role)
        if not people and notice.substitute:
            people = set(self._holders(notice.organ, notice.substitute))
        return sorted(people, key=lambda person: person.pk)

    def _holders(self, organ: Organ, role: Role) -> frozenset[User]:
        key = organ.pk, role
        if key not in self._known:
            rows = Membership.objects.holders(organ, role)
            self._known[key] = frozenset(row.user for row in rows)
        return self._known[key]


def tell_staff(notices: Iterable[StaffNotice], *, at: dt.datetime) -> Told:
    """Queue each for whoever holds its roles now; one that nobody would hear is left out."""
    staff, heard, people = _Staff(), 0, 0
    for notice in notices:
        if recipients := staff.hearing(notice):
            notify(
                kind=notice.kind,
                recipients=recipients,
                subject=notice.subject,
                body=notice.body,
                url=notice.url,
                dedup_key=notice.key,
                at=at,
            )
            heard += 1
            people += len(recipients)
    return Told(heard, people)
