"""Reads of selections shaped for their pages and acts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from policies.interpretations.models import Interpretation
from policies.selection.choices import Listing
from policies.selection.models import Expert, Mark, Nomination, Selection
from policies.selection.permissions import nominating_organs
from policies.selection.tally import Entry
from policies.selection.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.models import Membership
from portal.accounts.permissions import organs_with_role
from portal.organs.models import Organ

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from portal.accounts.models import User


@dataclass(frozen=True)
class Nominee:
    """A nomination with the edition that anyone may read; none once it was taken down, and with it
    the title is said no more.
    """

    row: Nomination
    edition: Interpretation | None

    @property
    def title(self) -> str:
        return self.edition.title if self.edition else "（解读已撤下，退出评选）"

    @property
    def has_fallen_out(self) -> bool:
        return self.edition is None


@dataclass(frozen=True)
class Progress:
    """How far an expert is: of how many nominees all criteria have been marked."""

    expert: Expert
    marked: int
    of: int

    @property
    def is_done(self) -> bool:
        return self.marked >= self.of


def shown_selections() -> QuerySet[Selection]:
    """What anyone may read of, the latest first."""
    return Selection.objects.shown().select_related("organ").order_by("-year", "-pk")


def nominees_of(selection: Selection, *, listed: bool = True) -> list[Nominee]:
    """The nominations of a selection in their order, those on the ballot or all."""
    rows = selection.nominations.select_related("organ", "series", "nominated_by")
    if listed:
        rows = rows.filter(listing=Listing.ACCEPTED)
    return with_editions(rows.order_by("pk"))


def with_editions(rows: Iterable[Nomination]) -> list[Nominee]:
    """Nominations with what is public of them."""
    held = list(rows)
    editions = Interpretation.objects.public().filter(series__in=[row.series_id for row in held])
    found = {edition.series_id: edition for edition in editions}
    return [Nominee(row, found.get(row.series_id)) for row in held]


def on_ballot(selection: Selection) -> list[Nominee]:
    """Those that can be voted for and marked now."""
    return [each for each in nominees_of(selection) if not each.has_fallen_out]


def ranked(selection: Selection) -> list[Nominee]:
    """The nominees of a result that was drawn, the best first; what fell out stands last."""
    rows = nominees_of(selection)
    return sorted(rows, key=lambda each: (each.row.place is None, each.row.place or 0, each.row.pk))


def entries_of(selection: Selection) -> list[Entry]:
    """What a result is reckoned from: of everything on the ballot the votes and the marks."""
    nominees = on_ballot(selection)
    counted = selection.nominations.annotate(count=Count("ballots")).values_list("pk", "count")
    votes = dict(counted)
    marks: dict[int, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    rows = Mark.objects.filter(nomination__selection=selection, expert__dismissed_at=None)
    for row in rows.select_related("criterion").order_by("criterion__position"):
        marks[row.nomination_id][row.expert_id].append((row.points, row.criterion.weight))
    return [
        Entry(each.row.pk, votes[each.row.pk], list(marks[each.row.pk].values()))
        for each in nominees
    ]


def nominable(user: User | AnonymousUser, selection: Selection) -> QuerySet[Interpretation]:
    """The public interpretations that the person may still nominate: of their own organs."""
    organs = nominating_organs(user, selection)
    rows = Interpretation.objects.public().filter(organ__in=organs).select_related("organ")
    nominated = selection.nominations.values("series")
    return rows.exclude(series__in=nominated).order_by("-first_published_at", "-pk")


def open_for_nomination(user: User | AnonymousUser, *, at: dt.datetime) -> list[Selection]:
    """The selections for which the person may nominate now, the one that ends first first."""
    paths = list(
        Organ.objects.filter(pk__in=organs_with_role(user, Role.CLERK)).values_list(
            "path", flat=True
        )
    )
    rows = Selection.objects.filter(status=Status.RUNNING, nominations_until__gt=at)
    rows = rows.select_related("organ").order_by("nominations_until", "pk")
    return [row for row in rows if any(path.startswith(row.organ.reach) for path in paths)]


def experts_of(selection: Selection) -> QuerySet[Expert]:
    """Those who are to mark."""
    return selection.experts.filter(dismissed_at=None).select_related("user", "organ")


def barred_organs(expert: Expert) -> set[int]:
    """The organs whose interpretations an expert does not mark: those they work for."""
    barred = {expert.organ_id} if expert.organ_id else set()
    if expert.user_id:
        rows = Membership.objects.filter(user=expert.user_id)
        barred |= set(rows.values_list("organ_id", flat=True))
    return barred


def to_mark(expert: Expert) -> list[Nominee]:
    """What an expert marks: everything on the ballot that their own organ did not write."""
    barred = barred_organs(expert)
    return [each for each in on_ballot(expert.selection) if each.row.organ_id not in barred]


def marks_by(expert: Expert) -> dict[tuple[int, int], int]:
    """The points an expert gave, by nominee and criterion."""
    rows = expert.marks.values_list("nomination_id", "criterion_id", "points")
    return {(nomination, criterion): points for nomination, criterion, points in rows}


def progress_of(selection: Selection) -> list[Progress]:
    """How far each expert is, without a word of what they gave."""
    found = []
    for expert in experts_of(selection):
        own = {each.row.pk for each in to_mark(expert)}
        done = set(expert.marks.values_list("nomination_id", flat=True).distinct())
        found.append(Progress(expert, len(own & done), len(own)))
    return found


def awarded(series: int) -> list[Selection]:
    """The selections in which an interpretation was chosen, of those whose result is public."""
    rows = Nomination.objects.filter(
        series=series, is_awarded=True, selection__in=Selection.objects.with_result()
    ).select_related("selection__organ")
    return [row.selection for row in rows.order_by("selection__year", "pk")]
