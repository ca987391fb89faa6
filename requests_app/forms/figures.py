"""Which days the figures of a supervisor's page are about."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

_ERRORS = {
    "required": "请填写日期。",
    "invalid": "日期应为日历上有的日子，写成 2026-01-31 的形式。",
}


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, error_messages=_ERRORS, widget=widget)


class PeriodForm(forms.Form):
    """From one day to another, both included."""

    since = _day("从")
    until = _day("到")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", "结束日期不能早于开始日期。")
        return given


def periods(today: dt.date) -> list[tuple[str, dt.date, dt.date]]:
    """The stretches asked for most, by name: this year, this quarter, last year."""
    year = dt.date(today.year, 1, 1)
    quarter = dt.date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    last = today.year - 1
    return [
        ("今年", year, today),
        ("本季度", quarter, today),
        ("去年", dt.date(last, 1, 1), dt.date(last, 12, 31)),
    ]
