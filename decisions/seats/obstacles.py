"""What in a meeting stands in the way of an act on a day, whoever would do it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.utils import timezone

from decisions.draws.lists import sha256
from decisions.seats.models import Applicant, ListLine, Remark, Sitting, SittingCode
from decisions.seats.moments import last_day
from decisions.seats.selectors import sessions_to_observe
from decisions.seats.workflow import Place
from portal.acts.steps import Obstacle
from portal.common.moments import moment_words, until_words
from portal.common.verdicts import ALLOWED, Verdict, no_occasion, refuse
from portal.vault.errors import VaultError

_SIDES: Final = 2
_CALLED: Final = (Place.INVITED, Place.SUBSTITUTE, Place.COMING)


def code_in_vault(sitting: Sitting) -> str:
    """The code as the vault holds it; "" where it does not open, or is not the one whose hash was
    announced. For the reveal alone, and for whether there is one.
    """
    try:
        found = SittingCode.objects.get(sitting=sitting).code
    except (SittingCode.DoesNotExist, VaultError):
        return ""
    return str(found) if sha256(found.encode()) == sitting.code_lock else ""


def round_of(sitting: Sitting) -> int:
    """Which series of throws counts: the second after a code that was lost."""
    return 2 if sitting.code_lost_at else 1


def _in_time(sitting: Sitting, on: dt.date) -> Verdict:
    if last_day(sitting.closes_at) < on:
        return refuse("报名截止的时间已经过了，请先改公告里的时间。")
    return _sides(sitting) if sitting.is_hearing else ALLOWED


def _sides(sitting: Sitting) -> Verdict:
    """A hearing is on a decision, and all sides of interest have seats (第十六条)."""
    if sitting.decision is None:
        return refuse("听证会要写明是哪一项决策，请先修改公告。")
    if sum(group.quota > 0 for group in sitting.groups.all()) < _SIDES:
        return refuse("听证会要保证相关各方都有代表：至少分两组，每组至少一席，请先修改公告。")
    return ALLOWED


def _over(sitting: Sitting, on: dt.date) -> Verdict:
    if timezone.localdate(sitting.closes_at) > on:
        told = f"报名到{until_words(sitting.closes_at)}截止，到时公布名单。"
        return no_occasion(told)
    return ALLOWED


def _drawing(sitting: Sitting, on: dt.date) -> Verdict:
    """Whether it is the day of the draw, and there is anything to be drawn."""
    if not sitting.is_drawn:
        return no_occasion("代表不是抽签产生的。")
    return _finding(sitting, on)


def _finding(sitting: Sitting, on: dt.date) -> Verdict:
    if timezone.localdate(sitting.draw_at) > on:
        return no_occasion(f"公告的时间是{moment_words(sitting.draw_at)}，到时才能办。")
    if not ListLine.objects.filter(sitting=sitting).exists():
        return no_occasion("没有人报名，名单是空的，请中止。")
    return ALLOWED


def _choosing(sitting: Sitting, on: dt.date) -> Verdict:
    if sitting.is_drawn:
        return no_occasion("代表由抽签产生，不能选定。")
    return _finding(sitting, on)


def _throwing(sitting: Sitting, on: dt.date) -> Verdict:
    if sitting.entropy:
        return no_occasion("两个人录入的点数一致，已经定了。")
    return _drawing(sitting, on)


def _checking(sitting: Sitting, on: dt.date) -> Verdict:
    if not (verdict := _throwing(sitting, on)):
        return verdict
    if not sitting.dice.filter(round=round_of(sitting), is_check=False).exists():
        return refuse("请先由公众参与人员录入点数，再由另一人独立录入。")
    return ALLOWED


def _opening(sitting: Sitting, on: dt.date) -> Verdict:
    if not (verdict := _drawing(sitting, on)):
        return verdict
    return ALLOWED if sitting.entropy else refuse("两个人录入的点数一致以后才能开封码。")


def _losing(sitting: Sitting, on: dt.date) -> Verdict:
    if not (verdict := _drawing(sitting, on)):
        return verdict
    if sitting.code_lost_at:
        return no_occasion("码打不开已经登记过，只能登记一次。")
    if code_in_vault(sitting):
        return no_occasion("封存的码打得开，和公布的散列一致。")
    return ALLOWED


def _marking(sitting: Sitting, _on: dt.date) -> Verdict:
    if sitting.dice.exists():
        return no_occasion("已经掷骰，名单上不再标注；不符合条件的在联系时登记。")
    if not ListLine.objects.filter(sitting=sitting, out=None).exists():
        return no_occasion("名单上没有可以标注的编号。")
    return ALLOWED


def _calling(sitting: Sitting, _on: dt.date) -> Verdict:
    found = Applicant.objects.filter(sitting=sitting, status__in=_CALLED).exists()
    return ALLOWED if found else no_occasion("没有要联系的人。")


def _met(sitting: Sitting, on: dt.date) -> Verdict:
    if timezone.localdate(sitting.meets_at) > on:
        return no_occasion(f"会议{moment_words(sitting.meets_at)}召开，会后登记。")
    if sitting.is_hearing and sitting.names_at is None:
        return refuse("没有在会前公布参加人名单的，不算听证会；请改期以后公布，或者中止。")
    if sitting.is_hearing and sitting.materials_on is None:
        return refuse("没有登记材料在七日前送达的，不算听证会；请先登记，或者改期、中止。")
    return ALLOWED


def _materials(sitting: Sitting, _on: dt.date) -> Verdict:
    if not sitting.is_hearing:
        return no_occasion("这一次不是听证会。")
    if sitting.materials_on:
        return no_occasion("材料送达已经登记。")
    found = Applicant.objects.filter(sitting=sitting, status=Place.COMING).exists()
    return ALLOWED if found else refuse("还没有人确定参加，材料没有可以送达的人。")


def _observing(sitting: Sitting, _on: dt.date) -> Verdict:
    if not sitting.is_hearing:
        return no_occasion("这一次不是听证会。")
    if sitting.observers is not None and not sitting.observers.is_off:
        return no_occasion("旁听的报名已经登记。")
    if not sessions_to_observe(sitting).exists():
        return refuse(
            "还没有可以旁听的场次：请先发布一项“听证会旁听”活动，那一场从听证会以前开始，"
            "到听证会以后结束。"
        )
    return ALLOWED


def _names(sitting: Sitting, _on: dt.date) -> Verdict:
    if not sitting.is_hearing:
        return no_occasion("这一次不是听证会。")
    if sitting.names_at:
        return no_occasion("参加人名单已经公布。")
    people = Applicant.objects.filter(sitting=sitting)
    if waiting := [row.line for row in people.filter(status=Place.INVITED).order_by("line")]:
        return refuse(f"{'、'.join(map(str, waiting))}号还没有答复，请先联系并登记。")
    come = set(people.filter(status=Place.COMING).values_list("group", flat=True))
    missing = [each.name for each in sitting.groups.all() if each.quota and each.name not in come]
    if missing:
        return refuse(f"“{'、'.join(missing)}”没有人参加；相关各方都要有代表，请联系候补或者中止。")
    return ALLOWED


def _recording(sitting: Sitting, _on: dt.date) -> Verdict:
    return ALLOWED if sitting.is_hearing else no_occasion("这一次不是听证会，没有听证笔录。")


def _attended(sitting: Sitting, _on: dt.date) -> Verdict:
    found = Applicant.objects.filter(sitting=sitting, status=Place.ATTENDED).exists()
    return ALLOWED if found else no_occasion("没有到会的代表。")


def _said(sitting: Sitting, on: dt.date) -> Verdict:
    if not (verdict := _attended(sitting, on)):
        return verdict
    found = Remark.objects.filter(applicant__sitting=sitting).exists()
    return ALLOWED if found else refuse("请先登记代表说了什么。")


def _answered(sitting: Sitting, _on: dt.date) -> Verdict:
    """Everybody who came has what they said, and what became of it; a hearing its record."""
    if sitting.is_hearing and sitting.signed_on is None:
        return refuse("还没有登记听证笔录和参加人的签名。")
    came = Applicant.objects.filter(sitting=sitting, status=Place.ATTENDED)
    if silent := [row.line for row in came.filter(statement=None).order_by("line")]:
        told = "、".join(map(str, silent))
        return refuse(f"还没有登记{told}号说了什么；没有发言的，写“没有发言”。")
    if open_ones := [row.line for row in came.filter(statement__became="").order_by("line")]:
        return refuse(f"还没有登记{'、'.join(map(str, open_ones))}号意见的采纳情况。")
    return ALLOWED


OBSTACLES: Final[Mapping[str, Obstacle]] = {
    "submit": _in_time,
    "announce": _in_time,
    "close": _over,
    "mark_out": _marking,
    "enter_throws": _throwing,
    "check_throws": _checking,
    "lose_code": _losing,
    "reveal": _opening,
    "choose": _choosing,
    "call": _calling,
    "send_materials": _materials,
    "publish_names": _names,
    "admit_observers": _observing,
    "hold": _met,
    "sign_record": _recording,
    "note_said": _attended,
    "note_outcome": _said,
    "tell": _answered,
}
