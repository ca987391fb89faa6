"""What readers say of an interpretation: one a day and browser, and nothing about anybody."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from policies.interpretations.choices import Understood
from policies.interpretations.models import Rating
from portal.common.errors import ActRefused
from portal.common.typed import said
from portal.files.gate import masked
from portal.vault.keys import blind_index

if TYPE_CHECKING:
    from policies.interpretations.models import Interpretation

_LONGEST = 300


@transaction.atomic
def rate(
    *,
    interpretation: Interpretation,
    understood: str,
    browser: str,
    at: dt.datetime,
    reason: str = "",
) -> Rating:
    """Keep what a reader says of a public edition; a second time on one day changes it.

    `browser` names no one, and is kept only as a hash with the day and the series, by which no two
    ratings can be put together. Personal data in the reason are masked before it is kept.
    """
    if not interpretation.is_public:
        raise ActRefused("这份解读已经撤下，不能评价。")
    if understood not in Understood.values:
        raise ActRefused("请选择看明白了没有。")
    day = timezone.localdate(at)
    who = f"{browser} {day.isoformat()} {interpretation.series_id}"
    given, _ = Rating.objects.update_or_create(
        series_id=interpretation.series_id,
        day=day,
        reader=blind_index(who, purpose="interpretation rating"),
        defaults={
            "edition": interpretation,
            "understood": understood,
            "reason": masked(said(reason))[:_LONGEST],
        },
    )
    return given
