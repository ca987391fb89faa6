"""A step of the review for a whole batch: the same act for each document, as if taken alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import models, transaction
from django.db.models import Q

from disclosure import blockers as lists
from disclosure.batch_facts import (
    SAMPLED,
    STEPS,
    covered,
    last_sample,
    may_run,
    rounds_waiting,
    step_label,
)
from disclosure.models import HistoricalBatch, HistoricalItem, HistoricalRun
from disclosure.permissions import may_take_step
from disclosure.services import review
from portal.acts.refusals import needed
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.accounts.models import User

_OPINION_LENGTH = 500
_Perform = Callable[["Document", "User", dt.datetime, str], "Document"]


def _confirm(document: Document, by: User, at: dt.datetime, _opinion: str) -> Document:
    """As it was proposed at filing; nothing is decided here that no one proposed."""
    return review.confirm_openness(
        document=document,
        openness=document.openness,
        basis=document.openness_basis,
        ground=document.openness_ground,
        entry=document.openness_entry,
        by=by,
        at=at,
    )


_PERFORM: Final[Mapping[str, _Perform]] = {
    "submit": lambda d, by, at, _: review.submit(document=d, by=by, at=at),
    "confirm_openness": _confirm,
    "pass_secrecy": lambda d, by, at, opinion: review.pass_secrecy(
        document=d, opinion=opinion, by=by, at=at
    ),
    "publish": lambda d, by, at, _: review.sign(document=d, by=by, at=at),
}


@dataclass(frozen=True)
class Outcome:
    """What became of one press: how many were done, who was refused why, how many are left."""

    done: int
    refused: tuple[tuple[Document, str], ...]
    left: int


def run(
    *,
    batch: HistoricalBatch,
    action: str,
    by: User,
    at: dt.datetime,
    opinion: str = "",
    most: int | None = None,
) -> Outcome:
    """Take a step for `most` documents of a batch that wait for it, or for all.

    Each goes through the act it would go through alone, in its own transaction; what is refused
    keeps its reason and waits. Raises NotPermitted without the role, ActRefused as long as no
    sample was looked at.
    """
    if action not in STEPS:
        raise ActRefused("没有这一步。")
    if not (verdict := may_take_step(by, batch.organ_id, action)):
        raise NotPermitted(verdict.reason)
    if not (verdict := may_run(by, batch, action)):
        raise ActRefused(verdict.reason)
    if action == "pass_secrecy":
        opinion = needed(opinion, "保密审查意见")[:_OPINION_LENGTH]
    sample = last_sample(batch, action, by) if action in SAMPLED else None
    waiting = rounds_waiting(batch, action)
    keys = covered(sample, waiting) if sample else set(waiting)
    done, gone, refused = 0, 0, []
    for item in _items(batch, keys)[:most]:
        try:
            if not _take(item, action, by, at, opinion):
                gone += 1
                continue
        except ActRefused as error:
            refused.append((item.document, str(error)))
            _keep_answer(item, str(error))
        else:
            done += 1
            _keep_answer(item, "")
    with transaction.atomic():
        HistoricalRun.objects.create(
            batch=batch,
            action=action,
            sample=sample,
            opinion=opinion,
            done=done,
            refused=len(refused),
            by=by,
            at=at,
        )
        record(
            action="disclosure.run_historical",
            summary=f"历史公文成批{step_label(action)}：{batch.name}，办成{done}件，"
            f"没有办成{len(refused)}件",
            by=by,
            at=at,
            organ=batch.organ,
            subject=batch,
            details={"sample": sample.pk if sample else None, "opinion": opinion},
        )
    return Outcome(done, tuple(refused), left=len(keys) - done - gone - len(refused))


@transaction.atomic
def _take(item: HistoricalItem, action: str, by: User, at: dt.datetime, opinion: str) -> bool:
    """The act for one document; False where somebody took it out while the others were done."""
    rows = HistoricalItem.objects.select_for_update(of=("self",), no_key=True)
    if rows.get(pk=item.pk).taken_out_at is not None:
        return False
    _PERFORM[action](item.document, by, at, opinion)
    return True


def check(*, batch: HistoricalBatch, action: str, on: dt.date, most: int | None = None) -> int:
    """Write beside every document that waits for a step what would keep it from that step, without
    taking it; returns how many nothing hinders.
    """
    what = lists.for_signing if action == "publish" else lists.for_submission
    free = 0
    for item in _items(batch, set(rounds_waiting(batch, action)))[:most]:
        found = what(item.document, on=on)
        free += not found
        _keep_answer(item, "".join(each.message for each in found))
    return free


def _items(batch: HistoricalBatch, keys: Collection[int]) -> models.QuerySet[HistoricalItem]:
    """What was refused before comes last, so that nothing new waits behind it."""
    rows = HistoricalItem.objects.filter(
        batch=batch, document_id__in=keys, taken_out_at__isnull=True
    )
    was_refused = models.ExpressionWrapper(~Q(refused=""), output_field=models.BooleanField())
    return rows.select_related("document__organ").order_by(was_refused, "pk")


def _keep_answer(item: HistoricalItem, answer: str) -> None:
    if item.refused != answer:
        item.refused = answer
        item.save(update_fields=["refused"])
