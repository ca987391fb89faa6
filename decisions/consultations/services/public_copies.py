"""Opinions as everybody reads them: masked copies, each with its writer's word, gone with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from decisions.consultations.models import Consultation, Opinion, OpinionAct
from decisions.consultations.services.answers import left_group
from decisions.consultations.services.steps import OPINION_STEPS, STEPS, shared
from decisions.ledgers.refusals import clean
from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from portal.personal.free_text import masked

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST_NAME: Final = 60


def proposed_text(opinion: Opinion) -> str:
    """What may be shown, with all that is personal masked: where a person begins."""
    return masked(opinion.text, names=[opinion.name] if opinion.name else [])


@transaction.atomic
def show(*, opinion: Opinion, text: str, by: User, at: dt.datetime) -> Opinion:
    """Release one as it stands here. Raises ActRefused for numbers of persons in it."""
    shared(opinion.consultation)
    held, act = OPINION_STEPS.begin(opinion, "show", by, at)
    held.public_text = clean(needed(text, "公开的文字"))
    held.public_name = held.name[:LONGEST_NAME] if held.may_name else ""
    held.shown_at = at
    return OPINION_STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def show_opinions(
    *, consultation: Consultation, serials: Collection[int], by: User, at: dt.datetime
) -> Consultation:
    """Release many as the machine masked them, after a person has looked at each. Raises ActRefused
    for one without consent, and for one in which something personal is left.
    """
    held, act = STEPS.begin(consultation, "show_opinions", by, at)
    rows = list(
        held.opinions.counted()
        .filter(serial__in=set(serials), may_publish=True, shown_at__isnull=True)
        .select_for_update(no_key=True)
        .order_by("pk")
    )
    if not rows or len(rows) < len(set(serials)):
        raise ActRefused("选的意见里有没有同意公开、已经公开或者撤回的，请重新选择。")
    for row in rows:
        row.public_text = clean(proposed_text(row), f"第{row.serial}号")
        row.public_name = row.name[:LONGEST_NAME] if row.may_name else ""
        row.shown_at, row.updated_at = at, at
    columns = ["public_text", "public_name", "shown_at", "updated_at"]
    Opinion.objects.bulk_update(rows, columns, batch_size=500)
    OpinionAct.objects.bulk_create(
        OpinionAct(opinion=row, action="show", source=row.status, target=row.status, by=by, at=at)
        for row in rows
    )
    return STEPS.finish(held, act, by=by, at=at, details={"opinions": len(rows)})


@transaction.atomic
def hide(*, opinion: Opinion, reason: str, by: User, at: dt.datetime) -> Opinion:
    """Take one off every page at once."""
    held, act = OPINION_STEPS.begin(opinion, "hide", by, at)
    _off(held)
    words = needed(reason, "撤下的理由")
    return OPINION_STEPS.finish(held, act, by=by, at=at, reason=words)


@transaction.atomic
def withdraw_consent(*, opinion: Opinion, at: dt.datetime) -> Opinion:
    """The writer does not want it read any more: every page, list and file loses it at once."""
    held, act = OPINION_STEPS.begin(opinion, "withdraw_consent", None, at)
    _off(held)
    held.may_publish = held.may_name = False
    return OPINION_STEPS.finish(held, act, by=None, at=at)


@transaction.atomic
def withdraw_name(*, opinion: Opinion, at: dt.datetime) -> Opinion:
    """The writer's name goes from every page, list and file; the opinion stays."""
    held, act = OPINION_STEPS.begin(opinion, "withdraw_name", None, at)
    held.public_name, held.may_name = "", False
    return OPINION_STEPS.finish(held, act, by=None, at=at)


@transaction.atomic
def withdraw(*, opinion: Opinion, at: dt.datetime) -> Opinion:
    """The writer takes it back while the ledger is open: it is counted apart, and read nowhere."""
    shared(opinion.consultation)
    held, act = OPINION_STEPS.begin(opinion, "withdraw", None, at)
    _off(held)
    held.may_publish = held.may_name = False
    held.closed_on = timezone.localdate(at)
    left_group(held)
    return OPINION_STEPS.finish(held, act, by=None, at=at)


def _off(opinion: Opinion) -> None:
    opinion.public_text = opinion.public_name = ""
    opinion.shown_at = None
