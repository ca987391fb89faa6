"""Where a questionnaire stands, for everybody."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from decisions.surveys.workflow import Status
from portal.common.moments import from_words, until_words

if TYPE_CHECKING:
    from decisions.surveys.models import Survey


def state_words(survey: Survey, *, at: dt.datetime) -> str:
    """In a word or two."""
    if survey.status == Status.PUBLISHED:
        return "结果已公布"
    if survey.status == Status.STOPPED:
        return "已终止"
    if survey.is_open(at):
        return "正在进行"
    return "已截止，结果待公布" if survey.has_closed(at) else "还没有开始"


def stretch_words(survey: Survey) -> str:
    """From when until when."""
    if survey.opens_at is None or survey.closes_at is None:
        return ""
    return f"{from_words(survey.opens_at)}至{until_words(survey.closes_at)}"


def count_words(count: int) -> str:
    """What is said of how many answered while it is open; `count` is in whole tens."""
    return f"已收到{count}多份" if count else "已收到的不到10份"
