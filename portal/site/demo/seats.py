"""Invented meetings open to representatives: one drawn, held and told of, one open for applying."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from decisions.seats.models import Applicant, Sitting
from decisions.seats.services import (
    applications,
    closed_lists,
    draws,
    invitations,
    meeting,
    sittings,
)
from decisions.seats.services.applications import Asked
from decisions.seats.workflow import Place
from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.common.errors import ActRefused
from portal.organs.models import Organ

_OFFICE: Final = "HL-BGS"
_DAY: Final = dt.timedelta(days=1)
_HOUR: Final = dt.timedelta(hours=1)
_GROUPS: Final = ("市民 0", "企业 2", "外来务工人员 1")
_PEOPLE: Final = ("市民",) * 12 + ("企业",) * 5 + ("外来务工人员",) * 3
_WORDS: Final[dict[str, Any]] = {
    "place": "海岚市人民政府三楼会议室（演示）",
    "criteria": "年满18周岁，住在本市或者在本市工作满一年。",
    "method": "draw",
    "draw_place": "海岚市政务服务大厅一楼（演示）",
    "witnesses": "两位报名人和一位公证员（演示）",
    "phone": "",
}
_OVER: Final = "老旧小区加装电梯补贴办法（演示）"
_OPEN: Final = "社区食堂运营规范（演示）"
_SAID: Final = (
    (
        "低楼层的住户分不到好处，建议补贴里留一部分改楼道。",
        "部分采纳：补贴可以用于同一楼道的扶手和照明。",
    ),
    ("申请材料太多，同一张表填了三遍。", "采纳：合成一张表，由街道代办。"),
    ("建议公布每家施工单位的维保价格。", "采纳：价格在网上公布，每年更新。"),
)


def load_seats(*, now: dt.datetime) -> int:
    """What is not there yet; returns how many were added."""
    try:
        opened = _open(now=now)
    except ActRefused:
        # The term of objections lies beyond the loaded calendar: nothing can be announced.
        opened = False
    return sum((_over(now=now), opened))


@transaction.atomic
def _over(*, now: dt.datetime) -> bool:
    """One of which everything is over."""
    if Sitting.objects.filter(topic=_OVER).exists():
        return False
    closes_at = _midnight(now) - 50 * _DAY
    row = _announced(
        _OVER, "多层住宅加装电梯补多少、补给谁、怎样申请。", closes_at=closes_at, places=5
    )
    _apply(row, _PEOPLE)
    closed_lists.close(sitting=row, by=_officer(), at=closes_at)
    at = row.draw_at
    throws = "3 1 7 0 9 4 4 2 8 6"
    draws.enter_throws(sitting=row, throws=throws, by=_officer(), at=at)
    draws.check_throws(sitting=row, throws=throws, by=_reviewer(), at=at)
    row = draws.reveal(sitting=row, by=_officer(), at=at)
    _answer(row, at)
    coming = [str(one.line) for one in _in(row, Place.COMING)]
    after = row.meets_at + 3 * _HOUR
    meeting.hold(sitting=row, numbers=coming[1:], by=_officer(), at=after)
    for one, (said, became) in zip(_in(row, Place.ATTENDED), _said(len(coming) - 1), strict=True):
        meeting.note_said(sitting=row, number=one.line, said=said, by=_officer(), at=after)
        meeting.note_outcome(sitting=row, number=one.line, became=became, by=_officer(), at=after)
    meeting.tell(sitting=row, by=_reviewer(), at=after + _DAY)
    return True


@transaction.atomic
def _open(*, now: dt.datetime) -> bool:
    """One for whose seats one can apply."""
    if Sitting.objects.filter(topic=_OPEN).exists():
        return False
    closes_at = _midnight(now) + 7 * _DAY
    row = _announced(_OPEN, "社区食堂怎样定价、怎样检查、谁来退出。", closes_at=closes_at, places=5)
    _apply(row, _PEOPLE[9:14])
    return True


def _announced(topic: str, text: str, *, closes_at: dt.datetime, places: int) -> Sitting:
    at = closes_at - 10 * _DAY
    row = sittings.draft(
        organ=Organ.objects.get(code=_OFFICE), topic=topic, text=text, places=places,
        groups=_GROUPS, opens_at=at, closes_at=closes_at,
        draw_at=closes_at + 16 * _DAY + 10 * _HOUR,
        meets_at=closes_at + 23 * _DAY + 9 * _HOUR, by=_officer(), at=at, **_WORDS,
    )  # fmt: skip
    sittings.STEPS.perform(row, "submit", by=_officer(), at=at)
    return sittings.announce(sitting=row, by=_reviewer(), at=at)


def _apply(row: Sitting, groups: Sequence[str]) -> None:
    for number, group in enumerate(groups, start=1):
        asked = Asked(
            name=f"演示代表{number}", email=f"seats-{row.pk}-{number}@example.com", group=group,
            may_name=number % 4 == 0,
        )  # fmt: skip
        at = row.opens_at + number * _HOUR
        applications.apply(sitting=row, asked=asked, key=uuid.uuid4(), at=at)
    if len(groups) > 3:
        gone = row.applicants.get(line=3)
        applications.withdraw(applicant=gone, at=row.opens_at + len(groups) * _HOUR)


def _answer(row: Sitting, at: dt.datetime) -> None:
    """The first says no, by telephone; the others come."""
    first, *_ = _in(row, Place.INVITED)
    invitations.call(
        sitting=row, number=first.line, channel="phone", answer="declined", by=_officer(),
        at=at + _HOUR,
    )  # fmt: skip
    for one in _in(row, Place.INVITED):
        invitations.accept(applicant=one, at=at + 5 * _HOUR)


def _said(number: int) -> list[tuple[str, str]]:
    return [
        _SAID[place] if place < len(_SAID) else ("没有发言。", "不涉及。")
        for place in range(number)
    ]


def _in(row: Sitting, state: Place) -> list[Applicant]:
    return list(row.applicants.filter(status=state).order_by("line"))


def _midnight(now: dt.datetime) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(timezone.localdate(now), dt.time.min))


def _officer() -> User:
    return _holder(Role.PARTICIPATION)


def _reviewer() -> User:
    return _holder(Role.DECISION_REVIEWER)


def _holder(role: Role) -> User:
    found = Membership.objects.filter(organ__code=_OFFICE, role=role).order_by("pk")
    return found.select_related("user")[0].user
