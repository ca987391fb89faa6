"""赞同: one press of a reader who would say the same."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from decisions.consultations.models import Agreement, Opinion
from decisions.consultations.services.steps import shared
from decisions.consultations.workflow import Status
from portal.common.errors import ActRefused
from portal.common.moments import until_words
from portal.vault.keys import blind_index

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def agree(*, opinion: Opinion, user: User | None, browser: str, at: dt.datetime) -> bool:
    """Count one person, by account or browser; False for who was counted before. Raises ActRefused
    for what is shown no more, outside the time, and where nobody can be told apart.
    """
    held = shared(opinion.consultation)
    window = held.window
    if held.status != Status.RUNNING or window is None or at < window.opens_at:
        raise ActRefused("这次征求意见现在不接收赞同。")
    if at >= window.closes_at:
        raise ActRefused(f"征求意见已于{until_words(window.closes_at)}截止，这一次没有记。")
    row = Opinion.objects.select_for_update(no_key=True).get(pk=opinion.pk)
    if row.shown_at is None:
        raise ActRefused("这条意见已经不再公开。")
    who = f"user:{user.pk}" if user else browser
    if not who:
        raise ActRefused("请登录，或者允许本站的 Cookie，再点赞同。")
    index = blind_index(f"{row.pk} {who}", purpose="opinion agreement")
    _, is_new = Agreement.objects.get_or_create(
        opinion=row, who=index, defaults={"at": timezone.localdate(at)}
    )
    if is_new:
        Opinion.objects.filter(pk=row.pk).update(agreements=F("agreements") + 1)
    return is_new
