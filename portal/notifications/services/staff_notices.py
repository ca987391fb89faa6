"""Notices to the people of an organ by their role: whoever is to act hears of it, once.

Each is a value before it is a message, and every one of a run passes through `tell_staff`, which
queues them one by one; what supervisors are to know of is gathered there, a letter a day for each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.models import Membership
from portal.notifications.models import OutboxMessage
from portal.notifications.services.outbox import notify

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

# So many lines are read in one letter; the list that it leads to has them all.
MOST_LINES = 40
_AT_ONCE = 500


@dataclass(frozen=True)
class StaffNotice:
    """What the holders of `roles` at an organ are told; `key` reaches each of them once.

    `handler` hears it in place of all others with the first role, as long as they hold it
    themselves. Where nobody holds any of the roles, the holders of `substitute` hear it. Those who
    hold one of the roles `gathered` read of it as a line in their letter of the day, which leads to
    `overview`. `kind` is a registered kind of notice, `url` and `overview` are paths of this site.
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
    gathered: tuple[Role, ...] = ()
    overview: str = ""


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
        if not people and notice.substitute and notice.substitute not in notice.gathered:
            people = set(self._holders(notice.organ, notice.substitute))
        return sorted(people, key=lambda person: person.pk)

    def reading(self, notice: StaffNotice) -> set[User]:
        """Who reads of it in the letter of the day."""
        return {person for role in notice.gathered for person in self._holders(notice.organ, role)}

    def _holders(self, organ: Organ, role: Role) -> frozenset[User]:
        key = organ.pk, role
        if key not in self._known:
            rows = Membership.objects.holders(organ, role)
            self._known[key] = frozenset(row.user for row in rows)
        return self._known[key]


def tell_staff(notices: Iterable[StaffNotice], *, at: dt.datetime) -> Told:
    """Queue each for whoever holds its roles now, and for those who supervise one letter with all
    that is gathered for them; what nobody would hear is left out.

    The letter of a day is queued once, by the first run: a run that is repeated adds nothing.
    """
    staff, heard, people = _Staff(), 0, 0
    letters: dict[tuple[User, str], list[StaffNotice]] = {}
    run = iter(notices)
    while some := list(islice(run, _AT_ONCE)):
        known = _queued(some)
        for notice in some:
            recipients, readers = staff.hearing(notice), staff.reading(notice)
            for reader in readers:
                letters.setdefault((reader, notice.kind), []).append(notice)
            heard += bool(recipients or readers)
            people += len(recipients)
            if any((notice.key, person.pk) not in known for person in recipients):
                notify(
                    kind=notice.kind,
                    recipients=recipients,
                    subject=notice.subject,
                    body=notice.body,
                    url=notice.url,
                    dedup_key=notice.key,
                    at=at,
                )
    for (reader, kind), gathered in letters.items():
        _send_letter(reader, kind, gathered, at=at)
    return Told(heard, people + len(letters))


def _queued(notices: Sequence[StaffNotice]) -> set[tuple[str, int | None]]:
    """Which of them were queued for whom by an earlier run: one query, so that a run that is
    repeated costs next to nothing.
    """
    rows = OutboxMessage.objects.filter(dedup_key__in={notice.key for notice in notices})
    return set(rows.values_list("dedup_key", "user_id"))


def _send_letter(reader: User, kind: str, notices: list[StaffNotice], *, at: dt.datetime) -> None:
    """One line for each notice; what leads to nothing but itself keeps its own address."""
    lines = [f"{place}. {notice.subject}" for place, notice in enumerate(notices, start=1)]
    if left := len(lines) - MOST_LINES:
        lines = [*lines[:MOST_LINES], f"……另有{left}件，见列表。"] if left > 0 else lines
    today = timezone.localdate(at)
    notify(
        kind=kind,
        recipients=[reader],
        subject=f"{today.isoformat()}需要督促的事项{len(notices)}件",
        body="\n".join(lines),
        url=notices[0].overview or notices[0].url,
        dedup_key=f"gathered:{kind}:{today.isoformat()}",
        at=at,
    )
