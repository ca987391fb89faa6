"""Questionnaires brought to any state, by the acts alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from decisions.surveys.answers import judge
from decisions.surveys.models import Answer, PaperBatch, Survey
from decisions.surveys.selectors import current
from decisions.surveys.services import answers, holders, paper, results, surveys
from decisions.surveys.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.workflow import lawful_path
from tests.builders import City
from tests.decisions.surveys.sheets import TEXT, typed
from tests.floor.moments import ASKED_AT

# A Monday at noon; the questionnaire opens with the day.
AT = ASKED_AT
DAY = dt.timedelta(days=1)
SPAN = 10
TITLE = "明年政府开放月，您想走进哪里"
OUTCOME = "排在前三的地方，明年8月开放。"
CROSSED = ["q2×q5"]


def day(number: int, start: dt.datetime = AT) -> dt.date:
    return timezone.localdate(start) + number * DAY


def after(start: dt.datetime = AT) -> dt.datetime:
    """The first instant outside."""
    return surveys.midnight(day(SPAN, start))


def drafted(city: City, *, at: dt.datetime = AT, **changes: Any) -> Survey:
    """A draft that lacks nothing, of the office, open for ten days."""
    by = city.people[Role.DECISION_HANDLER]
    made = surveys.create(organ=city.office, title=TITLE, by=by, at=at)
    given: dict[str, Any] = {
        "title": TITLE, "gist": "十一个问题，三分钟。", "opens_on": day(0, at),
        "closes_on": day(SPAN - 1, at), "questions": TEXT, "crossings": CROSSED,
    }  # fmt: skip
    return surveys.write(survey=made, **{**given, **changes}, by=by, at=at)


def running(city: City, *, at: dt.datetime = AT, **changes: Any) -> Survey:
    """One that may be answered from `at` on."""
    return walk(drafted(city, at=at, **changes), city, "submit", "release", at=at)


def token(survey: Survey, name: str = "a", *, at: dt.datetime = AT) -> str:
    """The secret of somebody with an account."""
    return holders.for_account(survey=survey, user=citizen(name), at=at)


def citizen(name: str, *, verified: bool = True) -> User:
    """Somebody with an account whose address is proved."""
    found = User.objects.filter(username=f"c-{name}").first()
    if found is not None:
        return found
    address = f"{name}@example.test"
    user = User.objects.create_user(f"c-{name}", email=address)
    EmailAddress.objects.create(user=user, email=address, verified=verified, primary=True)
    return user


def answered(survey: Survey, name: str = "a", *, at: dt.datetime = AT, **changes: Any) -> Answer:
    """An answer by somebody."""
    return answers.answer(
        secret=token(survey, name, at=at), typed=typed(**changes), version=number_of(survey), at=at
    )


def filled(survey: Survey, count: int, **changes: str | Sequence[str]) -> None:
    """Answers in number, by the service that keeps each."""
    version = current(survey)
    assert version is not None
    judged = judge(version.questionnaire, typed(**changes))
    assert not judged.problems
    for _ in range(count):
        answers.keep(version, judged.answers, channel="online", on=day(1))


def number_of(survey: Survey) -> int:
    version = current(survey)
    assert version is not None
    return version.number


def batch(city: City, survey: Survey, sheets: int = 2, *, at: dt.datetime = AT) -> PaperBatch:
    """A pile whose typing has begun."""
    return paper.open_batch(
        survey=survey, place="柳桥街道", sheets=sheets, received_on=day(0, at),
        by=city.people[Role.DECISION_HANDLER], at=at,
    )  # fmt: skip


Step = Callable[[Survey, Any, City, dt.datetime], Any]


def _plain(action: str) -> Step:
    return lambda row, by, _, at: surveys.STEPS.perform(row, action, by=by, at=at, reason="按规定")


STEPS: Mapping[str, Step] = {
    "write": lambda row, by, _, at: surveys.write(
        survey=row, title=TITLE, opens_on=day(0), closes_on=day(SPAN - 1), questions=TEXT,
        by=by, at=at,
    ),
    "submit": _plain("submit"),
    "release": lambda row, by, _, at: surveys.release(survey=row, by=by, at=at),
    "return": _plain("return"),
    "discard": _plain("discard"),
    "revise": lambda row, by, _, at: surveys.revise(
        survey=row, questions=f"{TEXT}\n\n短文本\n还有呢？", by=by, at=at
    ),
    "renew": lambda row, by, _, at: surveys.renew(survey=row, reason="漏了一题", by=by, at=at),
    "prolong": lambda row, by, _, at: surveys.prolong(
        survey=row, closes_on=day(2 * SPAN), reason="答的人少", by=by, at=at
    ),
    "enter": lambda row, by, _, at: paper.open_batch(
        survey=row, place="柳桥街道", sheets=2, received_on=day(0), by=by, at=at
    ),
    "announce": lambda row, by, _, at: results.announce(
        survey=row, outcome=OUTCOME, by=by, at=max(at, after())
    ),
    "withdraw": lambda row, by, _, at: surveys.withdraw(
        survey=row, reason="数字有误", by=by, at=at
    ),
    "stop": lambda row, by, _, at: surveys.stop(survey=row, reason="题目有误", by=by, at=at),
}  # fmt: skip
CLEAR = {"renew": ("revise",)}


def walk(row: Survey, city: City, *actions: str, at: dt.datetime = AT) -> Survey:
    """Do the acts by those whose they are."""
    for action in actions:
        by = city.people[Role(WORKFLOW.actions[action].role)]
        STEPS[action](row, by, city, at)
    return Survey.objects.select_related("organ").get(pk=row.pk)


def brought(city: City, state: str) -> Survey:
    """A new one in a state."""
    return walk(drafted(city), city, *lawful_path(WORKFLOW, state))


def published(city: City, *, at: dt.datetime = AT, count: int = 0, **changes: Any) -> Survey:
    """One whose result anyone may read."""
    survey = running(city, at=at, **changes)
    if count:
        filled(survey, count)
    return walk(survey, city, "announce", at=after(at))
