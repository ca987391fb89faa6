"""Giving up a draft; closing an old edition, of which readers then see only that there was one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from disclosure.correction.services.figures import destroy_proposed
from disclosure.correction.services.steps import STEPS
from disclosure.models import EditionClosure
from disclosure.services import review
from portal.acts.refusals import needed
from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from disclosure.models import Correction, Document, Edition
    from portal.accounts.models import User


@transaction.atomic
def discard(*, correction: Correction, reason: str, by: User, at: dt.datetime) -> Correction:
    """Give a draft up, with the files that were brought in for it."""
    held, act = STEPS.begin(correction, "discard", by, at)
    reason = needed(reason, "放弃的理由")
    destroy_proposed(held, by=by, at=at)
    return STEPS.finish(held, act, by=by, at=at, reason=reason)


@transaction.atomic
def close_edition(
    *, document: Document, edition: Edition, reason: str, by: User, at: dt.datetime
) -> EditionClosure:
    """Close one that was corrected because it said what may not be public.

    Raises ActRefused for the edition that is public now: that is corrected or withdrawn.
    """
    held, act = review.STEPS.begin(document, "close_edition", by, at)
    reason = needed(reason, "停止提供的理由")
    rows = held.editions.select_related("closure")
    row, last = rows.filter(pk=edition.pk).first(), rows.last()
    if row is None:
        raise ActRefused("没有找到这一版，请刷新页面再选。")
    if row == last:
        raise ActRefused("这一版现在公开着，请先更正，或者撤回文件。")
    if row.is_closed:
        raise ActRefused("这一版已经停止提供。")
    closure = EditionClosure.objects.create(edition=row, reason=reason[:500], by=by, at=at)
    review.move(held, act, by=by, at=at, reason=f"{row}：{reason}"[:500])
    return closure
