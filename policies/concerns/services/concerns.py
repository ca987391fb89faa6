"""The acts on a concern: taken down, answered, released by another, followed up, withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from policies.concerns import search_entries
from policies.concerns.blockers import blockers_of
from policies.concerns.choices import Gravity
from policies.concerns.deadlines import due_of
from policies.concerns.models import Concern, ConcernAct, ConcernStatement
from policies.concerns.permissions import RULES, may_record
from policies.concerns.selectors import (
    hours_in_use,
    moment_due,
    open_statement,
    read_statements,
)
from policies.concerns.workflow import RULE
from portal.acts.refusals import needed
from portal.acts.steps import Steps
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said
from portal.common.verdicts import ALLOWED, Verdict, no_occasion, refuse
from portal.links.selectors import refusal_of

if TYPE_CHECKING:
    from disclosure.models import Document
    from policies.messages.models import PublishedMessage
    from portal.accounts.models import User
    from portal.organs.models import Organ
    from portal.workflow import Act

_LABELS: Final = {
    "title": "标题", "asked": "公众关心什么", "origin_words": "来源说明", "facts": "核实的情况",
    "done": "处置措施", "further": "后续安排",
}  # fmt: skip
# What is read from the first release on, and unchanged while anything is.
_KEPT: Final = ("title", "asked", "origin", "origin_words", "origin_url", "nature")
_SAID: Final = ("facts", "done", "further")
_LONGEST_REASON: Final = 500


def _complete(concern: Concern, _on: dt.date) -> Verdict:
    statement = open_statement(concern)
    found = blockers_of(concern, statement) if statement else []
    return refuse("".join(each.message for each in found)) if found else ALLOWED


def _is_read(concern: Concern, _on: dt.date) -> Verdict:
    return ALLOWED if concern.public_at else no_occasion("没有发布过的回应。")


def _was_never_read(concern: Concern, _on: dt.date) -> Verdict:
    if concern.first_public_at:
        return no_occasion("已经回应过，不能改为不予回应。")
    return ALLOWED


def _asks_for_press(concern: Concern, _on: dt.date) -> Verdict:
    if not concern.is_serious:
        return no_occasion("只有特别重大、重大突发事件要开新闻发布会。")
    return ALLOWED


def _was_not_held(concern: Concern, on: dt.date) -> Verdict:
    if concern.press_held_at:
        return no_occasion("已经记录了新闻发布会。")
    return _asks_for_press(concern, on)


def _prepare(concern: Concern, act: Act, at: dt.datetime) -> None:
    """The nearest moment still to be kept follows from every act."""
    del at
    concern.due_at = None if act.action == "discard" else moment_due(concern)


def _follow(concern: Concern, act: Act, source: str, at: dt.datetime) -> None:
    """The search follows what is read."""
    del source
    if act.action == "release":
        search_entries.index(concern, read_statements(concern), at=at)
    elif act.action == "withdraw":
        search_entries.unindex(concern, at=at)


STEPS: Final[Steps[Concern]] = Steps(
    Concern,
    ConcernAct,
    "concern",
    "concerns",
    RULES,
    {
        "submit": _complete,
        "release": _complete,
        "drop": _is_read,
        "withdraw": _is_read,
        "discard": _was_never_read,
        "meet_press": _asks_for_press,
        "excuse_press": _was_not_held,
    },
    prepare=_prepare,
    follow=_follow,
)


@transaction.atomic
def record_concern(
    *,
    organ: Organ,
    title: str,
    asked: str,
    origin: str,
    nature: str,
    gravity: str,
    noticed_at: dt.datetime,
    origin_words: str = "",
    origin_url: str = "",
    by: User,
    at: dt.datetime,
) -> Concern:
    """Take down what people are worried about; its hours run from when it was noticed.

    Raises NotPermitted for all but those who answer for the organ, ActRefused for a moment to come
    or an address that may stand on no page.
    """
    if not (verdict := may_record(by, organ)):
        raise NotPermitted(verdict.reason)
    concern = Concern(
        organ=organ,
        handler=by,
        origin=origin,
        nature=nature,
        updated_at=at,
        **_words({"title": title, "asked": asked, "origin_words": origin_words}),
        origin_url=_address(origin_url, "来源网址"),
    )
    _set_hours(concern, gravity, noticed_at, at=at)
    concern.save()
    ConcernStatement.objects.create(concern=concern, position=1)
    return STEPS.opened(
        concern, "record", by=by, at=at, summary="记录关切", basis=RULE,
        details={"gravity": gravity, "noticed_at": noticed_at.isoformat()},
    )  # fmt: skip


@transaction.atomic
def write(
    *,
    concern: Concern,
    facts: str,
    done: str,
    further: str = "",
    policies: Sequence[Document] = (),
    messages: Sequence[PublishedMessage] = (),
    by: User,
    at: dt.datetime,
    **kept: str,
) -> Concern:
    """Put down the answer, or the news after it. `kept` are title, what is asked, where it came
    from and of which kind it is: as long as anything is read they stay as they are.
    """
    held, act = STEPS.begin(concern, "write", by, at)
    changed = {name: value for name, value in kept.items() if name in _KEPT}
    if held.public_at and any(getattr(held, name) != value for name, value in changed.items()):
        raise ActRefused("已经发布的标题、问题和来源不能改；有变化的写在续报里，有误的先撤下。")
    texts = {name: value for name, value in changed.items() if name in _LABELS}
    changed |= _words(texts)
    if "origin_url" in changed:
        changed["origin_url"] = _address(changed["origin_url"], "来源网址")
    for name, value in changed.items():
        setattr(held, name, value)
    statement = _open(held)
    for name, text in zip(_SAID, (facts, done, further), strict=True):
        setattr(statement, name, said(text.replace("\x00", "")))
    statement.save()
    statement.policies.set(policies)
    statement.messages.set(messages)
    return STEPS.finish(held, act, by=by, at=at, details={"position": statement.position})


@transaction.atomic
def release(*, concern: Concern, by: User, at: dt.datetime) -> Concern:
    """Another person found it right: it is read from now on, after what was read before."""
    held, act = STEPS.begin(concern, "release", by, at)
    statement = _open(held)
    statement.released_at, statement.released_by = at, by
    statement.save()
    held.public_at, held.withdrawn_at = at, None
    held.first_public_at = held.first_public_at or at
    return STEPS.finish(held, act, by=by, at=at, details={"position": statement.position})


@transaction.atomic
def follow_up(*, concern: Concern, by: User, at: dt.datetime) -> Concern:
    """Begin 续报; readers go on reading what there is."""
    held, act = STEPS.begin(concern, "follow_up", by, at)
    _begin_statement(held)
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def redo(*, concern: Concern, by: User, at: dt.datetime) -> Concern:
    """Begin the answer anew after it was withdrawn; with the words of the last one."""
    held, act = STEPS.begin(concern, "redo", by, at)
    if open_statement(held) is None:
        last = held.statements.latest("position")
        _begin_statement(held, **{name: getattr(last, name) for name in _SAID})
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def drop(*, concern: Concern, reason: str, by: User, at: dt.datetime) -> Concern:
    """Give up the news that was being written; what is read stays as it is."""
    held, act = STEPS.begin(concern, "drop", by, at)
    given = needed(reason, "放弃的理由")
    _open(held).delete()
    return STEPS.finish(held, act, by=by, at=at, reason=given)


@transaction.atomic
def withdraw(*, concern: Concern, reason: str, by: User, at: dt.datetime) -> Concern:
    """Nobody reads any of it any more; what is being written is kept."""
    held, act = STEPS.begin(concern, "withdraw", by, at)
    given = needed(reason, "撤下的理由")
    held.statements.filter(released_at__isnull=False, withdrawn_at=None).update(withdrawn_at=at)
    held.public_at, held.withdrawn_at = None, at
    return STEPS.finish(held, act, by=by, at=at, reason=given)


@transaction.atomic
def regrade(
    *,
    concern: Concern,
    gravity: str,
    noticed_at: dt.datetime,
    reason: str,
    by: User,
    at: dt.datetime,
) -> Concern:
    """It is graver than was thought, or less; or it was noticed at another moment. The hours are
    counted anew, and the trail keeps what they were.
    """
    held, act = STEPS.begin(concern, "regrade", by, at)
    given = needed(reason, "改动的理由")
    before = {"gravity": held.gravity, "noticed_at": held.noticed_at.isoformat()}
    if gravity != Gravity.SERIOUS and held.press_held_at:
        raise ActRefused("已经记录了新闻发布会，级别不能再改低。")
    _set_hours(held, gravity, noticed_at, at=at)
    if not held.is_serious:
        held.press_none, held.press_recorded_at = "", None
    return STEPS.finish(
        held, act, by=by, at=at, reason=given,
        details={"before": before, "gravity": gravity, "noticed_at": noticed_at.isoformat()},
    )  # fmt: skip


@transaction.atomic
def meet_press(
    *,
    concern: Concern,
    held_at: dt.datetime,
    place: str,
    url: str = "",
    by: User,
    at: dt.datetime,
) -> Concern:
    """A press conference was held: when, where, and where its record is read."""
    held, act = STEPS.begin(concern, "meet_press", by, at)
    if held_at > at:
        raise ActRefused("发布会的时间晚于现在；开过以后再记录。")
    if held_at < held.noticed_at:
        raise ActRefused("发布会的时间早于发现时间，请核对。")
    held.press_held_at, held.press_none = held_at, ""
    held.press_place, held.press_url = needed(place, "发布会地点"), _address(url, "实录网址")
    held.press_recorded_at = at
    return STEPS.finish(held, act, by=by, at=at, details={"held_at": held_at.isoformat()})


@transaction.atomic
def excuse_press(*, concern: Concern, reason: str, by: User, at: dt.datetime) -> Concern:
    """There is no press conference, and why not."""
    held, act = STEPS.begin(concern, "excuse_press", by, at)
    given = needed(reason, "不开发布会的理由")
    held.press_none, held.press_recorded_at = given[:_LONGEST_REASON], at
    return STEPS.finish(held, act, by=by, at=at, reason=given)


def begins_with(concern: Concern) -> dict[str, Any]:
    """What the form of an answer begins with; links as their objects."""
    statement = _open(concern)
    return {
        **{name: getattr(concern, name) for name in _KEPT},
        **{name: getattr(statement, name) for name in _SAID},
        "policies": list(statement.policies.order_by("pk")),
        "messages": list(statement.messages.order_by("pk")),
    }


def _open(concern: Concern) -> ConcernStatement:
    statement: ConcernStatement = concern.statements.get(released_at=None)
    return statement


def _begin_statement(concern: Concern, **words: str) -> None:
    last = concern.statements.latest("position")
    ConcernStatement.objects.create(concern=concern, position=last.position + 1, **words)


def _set_hours(concern: Concern, gravity: str, noticed_at: dt.datetime, *, at: dt.datetime) -> None:
    """Grade and moment, and what follows from them. Raises ActRefused for a moment to come, or one
    after what was done about it.
    """
    if noticed_at > at:
        raise ActRefused("发现时间晚于现在，请核对。")
    done = [moment for moment in (concern.first_public_at, concern.press_held_at) if moment]
    if any(noticed_at > moment for moment in done):
        raise ActRefused("发现时间晚于首次回应或者发布会的时间，请核对。")
    concern.gravity, concern.noticed_at = Gravity(gravity), noticed_at
    due = due_of(noticed_at, is_serious=concern.is_serious, hours=hours_in_use())
    concern.information_due_at, concern.press_due_at = due.information_at, due.press_at
    concern.due_at = moment_due(concern)


def _words(texts: dict[str, str]) -> dict[str, str]:
    """The texts as they are kept; only the note on the source may be empty."""
    return {
        name: said(text.replace("\x00", "")) if name == "origin_words" else needed(
            text, _LABELS[name]
        )
        for name, text in texts.items()
    }  # fmt: skip


def _address(url: str, what: str) -> str:
    """An address that may stand on a page, or none. Raises ActRefused for any other."""
    url = url.strip()
    if url and (problem := refusal_of(url)):
        raise ActRefused(f"{what}：所填的{problem}，请核对。")
    return url
