"""Becoming public, alone or with the policy in the same act; and stopping to be so."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from disclosure.choices import Reach
from disclosure.companions import Event
from disclosure.models import Document
from policies.interpretations import blockers
from policies.interpretations.models import Interpretation
from policies.interpretations.selectors import waits_only_for
from policies.interpretations.services.entries import refresh_entry
from policies.interpretations.services.steps import STEPS
from policies.interpretations.workflow import WORKFLOW, Status
from portal.acts.refusals import needed, past_day, refuse_if

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def publish(*, interpretation: Interpretation, by: User, at: dt.datetime) -> Interpretation:
    """Release what explains policies that are public already; of a series the edition before it
    gives way in the same transaction.
    """
    former = _hold_former(interpretation)
    case, act = STEPS.begin(interpretation, "publish", by, at)
    refuse_if(blockers.for_release(case))
    _give_way(former, at=at)
    return STEPS.finish(case, act, by=by, at=at)


@transaction.atomic
def withdraw(
    *, interpretation: Interpretation, reason: str, by: User, at: dt.datetime
) -> Interpretation:
    """Take it off every page at once, with a reason."""
    return STEPS.perform(interpretation, "withdraw", by=by, at=at, reason=reason)


@transaction.atomic
def file(
    *, interpretation: Interpretation, filed_on: dt.date, place: str, by: User, at: dt.datetime
) -> Interpretation:
    """Record the day on which it was filed, and with whom."""
    case, act = STEPS.begin(interpretation, "file", by, at)
    case.filed_on = past_day(filed_on, timezone.localdate(at), "报备日期")
    reason = f"{filed_on.isoformat()} 报{needed(place, '向谁报备')}"
    return STEPS.finish(case, act, by=by, at=at, reason=reason)


def follow_policy(document: Document, event: Event, _by: User | None, at: dt.datetime) -> None:
    """What happens to interpretations when a policy becomes public or is taken down: part of that
    transaction, so that nobody ever sees one without the other.
    """
    if event is Event.PUBLISHED:
        _release_with(document, at=at)
    elif event is Event.TAKEN_DOWN:
        _take_down_with(document, at=at)


def _release_with(document: Document, *, at: dt.datetime) -> None:
    """What explains a policy for some addressees only stays: its page would be everybody's."""
    if document.reach != Reach.EVERYONE:
        return
    for case in _held(document, Status.READY):
        # What has come to stand in its way was told by the gate where the policy needs it.
        if waits_only_for(case, document) and not blockers.for_release(case):
            _give_way(_hold_former(case), at=at)
            done = STEPS.finish(case, WORKFLOW.actions["release"], by=None, at=at)
            # The row of the policy says so only after this.
            refresh_entry(done, at=at, coming=document)


def _take_down_with(document: Document, *, at: dt.datetime) -> None:
    """An interpretation goes with the last of its policies; else the search forgets this one."""
    for case in _held(document, Status.PUBLISHED):
        others = Document.objects.public().filter(interpretation_rows__interpretation=case)
        if others.exclude(pk=document.pk).exists():
            refresh_entry(case, at=at, going=document)
        else:
            STEPS.finish(case, WORKFLOW.actions["follow_down"], by=None, at=at)


def _held(document: Document, status: str) -> list[Interpretation]:
    keys = Interpretation.objects.filter(policies__document=document, status=status)
    rows = Interpretation.objects.filter(pk__in=keys.values("pk")).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))


def _hold_former(case: Interpretation) -> Interpretation | None:
    """The public edition before it, held before anything is written to the trail."""
    rows = Interpretation.objects.filter(series=case.series_id, status=Status.PUBLISHED)
    found: Interpretation | None = (
        rows.exclude(pk=case.pk).select_for_update(of=("self",), no_key=True).first()
    )
    return found


def _give_way(former: Interpretation | None, *, at: dt.datetime) -> None:
    if former is not None:
        STEPS.finish(former, WORKFLOW.actions["replace"], by=None, at=at)
