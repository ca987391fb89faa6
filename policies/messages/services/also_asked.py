"""我也想问: somebody who sees their own question asked presses a button instead of writing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from policies.messages.models import AlsoAsked, PublishedMessage, ShownMatch
from policies.messages.services.intake import person_index
from portal.common.errors import ActRefused
from portal.common.typed import half_width
from portal.vault.keys import blind_index

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def also_ask(
    *,
    published: PublishedMessage,
    user: User | None = None,
    email: str = "",
    browser: str = "",
    from_writing: bool = False,
    at: dt.datetime,
) -> bool:
    """Count one person, by account, address or browser; False for who was counted before.

    `from_writing` says that they came to write it themselves. Raises ActRefused where it is public
    no more, or nobody can be told apart.
    """
    row = PublishedMessage.objects.select_for_update(no_key=True).filter(pk=published.pk).first()
    if row is None or not row.is_live:
        raise ActRefused("这件留言已经不再公开。")
    email = half_width(email)
    who = person_index(user=user, phone="", email=email)
    if not who and browser:
        who = blind_index(browser, purpose="message browser")
    if not who:
        raise ActRefused("请登录，或者留一个电子邮箱，好把新的答复告诉您。")
    asker = AlsoAsked(
        published=row, person_index=who, user=user, email="" if user else email, at=at
    )
    if AlsoAsked.objects.filter(published=row, person_index=who).exists():
        return False
    asker.save()
    PublishedMessage.objects.filter(pk=row.pk).update(also_asked=F("also_asked") + 1)
    if from_writing:
        _count(timezone.localdate(at), "pressed")
    return True


def note_shown(*, at: dt.datetime) -> None:
    """Somebody about to write was shown what others had asked."""
    _count(timezone.localdate(at), "shown")


def deflection(first: dt.date, after: dt.date) -> tuple[int, int]:
    """How often matches were shown in these days, and how often one of them was it."""
    rows = ShownMatch.objects.filter(day__gte=first, day__lt=after)
    found = list(rows.values_list("shown", "pressed"))
    return sum(shown for shown, _ in found), sum(pressed for _, pressed in found)


def _count(day: dt.date, column: str) -> None:
    ShownMatch.objects.get_or_create(day=day)
    ShownMatch.objects.filter(day=day).update(**{column: F(column) + 1})
