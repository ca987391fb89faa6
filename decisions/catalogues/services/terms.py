"""By when catalogues are published: said by those who supervise, with where it comes from."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from decisions.catalogues.models import CatalogueTerm
from decisions.catalogues.permissions import may_set_term
from portal.acts.refusals import text_of
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

_EARLIEST_YEAR: Final = 2019
_LONGEST_BASIS: Final = 300


@transaction.atomic
def set_term(
    *,
    organ: Organ,
    year: int,
    due_on: dt.date | None,
    basis: str,
    reaches_below: bool = False,
    by: User,
    at: dt.datetime,
) -> CatalogueTerm:
    """The last day for an organ, or for all below it as well; without a day none is asked for.

    Raises NotPermitted for all but those who supervise it, ActRefused for a day of another year.
    """
    if not (verdict := may_set_term(by, organ)):
        raise NotPermitted(verdict.reason)
    if not _EARLIEST_YEAR <= year <= timezone.localdate(at).year + 1:
        raise ActRefused("年度不对，请核对。")
    if due_on is not None and due_on.year not in (year - 1, year):
        raise ActRefused(f"公布期限不在{year}年，请核对年份。")
    words = text_of(basis, "依据或者理由", longest=_LONGEST_BASIS)
    former = CatalogueTerm.objects.filter(organ=organ, year=year).first()
    made, _ = CatalogueTerm.objects.update_or_create(
        organ=organ,
        year=year,
        defaults={
            "due_on": due_on, "reaches_below": reaches_below, "basis": words, "updated_at": at,
        },
    )  # fmt: skip
    record(
        action="catalogues.term",
        summary=f"登记目录公布期限：{made}",
        by=by,
        at=at,
        organ=organ,
        subject=made,
        details={
            "former": former and former.due_on and former.due_on.isoformat(),
            "due_on": due_on and due_on.isoformat(),
            "reaches_below": reaches_below,
            "basis": words,
        },
    )
    return made
