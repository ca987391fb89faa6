"""年终总公开: what became of every item, put on record and made public by another hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from decisions.catalogues.blockers import blockers_of
from decisions.catalogues.choices import Outcome, Place
from decisions.catalogues.models import Catalogue, CatalogueItem, Completion
from decisions.catalogues.selectors import accounts_of, edition_of, lines_now
from decisions.catalogues.services.catalogues import STEPS
from decisions.catalogues.services.items import own_item
from portal.acts.refusals import needed, refuse_if, text_of
from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.accounts.models import User

_LONGEST_WORDS: Final = 500
_LONGEST_NOTE: Final = 2_000
_FURTHEST: Final = 5


@transaction.atomic
def complete(
    *,
    catalogue: Catalogue,
    item: CatalogueItem,
    outcome: str,
    words: str = "",
    moved_to: int | None = None,
    document: Document | None = None,
    by: User,
    at: dt.datetime,
) -> Catalogue:
    """Put on record what became of an item. Raises ActRefused for one that was not done and has no
    reason, and for one that an adjustment has taken off the catalogue already.
    """
    held, act = STEPS.begin(catalogue, "complete", by, at)
    edition = edition_of(own_item(held, item))
    if edition is None or item.number is None:
        raise ActRefused("这一项还没有公布。")
    if edition.place != Place.LISTED:
        raise ActRefused(f"{item}已经{edition.get_place_display()}，不需要再登记。")
    why = text_of(words, "说明", longest=_LONGEST_WORDS, required=False)
    if outcome != Outcome.DONE and not why:
        raise ActRefused("没有完成的，请写明理由。")
    if (outcome == Outcome.MOVED) != (moved_to is not None):
        raise ActRefused("移到以后年度的，请填写移到哪一年；其他的不填。")
    if moved_to is not None and not held.year < moved_to <= held.year + _FURTHEST:
        raise ActRefused(f"移到的年度应在{held.year + 1}年到{held.year + _FURTHEST}年之间。")
    if document is not None and outcome != Outcome.DONE:
        raise ActRefused("公布的文件只在完成的事项里填写。")
    Completion.objects.create(
        item=item, outcome=outcome, words=why, moved_to=moved_to, document=document,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    details = {"item": item.pk, "outcome": outcome}
    return STEPS.finish(held, act, by=by, at=at, details=details)


@transaction.atomic
def account(
    *, catalogue: Catalogue, closing_note: str = "", by: User, at: dt.datetime
) -> Catalogue:
    """All of it goes to another hand, with a word for everybody."""
    held, act = STEPS.begin(catalogue, "account", by, at)
    held.closing_note = text_of(closing_note, "年终说明", longest=_LONGEST_NOTE, required=False)
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def close(*, catalogue: Catalogue, by: User, at: dt.datetime) -> Catalogue:
    """Everybody reads of every item what became of it. Raises Blocked for numbers of persons."""
    held, act = STEPS.begin(catalogue, "close", by, at)
    known = accounts_of(held, lines_now(held))
    texts = [("完成情况的说明", each.words) for each in known.values()]
    refuse_if(blockers_of([("年终说明", held.closing_note), *texts]))
    held.closed_on, held.changed_at = timezone.localdate(at), at
    counted = {
        outcome.value: sum(each.outcome == outcome for each in known.values())
        for outcome in Outcome
    }
    return STEPS.finish(held, act, by=by, at=at, details=counted)


@transaction.atomic
def reopen(*, catalogue: Catalogue, reason: str, by: User, at: dt.datetime) -> Catalogue:
    """Take the account of the year back from the public; the catalogue stays."""
    held, act = STEPS.begin(catalogue, "reopen", by, at)
    held.closed_on = None
    return STEPS.finish(held, act, by=by, at=at, reason=needed(reason, "收回的理由"))
