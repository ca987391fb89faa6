"""The words and instants of an announcement as they are kept; what can't be is refused in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from decisions.dossiers.deadlines import MATERIALS_DAYS
from decisions.dossiers.models import Decision
from decisions.ledgers.refusals import public_text
from decisions.seats.choices import Kind, Method
from decisions.seats.models import Sitting
from decisions.seats.models.sitting import LONGEST_TITLE
from decisions.seats.moments import end_of
from portal.acts.refusals import needed, text_of, workdays_after
from portal.common.errors import ActRefused
from portal.common.typed import half_width, said

_LONGEST: Final = 200
_LONGEST_TEXT: Final = 5_000
_LONGEST_NAME: Final = 20
_MOST_PLACES: Final = 200
_MOST_GROUPS: Final = 6
_MOST_HOURS: Final = 168
# Signs that the leaf, the list and the command line are written with.
_SIGNS: Final = frozenset("|=,\"'\\`$")


def fill(sitting: Sitting, words: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Put the words on a draft; returns its groups with their quotas."""
    kind = words.get("kind") or Kind.SEAT
    if kind not in Kind.values:
        raise ActRefused("请选择是列席还是听证会。")
    sitting.kind = kind
    sitting.decision = _decision(sitting, words.get("decision"))
    sitting.topic = text_of(words["topic"], "议题", LONGEST_TITLE)
    sitting.text = public_text(words["text"], "议题说明", _LONGEST_TEXT)
    sitting.place = text_of(words["place"], "会议地点", _LONGEST)
    sitting.phone = text_of(words.get("phone", ""), "咨询电话", 40, required=False)
    sitting.criteria = public_text(words["criteria"], "报名条件", _LONGEST_TEXT)
    _fill_method(sitting, words)
    _fill_instants(sitting, words)
    return _groups(words.get("groups") or [], sitting.places)


def numbered(line: str, example: str) -> tuple[int, str]:
    """A line as “7 住在拟改造的小区”: the number and what is said of it. Raises ActRefused."""
    number, _, words = said(line).partition(" ")
    number = half_width(number)
    if not (number.isascii() and number.isdigit() and len(number) < 8):
        raise ActRefused(f"每行写“编号 理由”，如“{example}”，请核对这一行：{line[:40]}")
    return int(number), needed(words, f"{number}号的理由")


def objections_end(day: dt.date, days: int) -> dt.datetime:
    """The first instant after so many working days for objections to a list of that day."""
    return end_of(workdays_after(day, days, "异议期"))


def materials_last(sitting: Sitting) -> dt.date:
    """The last day for the materials of a hearing (第十六条)."""
    return timezone.localdate(sitting.meets_at) - dt.timedelta(days=MATERIALS_DAYS)


def _decision(sitting: Sitting, decision: Decision | None) -> Decision | None:
    if decision is not None and sitting.organ_id not in (decision.organ_id, decision.maker_id):
        raise ActRefused("这项决策不是本机关承办或者决定的，请重新选择。")
    return decision


def _fill_method(sitting: Sitting, words: Mapping[str, Any]) -> None:
    if words["method"] not in Method.values:
        raise ActRefused("请选择产生办法。")
    sitting.method = words["method"]
    if not 1 <= words["places"] <= _MOST_PLACES:
        raise ActRefused(f"席位应为1到{_MOST_PLACES}。")
    sitting.places = words["places"]
    by_draw = sitting.is_drawn
    sitting.choice_rule = text_of(
        words.get("choice_rule", ""), "怎样选定", 500, required=not by_draw
    )
    sitting.draw_place = text_of(
        words.get("draw_place", ""), "抽签地点", _LONGEST, required=by_draw
    )
    sitting.witnesses = text_of(words.get("witnesses", ""), "见证人", _LONGEST, required=by_draw)
    hours = words.get("answer_hours") or settings.SEATS_ANSWER_HOURS
    if not 1 <= hours <= _MOST_HOURS:
        raise ActRefused(f"答复时限应为1到{_MOST_HOURS}小时。")
    sitting.answer_hours = hours


def _fill_instants(sitting: Sitting, words: Mapping[str, Any]) -> None:
    least = settings.SEATS_OBJECTION_DAYS
    days = words.get("objection_days") or least
    if not least <= days <= 60:
        raise ActRefused(f"异议期至少{least}个工作日，最多60个，请改正。")
    sitting.objection_days = days
    for name in ("opens_at", "closes_at", "draw_at", "meets_at"):
        setattr(sitting, name, words[name])
    if sitting.opens_at >= sitting.closes_at:
        raise ActRefused("报名截止应在报名开始以后，请核对。")
    # The list comes out at that instant: what closes at 24时 comes out on the day after.
    if objections_end(timezone.localdate(sitting.closes_at), days) > sitting.draw_at:
        raise ActRefused(
            f"名单公布以后要留{days}个工作日提异议，抽签或者选定应在异议期以后，请改晚。"
        )
    if sitting.draw_at >= sitting.meets_at:
        raise ActRefused("会议应在抽签或者选定以后，请核对。")
    if sitting.is_hearing and timezone.localdate(sitting.draw_at) >= materials_last(sitting):
        raise ActRefused(
            f"听证材料须在{MATERIALS_DAYS}日前送达参加人（{materials_last(sitting)}以前），"
            "抽签或者选定应在这以前，请改早或者把听证会改晚。"
        )


def _groups(lines: Sequence[str], places: int) -> list[tuple[str, int]]:
    if len(lines) > _MOST_GROUPS:
        raise ActRefused(f"最多分{_MOST_GROUPS}组，请合并。")
    groups = [_group(line) for line in lines]
    if len({name for name, _ in groups}) < len(groups):
        raise ActRefused("有两组同名，请核对。")
    if sum(quota for _, quota in groups) > places:
        raise ActRefused(f"各组名额合计多于{places}席，请改少。")
    return groups


def _group(line: str) -> tuple[str, int]:
    name, _, quota = said(line).rpartition(" ")
    name, number = name.strip(), half_width(quota)
    good = name and len(name) <= _LONGEST_NAME and number.isascii() and number.isdigit()
    if not good or len(number) > 3 or _SIGNS & set(name) or " " in name:
        raise ActRefused(
            "分组每行写“名称 至少几席”，如“企业 2”，名称里不用空格和标点；没有最低席数的写0。"
            f"请核对这一行：{line[:40]}"
        )
    return name, int(number)
