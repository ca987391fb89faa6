"""The steps of an interpretation: what stands in the way, what comes with being public."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from disclosure.models import Document
from policies.interpretations.deadlines import last_day
from policies.interpretations.models import Interpretation, InterpretationAct
from policies.interpretations.permissions import RULES
from policies.interpretations.services.entries import refresh_entry
from policies.interpretations.workflow import Status
from portal.acts.steps import Obstacle, Steps
from portal.common.verdicts import ALLOWED, Verdict, no_occasion, refuse
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from portal.workflow import Act


def _policies_public(case: Interpretation, _on: dt.date) -> Verdict:
    policies = Document.objects.filter(interpretation_rows__interpretation=case)
    waiting = policies.exclude(pk__in=Document.objects.public()).first()
    if waiting is None:
        return ALLOWED
    return refuse(f"{waiting.quoted_title}还没有公开，解读会在它公开的同一刻公开，不需要单独办理。")


def _with(what: str, sentence: str) -> Obstacle:
    """An act on a row there is."""
    return lambda case, _on: ALLOWED if getattr(case, what).exists() else no_occasion(sentence)


def _unfiled(case: Interpretation, _on: dt.date) -> Verdict:
    return no_occasion("已经登记报备。") if case.filed_on else ALLOWED


def _without_next(case: Interpretation, _on: dt.date) -> Verdict:
    if case.series.editions.filter(status__in=Status.open).exists():
        return refuse("已有新的一版正在办理，请在那里修改。")
    return ALLOWED


def _newest(case: Interpretation, _on: dt.date) -> Verdict:
    if case.series.editions.filter(edition__gt=case.edition).exclude(
        status=Status.DISCARDED
    ).exists():  # fmt: skip
        return no_occasion("已有更新的一版。")
    return ALLOWED


def _prepare(case: Interpretation, act: Act, at: dt.datetime) -> None:
    """What a new state brings with it, on the row in hand."""
    if act.target == Status.PUBLISHED:
        case.published_at = at
        case.withdrawn_at = None
        if case.first_published_at is None:
            case.first_published_at = at
            days = settings.INTERPRETATION_FILING_DAYS
            case.filing_due_on = last_day(load_calendar(), timezone.localdate(at), days)
    elif act.target == Status.WITHDRAWN:
        case.withdrawn_at = at


def _follow(case: Interpretation, act: Act, source: str, at: dt.datetime) -> None:
    """The search follows what is public."""
    if Status.PUBLISHED in (source, act.target):
        refresh_entry(case, at=at)


STEPS = Steps(
    model=Interpretation,
    rows=InterpretationAct,
    owner="interpretation",
    prefix="interpretations",
    rules=RULES,
    obstacles={
        "publish": _policies_public,
        "point": _with("policies", "还没有登记所解读的文件。"),
        "unlink": _with("policies", "还没有登记所解读的文件。"),
        "contrast": _with("policies", "还没有登记所解读的文件。"),
        "rewrite_part": _with("parts", "还没有写过一部分。"),
        "place_part": _with("parts", "还没有写过一部分。"),
        "drop_part": _with("parts", "还没有写过一部分。"),
        "reword_contrast": _with("contrasts", "还没有生成新旧对照。"),
        "file": _unfiled,
        "revise": _without_next,
        "reopen": _newest,
    },
    prepare=_prepare,
    follow=_follow,
)
