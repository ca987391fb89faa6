"""Paper: a pile is typed by one, a tenth of it again by another, and counted as a whole or not."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from decisions.surveys.answers import as_data, judge
from decisions.surveys.choices import BatchState, Channel
from decisions.surveys.models import PaperBatch, PaperSheet, Survey
from decisions.surveys.permissions import may_check, may_type
from decisions.surveys.selectors import current
from decisions.surveys.services.answers import NotComplete, keep
from decisions.surveys.services.surveys import STEPS
from decisions.surveys.workflow import OWN, Status
from portal.acts.refusals import needed
from portal.audit.services import record
from portal.common.errors import ActRefused, NotNow, NotPermitted
from portal.common.moments import until_words

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.common.verdicts import Verdict

MOST_SHEETS: Final = 500
_ONE_IN: Final = 10
Typed = Mapping[str, Sequence[str]]


@transaction.atomic
def open_batch(
    *, survey: Survey, place: str, sheets: int, received_on: dt.date, by: User, at: dt.datetime
) -> PaperBatch:
    """Begin a pile: where it was collected, how many sheets, when it came in; not after the end."""
    held, act = STEPS.begin(survey, "enter", by, at)
    if not 1 <= sheets <= MOST_SHEETS:
        raise ActRefused(f"一批1到{MOST_SHEETS}份，多的请分成几批。")
    if received_on > timezone.localdate(at):
        raise ActRefused("收到日期晚于今天，请核对。")
    opens, closes = held.opens_at, held.closes_at
    if held.has_closed(at):
        raise ActRefused(
            f"问卷已于{until_words(closes)}截止，不能再开新的一批："
            "截止以前收到的，在截止以前登记；已经开始的各批照常录完。"
        )
    if opens is None or closes is None or not (
        timezone.localdate(opens) <= received_on < timezone.localdate(closes)
    ):  # fmt: skip
        raise ActRefused("收到日期不在问卷开放的日子里，截止以后收到的不计入。")
    version = current(held)
    if version is None:
        raise ActRefused("问卷还没有发布。")
    batch = PaperBatch.objects.create(
        survey=held, version=version, place=needed(place, "收自哪里")[:100], sheets=sheets,
        received_on=received_on, opened_by=by, opened_at=at,
    )  # fmt: skip
    STEPS.finish(held, act, by=by, at=at, details={"batch": batch.pk, "sheets": sheets})
    return batch


@transaction.atomic
def type_sheet(
    *, batch: PaperBatch, typed: Typed, number: int = 0, by: User, at: dt.datetime
) -> PaperSheet:
    """Type the next sheet, or one again that was typed wrong. What is blank on paper stays blank.

    Raises NotComplete for what no answer can be.
    """
    held = _held(batch, (BatchState.TYPING,), may_type, by)
    last = held.typed_sheets.count()
    place = number or last + 1
    if not 1 <= place <= min(last + 1, held.sheets):
        raise ActRefused(f"这一批一共{held.sheets}份，已经录完，请交抽查。")
    picks, texts = _read(held, typed)
    row = held.typed_sheets.filter(number=place).first() or PaperSheet(batch=held, number=place)
    row.picks, row.texts = picks, texts
    row.save()
    _note(held, "type_sheet", "录入一份纸质问卷", by=by, at=at, number=place)
    return row


@transaction.atomic
def hand_over(*, batch: PaperBatch, by: User, at: dt.datetime) -> PaperBatch:
    """Everything is typed: which sheets another types again is drawn now, and not before."""
    held = _held(batch, (BatchState.TYPING,), may_type, by)
    typed = held.typed_sheets.count()
    if typed != held.sheets:
        raise ActRefused(f"这一批{held.sheets}份，录了{typed}份，请录完再交抽查。")
    number = -(-held.sheets // _ONE_IN)
    held.sample = sorted(secrets.SystemRandom().sample(range(1, held.sheets + 1), number))
    held.state, held.told = BatchState.CHECKING, ""
    held.save()
    _note(held, "hand_over_paper", "纸质问卷交抽查", by=by, at=at)
    return held


@transaction.atomic
def check_sheet(
    *, batch: PaperBatch, number: int, sheets: int, typed: Typed, by: User, at: dt.datetime
) -> PaperBatch:
    """Type a sheet of the sample again, without seeing what was typed, and count the pile again.
    The first that differs holds the pile; with the last that is the same it is counted.
    """
    held = _held(batch, (BatchState.CHECKING,), may_check, by)
    if number not in held.sample:
        raise ActRefused("这一份不在抽查的里面，请按列出的各份抽查。")
    row = held.typed_sheets.get(number=number)
    picks, _ = _read(held, typed)
    held.checked_by, held.checked_at = by, at
    if sheets != held.sheets:
        return _hold(held, f"抽查数出{sheets}份，录入的是{held.sheets}份。", by=by, at=at)
    if picks != row.picks:
        return _hold(held, f"第{number}份两次录的不一样。", by=by, at=at)
    row.is_checked = True
    row.save(update_fields=["is_checked"])
    if not held.typed_sheets.filter(number__in=held.sample, is_checked=False).exists():
        _count(held)
    held.save()
    _note(held, "check_paper", "抽查一份纸质问卷", by=by, at=at, number=number)
    return held


@transaction.atomic
def reopen(*, batch: PaperBatch, sheets: int, by: User, at: dt.datetime) -> PaperBatch:
    """Take a pile that is held back, to look through all of it; another sample will be drawn.
    `sheets` is how many there are by the new count.
    """
    held = _held(batch, (BatchState.HELD,), may_type, by)
    if not 1 <= sheets <= MOST_SHEETS:
        raise ActRefused(f"一批1到{MOST_SHEETS}份，请核对。")
    held.typed_sheets.filter(number__gt=sheets).delete()
    held.typed_sheets.update(is_checked=False)
    held.sheets, held.sample, held.state = sheets, [], BatchState.TYPING
    held.checked_by = held.checked_at = None
    held.save()
    _note(held, "reopen_paper", "退回重新录入一批纸质问卷", by=by, at=at)
    return held


@transaction.atomic
def drop(*, batch: PaperBatch, reason: str, by: User, at: dt.datetime) -> PaperBatch:
    """Leave a pile out, with the reason: none of it is counted."""
    states = (BatchState.TYPING, BatchState.CHECKING, BatchState.HELD)
    held = _held(batch, states, may_type, by)
    held.told = needed(reason, "作废的理由")[:500]
    held.state = BatchState.DROPPED
    held.typed_sheets.all().delete()
    held.save()
    _note(held, "drop_paper", "作废一批纸质问卷", by=by, at=at)
    return held


def _held(
    batch: PaperBatch,
    states: Sequence[BatchState],
    may: Callable[[User, PaperBatch], Verdict],
    by: User,
) -> PaperBatch:
    """The pile as it is now, held with its questionnaire until the transaction ends. Raises
    NotPermitted, NotNow.
    """
    survey = STEPS.locked(batch.survey)
    held = PaperBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    held.survey = survey
    verdict = may(by, held)
    if not verdict:
        raise NotPermitted(verdict.reason)
    if survey.status != Status.RUNNING or held.state not in states:
        raise NotNow(f"这一批{held.get_state_display()}，现在不能这样办。")
    return held


def _read(batch: PaperBatch, typed: Typed) -> tuple[dict[str, list[str]], str]:
    judged = judge(batch.version.questionnaire, typed, is_paper=True)
    if judged.problems:
        raise NotComplete(judged.problems)
    picks, texts = as_data(judged.answers)
    return picks, json.dumps(texts, ensure_ascii=False) if texts else ""


def _hold(batch: PaperBatch, why: str, *, by: User, at: dt.datetime) -> PaperBatch:
    batch.state, batch.told = BatchState.HELD, why
    batch.save()
    _note(batch, "hold_paper", "纸质问卷抽查不符，暂不计入", by=by, at=at)
    return batch


def _count(batch: PaperBatch) -> None:
    """All of it at once; the sheets go, for their answers are there."""
    for row in batch.typed_sheets.all():
        keep(batch.version, row.given, channel=Channel.PAPER, on=batch.received_on)
    batch.typed_sheets.all().delete()
    batch.state = BatchState.COUNTED


def _note(
    batch: PaperBatch, action: str, summary: str, *, by: User, at: dt.datetime, number: int = 0
) -> None:
    record(
        action=f"surveys.{action}",
        summary=f"{summary}：{batch.survey}",
        by=by,
        at=at,
        organ=batch.survey.organ,
        subject=batch.survey,
        basis=OWN,
        details={"batch": batch.pk, **({"number": number} if number else {})},
    )
