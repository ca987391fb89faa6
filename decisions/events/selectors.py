"""Reads of events for pages, the desk and reminders."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from decisions.events import rhythm
from decisions.events.checkin import Board, Scanned, settled
from decisions.events.models import (
    Event,
    EventMaterial,
    EventPlan,
    EventSession,
    PlanTarget,
    Scan,
    SignUp,
    Suggestion,
)
from decisions.events.workflow import HOLDING, Place, Said
from decisions.ledgers.ledger import Line, line_of
from portal.files.exposure import Unread
from portal.files.gate import Item, item_of_unread

_HELD = Q(signups__status__in=[state.value for state in HOLDING])
_WAITS = Q(signups__status=Place.WAITING)


def with_counts(rows: QuerySet[EventSession]) -> QuerySet[EventSession]:
    """Sessions with how many places are held and how many parties wait, for show only: what is
    given is counted anew under the lock.
    """
    return rows.annotate(
        taken=Coalesce(Sum("signups__persons", filter=_HELD), 0),
        waiting=Count("signups", filter=_WAITS),
    )


def public_sessions(
    first: dt.datetime, after: dt.datetime, *, kind: str = "", organ: str = ""
) -> list[EventSession]:
    """What everybody sees of a stretch of time, earliest first."""
    rows = EventSession.objects.public().between(first, after)
    if kind:
        rows = rows.filter(event__kind=kind)
    if organ:
        rows = rows.filter(event__organ__code=organ)
    counted = with_counts(rows.select_related("event__organ"))
    return list(counted.order_by("starts_at", "pk"))


def sessions_of(event: Event) -> list[EventSession]:
    """The sessions of an event with their counts and groups."""
    rows = with_counts(EventSession.objects.filter(event=event).prefetch_related("groups"))
    return list(rows.order_by("starts_at", "pk"))


def newest_events(most: int) -> list[Event]:
    """Those published last, with their sessions."""
    sessions = Prefetch("sessions", EventSession.objects.order_by("starts_at"))
    rows = Event.objects.public().select_related("organ").prefetch_related(sessions)
    return list(rows.order_by("-published_at", "-pk")[:most])


@dataclass(frozen=True)
class Standing:
    """How often an organ was to hold a kind in a year, and how often it did."""

    target: PlanTarget
    stretches: Sequence[rhythm.Stretch]

    @property
    def held(self) -> int:
        return sum(each.held for each in self.stretches)

    @property
    def behind(self) -> list[rhythm.Stretch]:
        return [each for each in self.stretches if each.is_behind]


def standings(plans: Iterable[EventPlan], *, on: dt.date) -> dict[int, list[Standing]]:
    """Of each plan how its targets stand on a day, by one query for all that was held. The plans
    bring their targets along.
    """
    plans = list(plans)
    held = _held_days({(plan.organ_id, plan.year) for plan in plans}, on=on)
    return {
        plan.pk: [
            Standing(
                target,
                rhythm.stretches(
                    rule_of(target), plan.year, held[plan.organ_id, target.kind], on=on
                ),
            )
            for target in plan.targets.all()
        ]
        for plan in plans
    }


def rule_of(target: PlanTarget) -> rhythm.Target:
    """The row as the rule reads it."""
    off = frozenset(int(word) for word in target.off_months.split(",") if word)
    return rhythm.Target(rhythm.Every[target.every.upper()], target.least, off)


def plans_of(organs: Collection[int], year: int) -> list[EventPlan]:
    """The plans of a year of some organs, with lines and targets."""
    rows = EventPlan.objects.filter(year=year, organ_id__in=organs).select_related("organ")
    rows = rows.prefetch_related("lines", "targets")
    return list(rows.order_by("organ__depth", "organ__path"))


def public_plans(year: int) -> list[EventPlan]:
    """Those of which something is public."""
    rows = EventPlan.objects.filter(year=year, published_at__isnull=False)
    rows = rows.select_related("organ").prefetch_related("lines", "targets")
    return list(rows.order_by("organ__depth", "organ__path"))


def board_of(session: EventSession) -> Board:
    """What the scans of a session come to."""
    rows = Scan.objects.filter(session=session).values_list(
        "nonce", "ticket_id", "device", "scanned_at", "was_revoked"
    )
    return settled(
        Scanned(str(nonce), ticket or 0, device, at, was_revoked)
        for nonce, ticket, device, at, was_revoked in rows
    )


def on_list(session: EventSession) -> list[SignUp]:
    """Everybody who holds a place or waits, in the order of sign-up, with their tickets."""
    rows = SignUp.objects.open().filter(session=session)
    return list(rows.select_related("ticket", "group").order_by("line"))


def ahead_of(signup: SignUp) -> int:
    """How many parties of the same list stand before somebody who waits."""
    rows = SignUp.objects.waiting().filter(session=signup.session_id, group=signup.group_id)
    return rows.filter(line__lt=signup.line).count()


@dataclass(frozen=True)
class Checked:
    """A material with what keeps it from being read by everybody: `why` in a sentence, "" where
    nothing does; `doubts` are what somebody may answer for in the copy with that hash.
    """

    row: EventMaterial
    why: str = ""
    doubts: Sequence[str] = ()
    sha256: str = ""

    @property
    def is_open(self) -> bool:
        return not self.why


def checked(row: EventMaterial) -> Checked:
    """How a material stands with the gate of files; its file comes with its reading."""
    if row.file is None:
        return Checked(row)
    reading = getattr(row.file, "reading", None)
    if reading is None:
        return Checked(row, "正在检查，没有发现问题就公开")
    if reading.problem:
        return Checked(row, reading.problem)
    items = [Item(**each) for each in reading.findings]
    items += [item_of_unread(Unread(**each)) for each in reading.unread]
    if not items or row.cleared_sha256 == reading.cleaned_sha256:
        return Checked(row)
    words = [f"{item.where}：{item.label} {item.shown}" for item in items]
    if not all(item.confirmable for item in items):
        return Checked(row, f"{'；'.join(words)}。不得公开，请去掉，改好再传")
    why = "发现下列内容，要另一人确认可以公开"
    return Checked(row, why, words, reading.cleaned_sha256)


def materials_of(event: Event) -> list[Checked]:
    """The materials of an event, each with how it stands. One query."""
    return [checked(row) for row in event.materials.select_related("file__reading")]


def ledger_of_suggestions(event: Event) -> Line:
    """What became of the suggestions of an event, in numbers. One query."""
    rows = Suggestion.objects.counted().filter(event=event).order_by()
    return line_of(dict(rows.values_list("outcome").annotate(number=Count("pk"))))


def answered_suggestions(event: Event) -> list[Suggestion]:
    """Those of which everybody reads what became of them, in the order of their numbers; none
    before that is published. One query.
    """
    if event.suggestions_told_at is None:
        return []
    return list(event.suggestions.filter(status=Said.TOLD).defer("text").order_by("serial"))


def _held_days(
    years: Collection[tuple[int, int]], *, on: dt.date
) -> Mapping[tuple[int, str], list[dt.date]]:
    """The days on which organs held something of a kind, up to a day."""
    found: dict[tuple[int, str], list[dt.date]] = defaultdict(list)
    if not years:
        return found
    after = timezone.make_aware(dt.datetime.combine(on + dt.timedelta(days=1), dt.time.min))
    rows = EventSession.objects.held().filter(
        event__organ_id__in={organ for organ, _ in years},
        starts_at__year__gte=min(year for _, year in years),
        starts_at__lt=after,
    )
    for organ, kind, at in rows.values_list("event__organ_id", "event__kind", "starts_at"):
        found[organ, kind].append(timezone.localdate(at))
    return found
