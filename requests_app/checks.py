"""Settings of an organ's own readings that nobody could follow are told at the start."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from requests_app.deadlines.laws import Readings
from requests_app.outcomes import UNSETTLED, Remedy

# 15 working days (第三十二条) are over by then, whatever holidays lie between.
_FEWEST_DAYS = 30


@register()
def check_unsent_papers(**_: Any) -> list[CheckMessage]:
    """Papers must not go while an opinion may still be sent in time."""
    if settings.UNSENT_OPINION_DAYS >= _FEWEST_DAYS:
        return []
    return [
        Error(
            f"UNSENT_OPINION_DAYS 不能少于{_FEWEST_DAYS}天。",
            hint="第三方提出意见的期限是15个工作日，遇长假约一个月，材料不能在此之前清除。",
            id="requests.E003",
        )
    ]


@register()
def check_readings(**_: Any) -> list[CheckMessage]:
    """Unknown readings of the clock, and remedies where the law leaves no choice."""
    known = {field.name for field in fields(Readings)}
    found: list[CheckMessage] = [
        Error(
            f"REQUEST_CLOCK_READINGS 没有“{name}”这一项，或者值不是 true、false。",
            hint=f"可以写：{'、'.join(sorted(known))}，值为 true 或 false，见 docs/clock.md。",
            id="requests.E001",
        )
        for name, value in settings.REQUEST_CLOCK_READINGS.items()
        if name not in known or not isinstance(value, bool)
    ]
    ways = (Remedy.REVIEW_FIRST.value, Remedy.EITHER.value)
    return found + [
        Error(
            f"OUTCOME_REMEDIES 不能把 {code} 写成“{way}”。",
            hint=f"只有 {'、'.join(UNSETTLED)} 可以选择，值为 {' 或 '.join(ways)}。",
            id="requests.E002",
        )
        for code, way in settings.OUTCOME_REMEDIES.items()
        if code not in UNSETTLED or way not in ways
    ]
