"""A meeting as readers see it: where it stands, its list, its draw, its calls, what was said."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from decisions.dossiers.deadlines import materials_of
from decisions.seats.choices import worded
from decisions.seats.models import (
    Applicant,
    Call,
    Drawn,
    ListLine,
    RecordSignature,
    Remark,
    Sitting,
)
from decisions.seats.workflow import SEATED, Place, Status
from portal.common.moments import moment_words, until_words
from portal.workdays.calendar import WorkingCalendar, chinese_date

LIST_NAME: Final = "{draw_id}.csv"


@dataclass(frozen=True)
class Shown:
    """A meeting with its state in a word and in a sentence."""

    row: Sitting
    code: str
    word: str
    told: str
    may_apply: bool = False


def shown(sitting: Sitting, *, at: dt.datetime) -> Shown:
    """Where it stands at a moment, in the words of its kind."""
    found = _shown(sitting, at)
    words = worded(found.word, sitting.kind), worded(found.told, sitting.kind)
    return Shown(sitting, found.code, *words, found.may_apply)


def _shown(sitting: Sitting, at: dt.datetime) -> Shown:
    if sitting.status == Status.ANNOUNCED:
        return _announced(sitting, at)
    if sitting.status == Status.CLOSED:
        told = f"名单已经公布，{moment_words(sitting.draw_at)}{_finding(sitting)}。"
        return Shown(sitting, "amended", "名单已公布", told)
    if sitting.status == Status.CHOSEN:
        told = f"代表已经产生，{moment_words(sitting.meets_at)}开会。"
        return Shown(sitting, "amended", "代表已产生", told)
    if sitting.status == Status.HELD:
        return Shown(sitting, "amended", "已开会", "会议已经召开，正在登记意见和采纳情况。")
    if sitting.status == Status.TOLD:
        return Shown(sitting, "in_force", "已反馈", "代表说了什么、有什么结果，都在下面。")
    return Shown(sitting, "expired", "已中止", sitting.ended_reason)


def _announced(sitting: Sitting, at: dt.datetime) -> Shown:
    until = until_words(sitting.closes_at)
    if at < sitting.opens_at:
        told = f"{moment_words(sitting.opens_at)}开始报名，到{until}截止。"
        return Shown(sitting, "not_yet", "还没开始报名", told)
    if at < sitting.closes_at:
        told = f"{sitting.places}席，到{until}截止。"
        return Shown(sitting, "in_force", "报名中", told, may_apply=True)
    return Shown(sitting, "amended", "报名已截止", "名单马上公布。")


def _finding(sitting: Sitting) -> str:
    return f"在{sitting.draw_place}抽签" if sitting.is_drawn else "选定代表"


@dataclass(frozen=True)
class Chance:
    """What one of a group may hope for, before the draw."""

    group: str
    people: int
    percent: str


def chances_of(sitting: Sitting, lines: Sequence[ListLine]) -> list[Chance]:
    """By group, in the order of the announcement."""
    names = [group.name for group in sitting.groups.all()] or [""]
    found = []
    for name in names:
        people = sum(line.group == name for line in lines)
        chance = sitting.chances.get(name)
        percent = "" if chance is None else f"{100 * chance:.1f}%"
        found.append(Chance(name or "全部报名的人", people, percent))
    return found


@dataclass(frozen=True)
class Reckoning:
    """What is typed to reckon a draw again, and the groups its command leaves out."""

    command: str
    alone: str
    left_out: Sequence[str]


def reckoning_of(sitting: Sitting, lines: Sequence[ListLine]) -> Reckoning:
    """The command as anybody types it beside the downloaded list."""
    there = {line.group for line in lines}
    groups = [group for group in sitting.groups.all() if group.quota]
    kept = [f"{group.name}={group.quota}" for group in groups if group.name in there]
    name = LIST_NAME.format(draw_id=sitting.draw_id)
    seed, places = shlex.quote(sitting.seed), str(sitting.places)
    quota = f" --quota {' '.join(kept)}" if kept else ""
    command = f"manage.py draw --candidates {name} --seed {seed} --places {places}{quota}"
    alone = " ".join(["python3 draw.py", name, seed, places, *kept])
    return Reckoning(command, alone, [each.name for each in groups if each.name not in there])


@dataclass(frozen=True)
class Seat:
    """A number of the order with where it stands now."""

    row: Drawn
    state: str
    has_seat: bool


def seats_of(order: Sequence[Drawn], states: dict[int, str], kind: str) -> list[Seat]:
    """The order with what became of each number, in the words of the kind of meeting."""
    taken = (*SEATED, Place.ATTENDED, Place.ABSENT)
    return [
        Seat(row, worded(Place(state).label, kind), state in taken)
        for row in order
        if (state := states.get(row.number)) is not None
    ]


@dataclass(frozen=True)
class Participant:
    """Somebody who takes part in a hearing: by name as long as they leave it public; whether they
    signed its record, or why not ("" before there is one).
    """

    number: int
    group: str
    name: str
    signed: str


def participants_of(people: Sequence[Applicant]) -> list[Participant]:
    """The published names of a hearing, by number."""
    return [
        Participant(
            one.line,
            one.group,
            one.name if one.may_name and one.purged_at is None else "本人撤回公开姓名",
            _signed(one),
        )
        for one in people
    ]


def _signed(one: Applicant) -> str:
    found: RecordSignature | None = getattr(one, "signature", None)
    if found is None:
        return "没有到会" if one.status == Place.ABSENT else ""
    return f"没有签名：{found.why_not}" if found.why_not else "已签名"


def clock_of(sitting: Sitting, calendar: WorkingCalendar) -> str:
    """By when the materials of a hearing have to be there, in a sentence."""
    found = materials_of(timezone.localdate(sitting.meets_at), calendar)
    told = f"不晚于{chinese_date(found.last)}（听证会七日前）送达参加人"
    if found.proposed != found.last:
        told += f"；那天不是工作日，最好在{chinese_date(found.proposed)}以前"
    return told


@dataclass(frozen=True)
class Said:
    """What a representative said; the name only where they agreed to it."""

    number: int
    group: str
    name: str
    said: str
    became: str


def said_of(sitting: Sitting, statements: Sequence[Remark]) -> list[Said]:
    """Nothing before it was told back; then by number, and by name where that is agreed to."""
    if sitting.status != Status.TOLD:
        return []
    return [_said(row) for row in statements]


def _said(row: Remark) -> Said:
    one = row.applicant
    name = one.name if one.may_name and one.purged_at is None else ""
    return Said(one.line, one.group, name, row.said, row.became)


@dataclass(frozen=True)
class Logged:
    """A line of the public log."""

    at: dt.datetime
    number: int
    how: str
    answer: str
    note: str


def log_of(calls: Sequence[Call]) -> list[Logged]:
    """Who was asked how, and what came of it."""
    return [
        Logged(
            row.at,
            row.applicant.line,
            row.get_channel_display(),
            row.get_answer_display(),
            row.note,
        )
        for row in calls
    ]
