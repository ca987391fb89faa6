"""A stretch of time in words."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from portal.common.moments import moment_words


def span_words(first: dt.datetime, after: dt.datetime) -> str:
    """From when to when: the day once where it is one."""
    end = timezone.localtime(after)
    if timezone.localdate(first) == end.date():
        return f"{moment_words(first)}至{end:%H:%M}"
    return f"{moment_words(first)}至{moment_words(after)}"
