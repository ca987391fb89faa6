"""Acts on nominations: an organ puts its own interpretation forward, the running organ lists it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from policies.interpretations.models import Interpretation
from policies.selection.choices import Listing
from policies.selection.deadlines import Phase
from policies.selection.models import Nomination, Selection
from policies.selection.permissions import nominating_organs
from policies.selection.services.selections import STEPS
from policies.selection.workflow import POINTS, Status
from portal.acts.refusals import needed
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted

if TYPE_CHECKING:
    from portal.accounts.models import User

_LONGEST = 500


@transaction.atomic
def nominate(
    *, selection: Selection, edition: Interpretation, reason: str, by: User, at: dt.datetime
) -> Nomination:
    """Put a public interpretation of one's own organ forward, once, while nominations are taken."""
    held = Selection.objects.select_for_update(no_key=True).get(pk=selection.pk)
    if edition.organ_id not in nominating_organs(by, held):
        raise NotPermitted("只能提名本机关的解读，由本机关的录入人员提名。")
    course = held.course
    if held.status != Status.RUNNING or course is None:
        raise ActRefused("这次评选现在不收提名。")
    if course.phase(at) is not Phase.NOMINATING:
        raise ActRefused("提名已经截止，这份提名没有收。")
    found = Interpretation.objects.public().filter(series=edition.series_id).first()
    if found is None:
        raise ActRefused("这份解读没有公开或者已经撤下，不能提名。")
    try:
        with transaction.atomic():
            made = Nomination.objects.create(
                selection=held, series_id=found.series_id, organ_id=found.organ_id,
                reason=needed(reason, "提名理由")[:_LONGEST], nominated_by=by, nominated_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise ActRefused("这份解读已经提名，不用再提。") from error
    record(
        action="selections.nominate", summary=f"提名参加{held}：{found.title}", by=by, at=at,
        organ=found.organ, subject=made, basis=POINTS,
    )  # fmt: skip
    return made


@transaction.atomic
def accept(*, nomination: Nomination, by: User, at: dt.datetime) -> Nomination:
    """Put it on the ballot, also one that was declined before. Raises ActRefused when it is there,
    when it was taken down, or once the vote has begun.
    """
    return _listed(nomination, "accept", Listing.ACCEPTED, "", by=by, at=at)


@transaction.atomic
def decline(*, nomination: Nomination, reason: str, by: User, at: dt.datetime) -> Nomination:
    """Keep it off the ballot, with the reason, until the vote begins."""
    return _listed(nomination, "decline", Listing.DECLINED, reason, by=by, at=at)


def _listed(
    nomination: Nomination, action: str, listing: Listing, reason: str, *, by: User, at: dt.datetime
) -> Nomination:
    held, act = STEPS.begin(nomination.selection, action, by, at)
    if held.course is None or held.course.voting_from <= at:
        raise ActRefused("投票已经开始，列入评选的不再变动。")
    row = Nomination.objects.select_for_update(no_key=True).get(pk=nomination.pk)
    if row.listing == listing:
        raise ActRefused(f"这份提名已经{row.get_listing_display()}。")
    if listing is Listing.ACCEPTED:
        if not Interpretation.objects.public().filter(series=row.series_id).exists():
            raise ActRefused("这份解读已经撤下，不能列入评选。")
    else:
        reason = needed(reason, "不列入的理由")[:_LONGEST]
    row.listing, row.listing_reason = listing, reason
    row.save(update_fields=["listing", "listing_reason"])
    STEPS.finish(held, act, by=by, at=at, reason=reason, details={"nomination": row.pk})
    return row
