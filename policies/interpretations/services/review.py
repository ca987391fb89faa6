"""The review of an interpretation: another looks at it, a third signs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from policies.interpretations import blockers
from policies.interpretations.models import Clearance
from policies.interpretations.scan import uncleared
from policies.interpretations.services.steps import STEPS
from policies.interpretations.workflow import RETURNS, WORKFLOW
from portal.acts.refusals import needed, refuse_if
from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from policies.interpretations.models import Interpretation
    from portal.accounts.models import User


@transaction.atomic
def submit(*, interpretation: Interpretation, by: User, at: dt.datetime) -> Interpretation:
    """Hand a draft to its reviews, its plan with it."""
    case, act = STEPS.begin(interpretation, "submit", by, at)
    refuse_if(blockers.for_submission(case))
    return STEPS.finish(case, act, by=by, at=at)


@transaction.atomic
def pass_secrecy(
    *, interpretation: Interpretation, opinion: str, by: User, at: dt.datetime
) -> Interpretation:
    """Record the secrecy review of texts and files."""
    case, act = STEPS.begin(interpretation, "pass_secrecy", by, at)
    opinion = needed(opinion, "保密审查意见")
    refuse_if(blockers.for_submission(case))
    return STEPS.finish(case, act, by=by, at=at, reason=opinion)


@transaction.atomic
def sign(*, interpretation: Interpretation, by: User, at: dt.datetime) -> Interpretation:
    """Agree to it: it waits for its policy, or for being released."""
    case, act = STEPS.begin(interpretation, "sign", by, at)
    refuse_if(blockers.for_submission(case))
    return STEPS.finish(case, act, by=by, at=at)


@transaction.atomic
def send_back(
    *, interpretation: Interpretation, reason: str, by: User, at: dt.datetime
) -> Interpretation:
    """Return to the clerk from wherever it is, with a reason."""
    held = STEPS.locked(interpretation)
    action = next((name for name in RETURNS if WORKFLOW.find(name, held.status)), RETURNS[-1])
    return STEPS.perform(held, action, by=by, at=at, reason=reason)


@transaction.atomic
def confirm_items(
    *,
    interpretation: Interpretation,
    items: Sequence[str],
    reason: str,
    by: User,
    at: dt.datetime,
) -> list[Clearance]:
    """Answer for doubtful findings and parts no program reads, each by its key. Raises ActRefused
    for a key that is not, or no longer, among them.
    """
    case, act = STEPS.begin(interpretation, "confirm_items", by, at)
    doubtful = {found.key: found for found in uncleared(case)}
    if not items or not set(items) <= set(doubtful):
        raise ActRefused("请勾选要确认的事项；事项有变化的，请看过新的清单再确认。")
    reason = needed(reason, "理由")
    rows = [
        Clearance(
            interpretation=case,
            content_sha256=found.content_sha256,
            item_key=found.key,
            label=found.item.label,
            place=found.place[:500],
            shown=found.item.shown[:500],
            reason=reason,
            by=by,
            at=at,
        )
        for found in (doubtful[key] for key in dict.fromkeys(items))
    ]
    Clearance.objects.bulk_create(rows, ignore_conflicts=True)
    labels = "、".join(sorted({row.label for row in rows}))
    STEPS.finish(case, act, by=by, at=at, reason=f"{labels}：{reason}")
    return rows
