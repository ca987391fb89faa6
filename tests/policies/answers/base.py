"""Answers for tests, brought to a state by walking the lawful path through the services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from disclosure.models import Document
from policies.answers.choices import Audience, ChangeLevel
from policies.answers.models import Consumer, Entry, Feedback
from policies.answers.selectors import version_in_hand
from policies.answers.services import consumers, entries
from policies.answers.services import feedback as fed_back
from policies.answers.workflow import FEEDBACK_WORKFLOW, WORKFLOW
from policies.messages.choices import Entrance
from policies.messages.models import MessageChannel
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.text.lines import edited
from portal.text.model import Text
from portal.workflow import lawful_path
from tests.builders import City, draft, person, published_at_once

# A Monday; the calendar of 2026 is loaded with the migrations.
AT = dt.datetime(2026, 9, 7, 1, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
SIGNED = dt.date(2026, 9, 1)
QUESTION = "屋顶绿化养护费由谁出"
SHORT = "由产权人出，街道给补贴。"
LONG = "一、产权人负责日常养护。\n二、每平方米补贴十元。"


def policy(city: City, number: str = "试府办〔2026〕7号", **changes: Any) -> Document:
    """A policy on which answers rest."""
    lines = (
        "第一条　产权人负责日常养护。",
        "第二条　街道每年按面积给予补贴。",
        "第三条　本办法自公布之日起施行。",
    )
    given = {"doc_number": number, "body": "\n".join(lines), "signed_on": SIGNED, "at": AT - DAY}
    return published_at_once(draft(city, **{**given, **changes}), at=AT - DAY)


def drafted(
    city: City, document: Document | None = None, *, passage: str = "第二条", **changes: Any
) -> Entry:
    """An entry of the office as it was begun, resting on a passage of a policy."""
    if "policies" not in changes:
        document = document or policy(city)
        changes["policies"] = [f"{document.get_absolute_url()} {passage}".strip()]
    given: dict[str, Any] = {
        "organ": city.office,
        "audience": Audience.PUBLIC,
        "question": QUESTION,
        "by": city.people[Role.MESSAGE_RESPONDER],
        "at": AT,
    }
    return entries.draft(**{**given, **changes})


def written(entry: Entry, by: User, *, at: dt.datetime = AT, **changes: Any) -> Entry:
    """The same with something in every column."""
    entry = again(entry)
    given = entries.begins_with(entry) | {
        "similar": ["谁交屋顶绿化的钱"],
        "short_answer": SHORT,
        "answer": text(LONG),
        "policies": entries.begins_with(entry)["policies"].splitlines(),
        "review_on": timezone.localdate(at) + 90 * DAY,
        "note": "写明补贴标准",
    }
    return entries.write(entry=entry, by=by, at=at, **{**given, **changes})


def text(lines: str) -> Text:
    """Lines as a structured text."""
    return edited(Text(), lines.splitlines())


Step = Callable[[Entry, User | None, City, dt.datetime], Any]


def _plain(action: str, **given: Any) -> Step:
    return lambda e, by, _, at: entries.STEPS.perform(e, action, by=by, at=at, **given)


STEPS: Mapping[str, Any] = {
    "write": lambda e, by, _, at: (
        written(e, by, at=at)
        if version_in_hand(e).released_at is None
        else entries.write(
            entry=e, question=QUESTION, short_answer=SHORT, answer=text(LONG), by=by, at=at
        )
    ),
    "submit": _plain("submit"),
    "release": lambda e, by, _, at: entries.release(entry=e, by=by, at=at),
    "return": _plain("return", reason="写明标准"),
    "revise": lambda e, by, _, at: entries.revise(entry=e, by=by, at=at),
    "keep": lambda e, by, _, at: entries.keep(
        entry=e, review_on=timezone.localdate(at) + 30 * DAY, by=by, at=at
    ),
    "drop": lambda e, by, _, at: entries.drop(entry=e, reason="不改了", by=by, at=at),
    "discard": _plain("discard", reason="重复"),
    "withdraw": lambda e, by, _, at: entries.withdraw(entry=e, reason="有误", by=by, at=at),
}


# Two ways of the table lead back from a revision: an entry that was never read goes round them.
_WAYS = {
    "draft": (),
    "review": ("write", "submit"),
    "public": ("write", "submit", "release"),
    "withdrawn": ("write", "submit", "release", "withdraw"),
    "discarded": ("discard",),
}


def again(entry: Entry) -> Entry:
    """The row as it is now."""
    return Entry.objects.select_related("organ", "current").get(pk=entry.pk)


def walk(entry: Entry, city: City, *actions: str, at: dt.datetime = AT) -> Entry:
    """Do the acts by those whose they are."""
    for action in actions:
        STEPS[action](again(entry), city.people[Role(WORKFLOW.actions[action].role)], city, at)
    return again(entry)


def brought(city: City, state: str) -> Entry:
    """A new entry in a state, written before it is submitted."""
    return walk(drafted(city), city, *_WAYS[state])


_BEGUN = ("organ", "audience", "passage")


def released(city: City, document: Document | None = None, **changes: Any) -> Entry:
    """A public entry; `changes` of what it says or of what it was begun with."""
    begun = {name: changes.pop(name) for name in _BEGUN if name in changes}
    if "question" in changes:
        begun["question"] = changes["question"]
    entry = drafted(city, document, **begun)
    written(entry, city.people[Role.MESSAGE_RESPONDER], **changes)
    return walk(entry, city, "submit", "release")


def revised(
    city: City, entry: Entry, level: ChangeLevel, *, at: dt.datetime = AT + DAY, **changes: Any
) -> Entry:
    """The next version of it, released."""
    walk(entry, city, "revise", at=at)
    by = city.people[Role.MESSAGE_RESPONDER]
    written(entry, by, at=at, level=level, **{"note": "改了一处", **changes})
    return walk(entry, city, "submit", "release", at=at)


def operator(city: City, name: str = "p-operator") -> User:
    """Who sets up systems that read the base."""
    return person(name, organs=[city.root], roles=[Role.SYSTEM_ADMIN])


def consumer(
    city: City, code: str = "hotline", scope: Audience = Audience.PUBLIC, **changes: Any
) -> tuple[Consumer, str]:
    """A system and its token."""
    by = User.objects.filter(username="p-operator").first() or operator(city)
    row = Consumer(code=code, name=f"{code}系统", scope=scope, **changes)
    consumers.save_consumer(row, by=by, at=AT)
    token = consumers.rotate_token(consumer=row, by=by, at=AT)
    row.refresh_from_db()
    return row, token


def asked(city: City, of: Consumer | None = None, **changes: Any) -> Feedback:
    """A question beyond the base, as it came in."""
    of = of or consumer(city)[0]
    given = {
        "reference": "12345-1",
        "question": "阳台绿化有没有补贴",
        "organ": city.office,
        "at": AT,
    }
    return fed_back.receive(consumer=of, **{**given, **changes})[0]


FEEDBACK_STEPS: Mapping[str, Any] = {
    "draft": lambda row, by, _, at: fed_back.link_draft(
        feedback=row, entry=Entry.objects.earliest("pk"), by=by, at=at
    ),
    "answer": lambda row, by, city, at: fed_back.answer(
        feedback=row, entry=Entry.objects.public().first() or released(city), by=by, at=at
    ),
    "decline": lambda row, by, _, at: fed_back.decline(
        feedback=row, reason="请拨打街道电话", by=by, at=at
    ),
}


def feedback_brought(city: City, state: str) -> Feedback:
    """A question in a state, with an answer in the base that could be given; no message carries it
    on while their channel is closed.
    """
    MessageChannel.objects.filter(entrance=Entrance.BASE).update(is_open=False)
    if not Entry.objects.public().exists():
        released(city)
    row = asked(city)
    for action in lawful_path(FEEDBACK_WORKFLOW, state):
        by = city.people[Role(FEEDBACK_WORKFLOW.actions[action].role)]
        FEEDBACK_STEPS[action](row, by, city, AT)
    return Feedback.objects.get(pk=row.pk)
