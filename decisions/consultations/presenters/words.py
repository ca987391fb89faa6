"""Where a consultation stands, in words, at a moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from decisions.consultations.deadlines import SOON_DAYS, Phase
from decisions.consultations.models import Consultation
from decisions.consultations.selectors import last_day, published_on
from decisions.consultations.workflow import Status
from decisions.dossiers.deadlines import days_of
from portal.common.moments import until_words


@dataclass(frozen=True)
class Standing:
    """`code` is open, soon, closed, answered or stopped; `words` say it, `until` until when, and
    `counted` how the days were counted.
    """

    code: str
    words: str
    until: str
    counted: str

    @property
    def is_open(self) -> bool:
        """Whether one may write."""
        return self.code in ("open", "soon")


def standing_of(row: Consultation, at: dt.datetime) -> Standing:
    """What a reader is told of one that is public."""
    until, last, published = until_words(row.closes_at), last_day(row), published_on(row)
    counted = ""
    if last is not None and published is not None:
        counted = f"{published}发布，发布当日不计，共{days_of(published, last)}日"
    window = row.window
    if row.status == Status.STOPPED:
        return Standing("stopped", "已终止", until, counted)
    if row.status == Status.ANSWERED:
        return Standing("answered", "已公布采纳情况", until, counted)
    is_open = window is not None and window.phase(at) is Phase.OPEN
    if row.status != Status.RUNNING or not is_open or last is None:
        return Standing("closed", "已截止，正在研究意见", until, counted)
    left = (last - timezone.localdate(at)).days
    if left > SOON_DAYS:
        return Standing("open", f"正在征求意见，至{until}", until, counted)
    told = f"还有{left}天" if left else "今天24时截止"
    return Standing("soon", f"即将截止，{told}，至{until}", until, counted)
