"""Invented questionnaires, answered by nobody: their answers are drawn by weights, alike each time,
and counted and published by the real acts.
"""

from __future__ import annotations

import datetime as dt
import random
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from decisions.surveys.answers import judge
from decisions.surveys.choices import Channel
from decisions.surveys.models import Survey
from decisions.surveys.questions import Kind, Question, Questionnaire
from decisions.surveys.selectors import current
from decisions.surveys.services import answers, results, surveys
from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.organs.models import Organ

Demo = Mapping[str, Any]
_WORDS: Final = "这是演示的答卷，话是编写的。"
_ONE_IN: Final = 5
_MOST_DAYS: Final = 20


def load_surveys(*, now: dt.datetime) -> int:
    """What is not there yet, each in a transaction of its own; returns how many were added."""
    return sum(_load(demo, now=now) for demo in listed())


def listed() -> list[Demo]:
    """What is asked in the demo city."""
    path = Path(__file__).with_suffix(".toml")
    rows: list[Demo] = tomllib.loads(path.read_text(encoding="utf-8"))["survey"]
    return rows


@transaction.atomic
def _load(demo: Demo, *, now: dt.datetime) -> bool:
    if Survey.objects.filter(title=demo["title"]).exists():
        return False
    organ = Organ.objects.get(code=demo["organ"])
    handler, reviewer = (
        _holder(organ, Role.DECISION_HANDLER),
        _holder(organ, Role.DECISION_REVIEWER),
    )
    opened = _moment(demo["opened"], now)
    survey = surveys.create(organ=organ, title=demo["title"], by=handler, at=opened)
    survey = surveys.write(
        survey=survey, title=demo["title"], gist=demo["gist"],
        opens_on=timezone.localdate(opened),
        closes_on=timezone.localdate(_moment(demo["closed"], now)),
        questions=demo["questions"], crossings=demo.get("crossings", ()), by=handler, at=opened,
    )  # fmt: skip
    surveys.STEPS.perform(survey, "submit", by=handler, at=opened)
    survey = surveys.release(survey=survey, by=reviewer, at=opened)
    answer_by_chance(survey, demo["answers"], demo["weights"], seed=demo["title"])
    if "announced" in demo:
        at = _moment(demo["announced"], now)
        results.announce(survey=survey, outcome=demo["outcome"], by=reviewer, at=at)
    return True


def answer_by_chance(
    survey: Survey, answers_wanted: int, weights: Mapping[str, Sequence[int]], *, seed: str
) -> None:
    """So many answers to a released one, each option as likely as its place in the weights of its
    question; the same seed gives the same answers.
    """
    version = current(survey)
    if version is None or survey.opens_at is None:
        return
    held, drawn = version.questionnaire, random.Random(seed)  # noqa: S311 - a demo
    on = timezone.localdate(survey.opens_at)
    for _ in range(answers_wanted):
        judged = judge(held, _typed(held, weights, drawn))
        answers.keep(version, judged.answers, channel=Channel.ONLINE, on=on)


def _typed(
    held: Questionnaire, weights: Mapping[str, Sequence[int]], drawn: random.Random
) -> dict[str, list[str]]:
    """What somebody might send; questions that are not asked of them are left out later."""
    typed: dict[str, list[str]] = {}
    for question in held.asked:
        typed |= _one(question, weights.get(question.code, ()), drawn)
    return typed


def _one(question: Question, weights: Sequence[int], drawn: random.Random) -> dict[str, list[str]]:
    code, codes = question.code, [option.code for option in question.choices]
    if question.kind.is_single:
        pick = drawn.choices(codes, weights or None)[0]
        other = question.other
        words = {f"{code}-other": [_WORDS]} if other and other.code == pick else {}
        return {code: [pick], **words}
    if question.kind is Kind.MANY:
        number = drawn.randint(1, question.most or len(codes))
        return {code: [*dict.fromkeys(drawn.choices(codes, weights or None, k=number))]}
    if question.kind is Kind.ORDER:
        places = drawn.sample(range(1, len(codes) + 1), len(codes))
        return {f"{code}-{each}": [str(at)] for each, at in zip(codes, places, strict=True)}
    if question.kind is Kind.MATRIX:
        return {
            f"{code}-{row.code}": drawn.choices(codes, weights or None) for row in question.rows
        }
    if question.kind is Kind.NUMBER:
        return {code: [str(drawn.randint(1, _MOST_DAYS))]}
    return {code: [_WORDS]} if drawn.randrange(_ONE_IN) == 0 else {}


def _moment(days: int, now: dt.datetime) -> dt.datetime:
    """In the afternoon of so many days from now, and never after now where that is meant."""
    day = timezone.localdate(now) + dt.timedelta(days=days)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(15)))


def _holder(organ: Organ, role: Role) -> User:
    """Somebody who has the role there."""
    return Membership.objects.holders(organ, role).order_by("pk")[0].user
