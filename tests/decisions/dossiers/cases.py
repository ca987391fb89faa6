"""Decisions for tests, brought to a state by walking the lawful path through the services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from decisions.dossiers import terms
from decisions.dossiers.models import Decision, Record
from decisions.dossiers.selectors import Dossier, units_of
from decisions.dossiers.services import assessments, course, preparation, public_records, resolution
from decisions.dossiers.workflow import WORKFLOW, Status
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.text.lines import from_lines
from portal.workflow import lawful_path
from tests.builders import City, published

# A Monday: every step of what follows was done before it.
AT = dt.datetime(2026, 11, 16, 1, 0, tzinfo=dt.UTC)
D = dt.date
TITLE = "试江市居家养老服务补贴办法"
DRAFT = ["第一条　为了让老年人在家里得到照护，制定本办法。", "第二条　补贴以服务券发放。"]


def started(city: City, **changes: Any) -> Decision:
    """One that the office prepares and the government decides."""
    given = {
        "organ": city.office, "maker": city.root, "title": TITLE, "matter": "measures",
        "origin": "deputy", "origin_words": "代表建议第47号。", "gist": "失能的老人拿不到补贴。",
        "started_on": D(2026, 3, 2), "by": city.people[Role.DECISION_HANDLER], "at": AT,
    }  # fmt: skip
    return course.start(**{**given, **changes})


def answers(**left_out: str) -> dict[str, str]:
    """Every step applies but those with a reason."""
    return {**dict.fromkeys(terms.QUESTIONS, ""), **left_out}


Step = Callable[[Decision, Any, City, dt.datetime], Any]


def _plain(action: str) -> Step:
    return lambda row, by, _, at: course.STEPS.perform(row, action, by=by, at=at, reason="按规定")


def _given(
    service: Callable[..., Decision], **given: Any
) -> tuple[Callable[..., Decision], dict[str, Any]]:
    return service, given


def _with(action: str) -> Step:
    service, given = GIVEN[action]
    return lambda row, by, _, at: service(decision=row, **given, by=by, at=at)


def _note_replies(row: Decision, by: User, _city: City, at: dt.datetime) -> Decision:
    units = list(units_of(row))
    return preparation.note_replies(decision=row, units=units, reply="silent", by=by, at=at)


def _publish(row: Decision, by: User, city: City, at: dt.datetime) -> Decision:
    document = published(city, title=f"试江市人民政府关于印发《{TITLE}》的通知", doc_number="")
    return resolution.publish(
        decision=row, document=document, published_on=D(2026, 11, 2), by=by, at=at,
        adopted="收到12条，采纳5条。", experts_adopted="采纳了按失能程度发放的意见。",
        interpreted_on=D(2026, 11, 2),
    )  # fmt: skip


def _record_of(row: Decision) -> str:
    """One that is not struck, if there is one."""
    return _first_key(one for one in Dossier(row).records() if not one.struck_at)


def _disclosed_of(row: Decision) -> str:
    return _first_key(Dossier(row, public=True).records())


def _first_key(records: Iterable[Record]) -> str:
    return next((public_records.key_of(one) for one in records), "")


# What is put on record by the acts that need no more than words and days.
GIVEN: Mapping[str, tuple[Callable[..., Decision], dict[str, Any]]] = {
    "screen": _given(course.screen, answers=answers(), adaptation="施行前留三个月。"),
    "draft": _given(
        preparation.draft, drafted_on=D(2026, 4, 1), text=from_lines(DRAFT),
        explanation="为什么改。",
        interpretation="和您有什么关系。", interpreted_on=D(2026, 4, 8), note="送审稿。",
    ),
    "take_part": _given(
        preparation.take_part, way="open", first=D(2026, 4, 8), last=D(2026, 5, 8), opinions=12,
    ),
    "ask_units": _given(
        preparation.ask_units, kind="enterprise", names=["演示养老服务公司"], asked_on=D(2026, 4, 8)
    ),
    "hear_experts": _given(
        assessments.hear_experts, held_on=D(2026, 6, 3), experts=5, assessor="演示大学",
        is_free_of_interest=True, is_signed=True, note="建议按失能程度发放。",
    ),
    "assess_risk": _given(
        assessments.assess_risk, assessed_on=D(2026, 6, 5), assessor="演示评估公司", level="low",
        precautions="分批受理。", is_third_party=True,
    ),
    "review_competition": _given(
        assessments.review_competition, reviewer="market_and_drafter", initial_on=D(2026, 6, 8),
        heard="六家企业和一家协会", conclusion="free", concluded_on=D(2026, 6, 12),
    ),
    "send_to_review": _given(assessments.send_to_review, received_on=D(2026, 9, 21)),
    "note_review": _given(
        assessments.note_review, opinion_on=D(2026, 10, 8), conclusion="lawful"
    ),
    "pass": _given(
        resolution.decide, sitting="standing", held_on=D(2026, 10, 26), decided_on=D(2026, 10, 28),
        head_spoke_last=True, dissent="有一位组成人员主张缓行。", note="按程序报告了意见采纳情况。",
    ),
    "report": _given(resolution.report, reported_on=D(2026, 11, 10), note="发放第一批。"),
    "evaluate": _given(
        resolution.evaluate, evaluated_on=D(2026, 11, 12), evaluator="演示研究院",
        trigger="needed", upshot="continue", note="继续执行。",
    ),
    "simplify": _given(
        course.simplify, reason="汛期抢险", approved_by="市长", approved_on=D(2026, 6, 1)
    ),
    "revise": _given(course.revise, reason="补贴标准须大改"),
    "disclose": _given(public_records.disclose),
}  # fmt: skip
STEPS: Mapping[str, Step] = {
    **{action: _with(action) for action in GIVEN},
    "note_replies": _note_replies,
    "publish": _publish,
    "strike": lambda row, by, _, at: public_records.strike(
        decision=row, record=_record_of(row), reason="写错了日期", by=by, at=at
    ),
    "link_item": lambda row, by, _, at: course.link_item(decision=row, by=by, at=at),
    "conceal": lambda row, by, _, at: public_records.conceal(
        decision=row, record=_disclosed_of(row), reason="里面有不宜公开的", by=by, at=at
    ),
    **{
        name: _plain(name)
        for name in ("submit", "take_back", "send_back", "reject", "suspend", "resume", "finish",
                     "stop")
    },
}  # fmt: skip
# What a file has before it goes to the meeting.
FILE = (
    "screen", "draft", "take_part", "ask_units", "note_replies", "hear_experts", "assess_risk",
    "review_competition", "send_to_review", "note_review",
)  # fmt: skip
# What clears the way for an act.
CLEAR = {
    "submit": FILE,
    "note_review": ("send_to_review",),
    "note_replies": ("ask_units",),
    "disclose": ("draft", "report"),
    "strike": ("draft", "report"),
    "conceal": ("draft", "report", "disclose"),
}


def walk(row: Decision, city: City, *actions: str, at: dt.datetime = AT) -> Decision:
    """Do the acts by those whose they are; what goes to the meeting is whole."""
    for action in actions:
        if action == "submit":
            walk(row, city, *FILE, at=at)
        by = city.people[Role(WORKFLOW.actions[action].role)]
        STEPS[action](row, by, city, at)
    return Decision.objects.select_related("organ", "maker").get(pk=row.pk)


def brought(city: City, state: str) -> Decision:
    """A new one in a state, with something on record of it."""
    path = lawful_path(WORKFLOW, state)
    return walk(started(city), city, *(() if "submit" in path or not path else ("draft",)), *path)


def disclosed(city: City, state: str = Status.IN_FORCE) -> Decision:
    """One whose records are public."""
    return walk(brought(city, state), city, "disclose")
