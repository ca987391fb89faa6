"""Instants in words: a moment, a beginning, and an end as notices write it."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils import timezone

_MOMENT: Final = dt.timedelta(microseconds=1)


def until_words(instant: dt.datetime | None) -> str:
    """An end as notices write it: 2026年12月10日24时, or the minute where it is not a day's end."""
    if instant is None:
        return ""
    local = timezone.localtime(instant)
    if local.time() == dt.time.min:
        day = timezone.localtime(instant - _MOMENT)
        return f"{day.year}年{day.month}月{day.day}日24时"
    return moment_words(instant)


def moment_words(instant: dt.datetime) -> str:
    """A moment: 2026年8月15日09:00."""
    local = timezone.localtime(instant)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"


def from_words(instant: dt.datetime) -> str:
    """A beginning: 2026年12月1日0时, or the minute."""
    local = timezone.localtime(instant)
    clock = "0时" if local.time() == dt.time.min else f"{local:%H:%M}"
    return f"{local.year}年{local.month}月{local.day}日{clock}"
