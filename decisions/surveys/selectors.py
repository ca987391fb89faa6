"""Reads of questionnaires shaped for their acts and pages."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from decisions.surveys.answers import from_data
from decisions.surveys.choices import BatchState
from decisions.surveys.models import Answer, Survey, SurveyVersion, Token
from decisions.surveys.questions import Question, faults
from decisions.surveys.tally import can_cross, figures, rounded_down
from decisions.surveys.workflow import Status
from portal.personal.free_text import masked, personal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from decisions.dossiers.models import Decision
    from decisions.events.models import Event

# Of a pile that is in one of these the answers are not in yet.
WAITING_BATCHES = (BatchState.TYPING, BatchState.CHECKING, BatchState.HELD)


def current(survey: Survey) -> SurveyVersion | None:
    """The version that is asked: the last that was released."""
    return survey.versions.filter(released_at__isnull=False).order_by("-number").first()


def in_hand(survey: Survey) -> SurveyVersion | None:
    """The version that is being written."""
    return survey.versions.filter(released_at__isnull=True).first()


def lacks(survey: Survey, version: SurveyVersion | None) -> list[str]:
    """What keeps a questionnaire from being asked, in words."""
    found = []
    if survey.opens_at is None or survey.closes_at is None:
        found.append("还没有写开始和截止的日期。")
    if version is None:
        return [*found, "问卷还没有问题，请至少写一题。"]
    return found + version_faults(version)


def version_faults(version: SurveyVersion) -> list[str]:
    """What is wrong with its questions and its crossings."""
    held = version.questionnaire
    found = faults(held)
    for row, column in version.crossings:
        pair: list[Question | None] = [held.by_code.get(row), held.by_code.get(column)]
        if row == column or not all(one and can_cross(one) for one in pair):
            found.append(f"交叉表“{row}×{column}”要写两道单选、是否或者量表题，请核对。")
    return found


def digest_of(secret: str) -> str:
    """What is kept of the secret of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> Token | None:
    """The token of a link."""
    rows = Token.objects.select_related("survey__organ")
    return rows.filter(digest=digest_of(secret)).first()


def typed_so_far(token: Token) -> dict[str, list[str]]:
    """What was kept for somebody who comes back."""
    draft = getattr(token, "draft", None)
    return draft.typed if draft is not None else {}


def counts_of(keys: Iterable[int]) -> dict[int, int]:
    """How many answered each questionnaire."""
    rows = Answer.objects.filter(version__survey__in=list(keys)).values("version__survey")
    return dict(rows.annotate(count=Count("pk")).values_list("version__survey", "count"))


def rounded_counts(keys: Iterable[int]) -> dict[int, int]:
    """The same in whole tens: all that anybody is told before a result is published."""
    return {key: rounded_down(count) for key, count in counts_of(keys).items()}


def result_of(survey: Survey, *, k: int) -> list[dict[str, Any]]:
    """What may be shown of the answers: by version, for each is another questionnaire. One that
    nobody answered is left out.
    """
    found = []
    for version in survey.versions.filter(released_at__isnull=False).order_by("number"):
        rows = version.answers.values_list("picks", flat=True)
        answers = [from_data(picks, {}) for picks in rows]
        if answers:
            told = figures(version.questionnaire, answers, crossings=version.crossings, k=k)
            found.append({"version": version.number, **told})
    return found


@dataclass(frozen=True)
class Written:
    """What people wrote to one question, for those who draw up the result: everything personal is
    masked, and `kinds` says what there was.
    """

    number: str
    title: str
    texts: list[str]
    kinds: list[str]


def texts_of(survey: Survey) -> list[Written]:
    """Every text by question, masked, in an order that says nothing of when it came."""
    found = []
    for version in survey.versions.filter(released_at__isnull=False).order_by("number"):
        held = version.questionnaire
        by_code: dict[str, list[str]] = {}
        for answer in version.answers.order_by("pk"):
            for code, text in answer.written.items():
                by_code.setdefault(code, []).append(text)
        found += [
            _written(held.numbers[each.code], each.title, by_code[each.code])
            for each in held.asked
            if each.code in by_code
        ]
    return found


def _written(number: str, title: str, texts: list[str]) -> Written:
    kinds = sorted({spot.kind for text in texts for spot in personal(text)})
    return Written(number, title, [masked(text) for text in texts], kinds)


def ended_long_ago(day: dt.date) -> QuerySet[Survey]:
    """Those that were over by a day and whose texts are still there."""
    over = (Status.PUBLISHED, Status.WITHDRAWN, Status.STOPPED)
    return Survey.objects.filter(
        status__in=over, texts_purged_at__isnull=True, updated_at__date__lte=day
    ).order_by("pk")


def shown_surveys() -> QuerySet[Survey]:
    """What anyone may read of, what ends last first."""
    return Survey.objects.public().select_related("organ").order_by("-closes_at", "-pk")


def of_decision(decision: Decision) -> QuerySet[Survey]:
    """The questionnaires for a decision that anyone may read of and that were not stopped."""
    rows = Survey.objects.public().filter(decision=decision)
    return rows.exclude(status=Status.STOPPED).order_by("opens_at", "pk")


def of_event(event: Event) -> QuerySet[Survey]:
    """The questionnaires on an event that anyone may read of and that were not stopped."""
    rows = Survey.objects.public().filter(event=event)
    return rows.exclude(status=Status.STOPPED).order_by("opens_at", "pk")


def ended_since(at: dt.datetime) -> QuerySet[Survey]:
    """Those whose end is past and which still hold who was handed a token."""
    rows = Survey.objects.filter(closes_at__lte=at, tokens__isnull=False)
    return rows.distinct()
