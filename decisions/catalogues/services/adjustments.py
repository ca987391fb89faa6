"""Changes of a catalogue after it was published: proposed with their reason, made public by another
hand, each from its own day; how it read before stays readable.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from decisions.catalogues.blockers import blockers_of, texts_of_editions
from decisions.catalogues.choices import Change, Place
from decisions.catalogues.models import Adjustment, Catalogue, CatalogueItem, ItemEdition
from decisions.catalogues.selectors import edition_of, waiting_adjustments
from decisions.catalogues.services.catalogues import LONGEST_NAME, STEPS, not_to_come
from decisions.catalogues.services.items import content_of, new_edition, new_item, own_item
from portal.acts.refusals import needed, refuse_if, text_of
from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from portal.accounts.models import User

_LONGEST_REASON: Final = 500
# Further ahead nobody plans.
_FURTHEST: Final = 5


@transaction.atomic
def add(
    *, catalogue: Catalogue, reason: str, asked_by: str = "", approved_by: str = "",
    party_on: dt.date | None = None, former: CatalogueItem | None = None, by: User,
    at: dt.datetime, **given: Any,
) -> Catalogue:  # fmt: skip
    """Propose one more item."""
    held, act = STEPS.begin(catalogue, "add", by, at)
    content, item = content_of(held, **given), new_item(held, former)
    made = _propose(
        held, item, Change.ADD, reason=reason, asked_by=asked_by, approved_by=approved_by,
        party_on=party_on, by=by, at=at,
    )  # fmt: skip
    new_edition(item, content, adjustment=made)
    return STEPS.finish(held, act, by=by, at=at, reason=made.reason, details={"item": item.pk})


@transaction.atomic
def change(
    *, catalogue: Catalogue, item: CatalogueItem, reason: str, asked_by: str = "",
    approved_by: str = "", party_on: dt.date | None = None, by: User, at: dt.datetime,
    **given: Any,
) -> Catalogue:  # fmt: skip
    """Propose that an item reads otherwise. Raises ActRefused for what changes nothing."""
    held, act = STEPS.begin(catalogue, "change", by, at)
    before = _public(held, item)
    content = content_of(held, item, **given)
    same = {name: getattr(before, name) for name in content.columns()} == content.columns()
    joint = {organ.pk for organ in content.joint}
    if same and joint == set(before.joint.values_list("pk", flat=True)):
        raise ActRefused(f"{item}没有改动，请改了再提交。")
    made = _propose(
        held, item, Change.CHANGE, reason=reason, asked_by=asked_by, approved_by=approved_by,
        party_on=party_on, by=by, at=at,
    )  # fmt: skip
    new_edition(item, content, adjustment=made)
    return STEPS.finish(held, act, by=by, at=at, reason=made.reason, details={"item": item.pk})


@transaction.atomic
def move(
    *, catalogue: Catalogue, item: CatalogueItem, moved_to: int, reason: str, asked_by: str = "",
    approved_by: str = "", party_on: dt.date | None = None, by: User, at: dt.datetime,
) -> Catalogue:  # fmt: skip
    """Propose that an item waits for a later year."""
    held, act = STEPS.begin(catalogue, "move", by, at)
    if not held.year < moved_to <= held.year + _FURTHEST:
        raise ActRefused(f"移到的年度应在{held.year + 1}年到{held.year + _FURTHEST}年之间。")
    made = _taken_off(
        held, item, Change.MOVE, reason=reason, asked_by=asked_by, approved_by=approved_by,
        party_on=party_on, by=by, at=at, place=Place.MOVED, moved_to=moved_to,
    )  # fmt: skip
    details = {"item": item.pk, "moved_to": moved_to}
    return STEPS.finish(held, act, by=by, at=at, reason=made.reason, details=details)


@transaction.atomic
def remove(
    *, catalogue: Catalogue, item: CatalogueItem, reason: str, asked_by: str = "",
    approved_by: str = "", party_on: dt.date | None = None, by: User, at: dt.datetime,
) -> Catalogue:  # fmt: skip
    """Propose that an item is decided no more."""
    held, act = STEPS.begin(catalogue, "remove", by, at)
    made = _taken_off(
        held, item, Change.REMOVE, reason=reason, asked_by=asked_by, approved_by=approved_by,
        party_on=party_on, by=by, at=at, place=Place.REMOVED,
    )  # fmt: skip
    return STEPS.finish(held, act, by=by, at=at, reason=made.reason, details={"item": item.pk})


@transaction.atomic
def adjust(*, catalogue: Catalogue, by: User, at: dt.datetime) -> Catalogue:
    """Make public all that was proposed, from today on. Raises Blocked for numbers of persons."""
    held, act = STEPS.begin(catalogue, "adjust", by, at)
    today, waiting = timezone.localdate(at), list(waiting_adjustments(held).order_by("pk"))
    editions = [made.edition for made in waiting]
    refuse_if(blockers_of(texts_of_editions(editions)))
    last = held.items.aggregate(last=Max("number"))["last"] or 0
    for made, edition in zip(waiting, editions, strict=True):
        if made.item.number is None:
            last += 1
            made.item.number = last
            made.item.save(update_fields=["number"])
        made.on, made.released_at = today, at
        made.save(update_fields=["on", "released_at"])
        edition.on = today
        edition.save(update_fields=["on"])
    held.changed_at = at
    details = {"adjustments": [made.pk for made in waiting]}
    return STEPS.finish(held, act, by=by, at=at, details=details)


@transaction.atomic
def refuse(*, catalogue: Catalogue, reason: str, by: User, at: dt.datetime) -> Catalogue:
    """Return what was proposed; it stays on record, and the catalogue as it was."""
    held, act = STEPS.begin(catalogue, "refuse", by, at)
    waiting_adjustments(held).update(dropped_at=at)
    return STEPS.finish(held, act, by=by, at=at, reason=needed(reason, "退回的理由"))


def _public(catalogue: Catalogue, item: CatalogueItem) -> ItemEdition:
    """How a public item reads now. Raises ActRefused for one that is not public yet."""
    edition = edition_of(own_item(catalogue, item))
    if edition is None or edition.on is None:
        raise ActRefused("这一项还没有公布；要改的，请审核人员退回以后重新拟定。")
    return edition


def _taken_off(
    catalogue: Catalogue, item: CatalogueItem, how: Change, *, place: Place, by: User,
    at: dt.datetime, moved_to: int | None = None, **told: Any,
) -> Adjustment:  # fmt: skip
    """An edition that says the same, but that the item stands in the catalogue no more."""
    before = _public(catalogue, item)
    if before.place != Place.LISTED:
        raise ActRefused(f"{item}已经{before.get_place_display()}，请核对。")
    made = _propose(catalogue, item, how, by=by, at=at, **told)
    joint = list(before.joint.all())
    before.pk, before.on, before.adjustment = None, None, made
    before.place, before.moved_to = place, moved_to
    before.save(force_insert=True)
    before.joint.set(joint)
    return made


def _propose(
    catalogue: Catalogue,
    item: CatalogueItem,
    how: Change,
    *,
    reason: str,
    asked_by: str,
    approved_by: str,
    party_on: dt.date | None,
    by: User,
    at: dt.datetime,
) -> Adjustment:
    """The adjustment itself; what was proposed for the same item before counts no more."""
    waiting_adjustments(catalogue).filter(item=item).update(dropped_at=at)
    return Adjustment.objects.create(
        catalogue=catalogue,
        item=item,
        change=how,
        reason=text_of(reason, "调整的理由", longest=_LONGEST_REASON),
        asked_by=text_of(asked_by, "提出单位", longest=LONGEST_NAME, required=False),
        approved_by=text_of(approved_by, "由谁批准", longest=LONGEST_NAME, required=False),
        party_on=party_on and not_to_come(party_on, "同级党委同意日期", at=at),
        proposed_by=by,
        proposed_at=at,
    )
