"""Solicitations for tests, brought to a state by the services alone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from decisions.events.models import Event
from decisions.solicitations.models import Proposal, Solicitation
from decisions.solicitations.services import mergers, projects, proposals, retention, solicitations
from decisions.solicitations.services.proposals import Asked
from decisions.solicitations.workflow import (
    PROPOSAL_WORKFLOW,
    WORKFLOW,
    Standing,
    Status,
)
from decisions.surveys.answers import judge
from decisions.surveys.models import Survey
from decisions.surveys.selectors import current
from decisions.surveys.services import answers, results, surveys
from portal.accounts.choices import Role
from portal.workflow import lawful_path
from tests.builders import City
from tests.decisions.surveys import cases as polls
from tests.floor.moments import ASKED_AT

# A Monday; what is done to cases is done a day later.
AT = ASKED_AT
DAY = dt.timedelta(days=1)
TITLE = "明年办哪些实事（演示）"
WORDS: dict[str, Any] = {
    "kind": "project", "title": TITLE, "text": "您想让政府明年办什么？",
    "conditions": "当年立项、当年完成。", "phone": "0000-81110002",
}  # fmt: skip


def drafted(city: City, *, at: dt.datetime = AT, **changes: Any) -> Solicitation:
    """One of the office, open for ten days."""
    given = {
        "organ": city.office, "by": city.people[Role.DECISION_HANDLER], **WORDS,
        "opens_at": at, "closes_at": at + 10 * DAY, **changes,
    }  # fmt: skip
    return solicitations.draft(**given, at=at)


def running(city: City, *, at: dt.datetime = AT, **changes: Any) -> Solicitation:
    """One to which one proposes from `at` on."""
    row = drafted(city, at=at, **changes)
    solicitations.STEPS.perform(row, "submit", by=city.people[Role.DECISION_HANDLER], at=at)
    return solicitations.announce(solicitation=row, by=city.people[Role.DECISION_REVIEWER], at=at)


def proposed(
    row: Solicitation, title: str = "加装电梯", *, at: dt.datetime | None = None, **more: Any
) -> Proposal:
    """Something proposed by somebody with an address of their own."""
    user, key = more.pop("user", None), more.pop("key", uuid.uuid4())
    given = {"text": f"请在柳桥街道{title}。", "name": "演示建议人", "email":
             f"{uuid.uuid4().hex}@example.test", **more}  # fmt: skip
    asked = Asked(title=title, **given)
    at = at or row.opens_at
    return proposals.propose(solicitation=row, asked=asked, key=key, at=at, user=user).case


def sorted_out(city: City, *, at: dt.datetime = AT, **changes: Any) -> Solicitation:
    """One with two projects, of two and of one proposal, and one that was put aside."""
    row = running(city, at=at, **changes)
    for title in ("加装电梯", "装电梯", "修公园", "我家的官司"):
        proposed(row, title)
    by, ends = city.people[Role.DECISION_HANDLER], row.closes_at
    mergers.merge(
        solicitation=row,
        numbers=["1 2"],
        title="加装电梯",
        text="在老住宅加装电梯。",
        by=by,
        at=ends,
    )
    mergers.merge(
        solicitation=row, numbers=["3"], title="修街心公园", text="修好三座公园。", by=by, at=ends
    )
    mergers.put_aside(
        solicitation=row, numbers=["4"], reason="涉及诉讼，请依法解决", by=by, at=ends
    )
    return mergers.publish(solicitation=row, by=city.people[Role.DECISION_REVIEWER], at=ends)


def polled(city: City, row: Solicitation, votes: Mapping[str, int]) -> Solicitation:
    """A vote that was held and told, with so many for each by its number."""
    start = row.closes_at + DAY
    first = timezone.localdate(start)
    row = projects.put_to_vote(
        solicitation=row, votes_each=1, opens_on=first, closes_on=first + 9 * DAY,
        by=city.people[Role.DECISION_HANDLER], at=row.closes_at,
    )  # fmt: skip
    poll = row.poll
    assert poll is not None
    polls.walk(poll, city, "submit", "release", at=start)
    for code, count in votes.items():
        _vote(poll, code, count)
    results.announce(
        survey=poll, outcome="供研究。", by=city.people[Role.DECISION_REVIEWER],
        at=surveys.midnight(first + 10 * DAY),
    )  # fmt: skip
    return again(row)


def _vote(poll: Survey, code: str, count: int) -> None:
    version = current(poll)
    assert version is not None
    judged = judge(version.questionnaire, {"q1": [code]})
    assert not judged.problems
    for _ in range(count):
        answers.keep(version, judged.answers, channel="online", on=timezone.localdate(AT))


def again(row: Any) -> Any:
    """The row as it is now."""
    return type(row)._default_manager.select_related("organ").get(pk=row.pk)


Step = Callable[[Solicitation, Any, City, dt.datetime], Any]
OUTCOMES = ["1 列入 明年第一季度开工", "2 不列入 已经在别的计划里"]


def _plain(action: str) -> Step:
    return lambda row, by, _, at: solicitations.STEPS.perform(
        row, action, by=by, at=at, reason="按计划"
    )


def _some(row: Solicitation, *states: Standing) -> list[str]:
    found = row.proposals.filter(status__in=states).order_by("line").first()
    return [str(found.line)] if found else ["1"]


def _all(row: Solicitation) -> list[str]:
    return [str(one.line) for one in row.proposals.counted()] or ["1"]


STEPS: Mapping[str, Step] = {
    "write": lambda row, by, _, at: solicitations.write(
        solicitation=row, by=by, at=at, **WORDS, opens_at=row.opens_at, closes_at=row.closes_at
    ),
    "announce": lambda row, by, _, at: solicitations.announce(solicitation=row, by=by, at=at),
    "merge": lambda row, by, _, at: mergers.merge(
        solicitation=row, numbers=_all(row), title=f"加装电梯{row.projects.count()}",
        text="加装电梯。", by=by, at=at,
    ),
    "put_aside": lambda row, by, _, at: mergers.put_aside(
        solicitation=row, numbers=_some(row, Standing.SUBMITTED, Standing.MERGED), reason="重复",
        by=by, at=at,
    ),
    "take_back": lambda row, by, _, at: mergers.take_back(
        solicitation=row, numbers=_some(row, Standing.MERGED, Standing.ASIDE), by=by, at=at
    ),
    "publish": lambda row, by, _, at: mergers.publish(solicitation=row, by=by, at=at),
    "put_to_vote": lambda row, by, _, at: projects.put_to_vote(
        solicitation=row, votes_each=1, opens_on=timezone.localdate(at),
        closes_on=timezone.localdate(at) + 9 * DAY, by=by, at=at,
    ),
    "decide": lambda row, by, _, at: projects.decide(
        solicitation=row, outcomes=OUTCOMES, upshot="列入一件。", by=by, at=at
    ),
    "answer": lambda row, by, _, at: projects.answer(solicitation=row, by=by, at=at),
    "note_progress": lambda row, by, _, at: projects.note_progress(
        solicitation=row, project=1, on=timezone.localdate(at), words="开工。", is_built=True,
        by=by, at=at,
    ),
    "show_progress": lambda row, by, _, at: projects.show_progress(
        solicitation=row, by=by, at=at
    ),
    "link_event": lambda row, by, _, at: projects.link_event(
        solicitation=row, project=1, event=Event(), by=by, at=at
    ),
    "stop": lambda row, by, _, at: solicitations.stop(
        solicitation=row, reason="计划变了", by=by, at=at
    ),
    **{name: _plain(name) for name in ("submit", "return", "discard", "send_back", "finish")},
}  # fmt: skip
# What stands in the way of an act, and is cleared by another.
CLEAR = {
    "show_progress": ("note_progress",),
    "finish": ("note_progress", "show_progress"),
    "take_back": ("merge",),
    "publish": ("merge",),
}


def walk(row: Solicitation, city: City, *actions: str, at: dt.datetime) -> Solicitation:
    """Do the acts by those whose they are."""
    for action in actions:
        by = city.people[Role(WORKFLOW.actions[action].role)]
        STEPS[action](again(row), by, city, at)
    return again(row)


def brought(city: City, state: str) -> Solicitation:
    """A new one in a state; to those that were announced something was proposed."""
    if state in (Status.DRAFT, Status.REVIEW, Status.DISCARDED):
        return walk(drafted(city), city, *lawful_path(WORKFLOW, state), at=AT)
    start = AT - 20 * DAY
    if state in (Status.RUNNING, Status.STOPPED):
        row = running(city, at=start)
        for number in range(4):
            proposed(row, f"第{number}条建议")
        return row if state == Status.RUNNING else walk(row, city, "stop", at=start)
    row = sorted_out(city, at=start)
    path = lawful_path(WORKFLOW, state)
    rest = path[path.index("publish") + 1 :]
    if "finish" in rest:
        rest = (*rest[:-1], "note_progress", "show_progress", "finish")
    return walk(row, city, *rest, at=row.closes_at)


def _proposal_in(city: City, state: str) -> Proposal:
    if state == Standing.ANSWERED:
        row = brought(city, Status.ANSWERED)
        return row.proposals.get(line=1)
    row = running(city, at=AT - 20 * DAY)
    one = proposed(row)
    by = city.people[Role.DECISION_HANDLER]
    if state == Standing.WITHDRAWN:
        proposals.withdraw(proposal=one, at=row.opens_at)
    elif state == Standing.CALLED_OFF:
        walk(row, city, "stop", at=row.opens_at)
    elif state in (Standing.MERGED, Standing.ASIDE):
        STEPS["merge" if state == Standing.MERGED else "put_aside"](row, by, city, row.closes_at)
    return one


def proposal_brought(city: City, state: str) -> Proposal:
    """A proposal in a state."""
    made = _proposal_in(city, state)
    return Proposal.objects.select_related("organ").get(pk=made.pk)


def proposal_filed(city: City) -> Proposal:
    """A new one."""
    return proposed(running(city))


PROPOSAL_STEPS: Mapping[str, Any] = {
    "withdraw": lambda row, _by, _, at: proposals.withdraw(proposal=row, at=at),
    "hold": lambda row, by, _, at: retention.hold(proposal=row, reason="复核", by=by, at=at),
    "lift_hold": lambda row, by, _, at: retention.lift_hold(
        proposal=row, reason="复核完毕", by=by, at=at
    ),
}
assert set(PROPOSAL_STEPS) == set(PROPOSAL_WORKFLOW.actions)
assert set(STEPS) == set(WORKFLOW.actions)
