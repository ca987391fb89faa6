"""A catalogue on its way: begun, described, published by another hand, withdrawn."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from decisions.catalogues import search_entries
from decisions.catalogues.blockers import blockers_of, texts_of, texts_of_editions
from decisions.catalogues.models import Catalogue, CatalogueAct, ItemEdition
from decisions.catalogues.permissions import RULES, may_begin
from decisions.catalogues.selectors import accounts_of, lines_now
from decisions.catalogues.workflow import POINTS, PUBLIC, WORKFLOW
from portal.acts.refusals import needed, refuse_if, text_of
from portal.acts.steps import Steps
from portal.common.errors import ActRefused, NotPermitted
from portal.common.verdicts import ALLOWED, Verdict, no_occasion, refuse
from portal.organs.models import Organ

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.workflow import Act

# The regulation on decisions is in force since 2019; nothing here is older.
_EARLIEST_YEAR: Final = 2019
_LONGEST_NOTE: Final = 2_000
_LONGEST_WORDS: Final = 500
LONGEST_NAME: Final = 200


def _whole(catalogue: Catalogue, _on: dt.date) -> Verdict:
    """What goes to be published has items, and says who approved it."""
    lacks = []
    if not catalogue.items.exists():
        lacks.append("目录里还没有事项。")
    if not catalogue.approved_by:
        lacks.append("还没有写明目录由谁批准（修改说明）。")
    return refuse("".join(lacks)) if lacks else ALLOWED


def _has_items(catalogue: Catalogue, _on: dt.date) -> Verdict:
    return ALLOWED if catalogue.items.exists() else no_occasion("目录里还没有事项。")


def _told(catalogue: Catalogue, _on: dt.date) -> Verdict:
    """Of every item it is said what became of it."""
    lines = lines_now(catalogue)
    known = accounts_of(catalogue, lines)
    missing = [str(line.item) for line in lines if line.item.pk not in known]
    if missing:
        return refuse(f"{'、'.join(missing)}没有登记完成情况，逐项登记以后才能总公开。")
    return ALLOWED


def _follow(catalogue: Catalogue, act: Act, _source: str, at: dt.datetime) -> None:
    """The search has its items as they are public."""
    if act.action in ("release", "adjust"):
        search_entries.index(catalogue, at=at)
    elif act.action == "withdraw":
        search_entries.unindex(catalogue, at=at)


STEPS: Final[Steps[Catalogue]] = Steps(
    Catalogue,
    CatalogueAct,
    "catalogue",
    "catalogues",
    RULES,
    {
        "edit": _has_items,
        "take_out": _has_items,
        "submit": _whole,
        "release": _whole,
        "account": _told,
        "close": _told,
    },
    follow=_follow,
)


@transaction.atomic
def begin(*, organ: Organ, year: int, by: User, at: dt.datetime) -> Catalogue:
    """Begin the catalogue of a year that the organ keeps: an office that of its government.

    Raises NotPermitted for all but its handlers, ActRefused where the year has one.
    """
    if not (verdict := may_begin(by, organ)):
        raise NotPermitted(verdict.reason)
    this = timezone.localdate(at).year
    if not _EARLIEST_YEAR <= year <= this + 1:
        raise ActRefused(f"年度应在{_EARLIEST_YEAR}年到{this + 1}年之间，请核对。")
    # Two at once wait here, so that the second is told in words.
    maker = Organ.objects.select_for_update(no_key=True).get(path=organ.reach)
    if Catalogue.objects.standing().filter(maker=maker, year=year).exists():
        raise ActRefused(f"{maker.short_name}{year}年已经有目录，请在那一份上办理。")
    made = Catalogue.objects.create(organ=organ, handler=by, maker=maker, year=year, updated_at=at)
    return STEPS.opened(
        made, "begin", by=by, at=at, summary=WORKFLOW.openings["begin"], basis=POINTS,
        details={"maker": maker.code, "year": year},
    )  # fmt: skip


@transaction.atomic
def write(
    *,
    catalogue: Catalogue,
    note: str = "",
    collected_by: str = "",
    approved_by: str = "",
    approved_on: dt.date | None = None,
    party_on: dt.date | None = None,
    by: User,
    at: dt.datetime,
) -> Catalogue:
    """What the draft says of itself: who collected it, who approved it and when, on which day the
    同级党委 agreed.
    """
    held, act = STEPS.begin(catalogue, "write", by, at)
    held.note = text_of(note, "公开说明", longest=_LONGEST_NOTE, required=False)
    held.collected_by = text_of(collected_by, "由谁汇总", longest=LONGEST_NAME, required=False)
    held.approved_by = text_of(approved_by, "由谁批准", longest=LONGEST_NAME, required=False)
    held.approved_on = approved_on and not_to_come(approved_on, "批准日期", at=at)
    held.party_on = party_on and not_to_come(party_on, "同级党委同意日期", at=at)
    if held.approved_on and not held.approved_by:
        raise ActRefused("填了批准日期的，请写明由谁批准。")
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def release(
    *,
    catalogue: Catalogue,
    published_on: dt.date | None = None,
    published_where: str = "",
    by: User,
    at: dt.datetime,
) -> Catalogue:
    """Everybody reads it from now on; its items get their numbers. A catalogue that was published
    elsewhere before is told with that day and place. Raises Blocked for numbers of persons in it.
    """
    held, act = STEPS.begin(catalogue, "release", by, at)
    today = timezone.localdate(at)
    day = not_to_come(published_on or today, "公布日期", at=at)
    where = text_of(published_where, "先在哪里公布", longest=_LONGEST_WORDS, required=False)
    if day < today and not where:
        raise ActRefused("公布日期早于今天的，请写明先在哪里公布。")
    if day == today and where:
        raise ActRefused("先在别处公布的，请填写那里的公布日期。")
    if day.year < held.year - 1:
        raise ActRefused(f"公布日期比{held.year}年早得太多，请核对年份。")
    held.published_on, held.published_where = day, where
    refuse_if(blockers_of(texts_of(held)))
    lines = lines_now(held)
    refuse_if(blockers_of(texts_of_editions(line.edition for line in lines)))
    for number, line in enumerate(lines, start=1):
        line.item.number = number
        line.item.save(update_fields=["number"])
    rows = ItemEdition.objects.filter(pk__in=[line.edition.pk for line in lines])
    rows.update(on=day)
    held.released_at = held.changed_at = at
    details = {"items": len(lines), "published_on": day.isoformat()}
    return STEPS.finish(held, act, by=by, at=at, details=details)


@transaction.atomic
def withdraw(*, catalogue: Catalogue, reason: str, by: User, at: dt.datetime) -> Catalogue:
    """Take it off every page at once, with the reason, which its address says from then on."""
    held, act = STEPS.begin(catalogue, "withdraw", by, at)
    held.withdrawn_why = needed(reason, "撤回的理由")[:_LONGEST_WORDS]
    held.withdrawn_on = timezone.localdate(at)
    return STEPS.finish(held, act, by=by, at=at, reason=held.withdrawn_why)


def lacks_of(catalogue: Catalogue, on: dt.date) -> str:
    """What a draft still lacks, in a sentence; empty when it is whole, or is past that."""
    if catalogue.status in PUBLIC:
        return ""
    return _whole(catalogue, on).reason


def not_to_come(day: dt.date, what: str, *, at: dt.datetime) -> dt.date:
    """A day on which something has happened. Raises ActRefused for one to come."""
    if day > timezone.localdate(at):
        raise ActRefused(f"{what}晚于今天，请核对。")
    return day
