"""Words of the columns of meetings, applications and calls."""

from typing import Final

from django.db import models


class Kind(models.TextChoices):
    """What a meeting is: one of the organ at which representatives sit, or a hearing of people on a
    decision that is being prepared.
    """

    SEAT = "seat", "公众代表列席"
    HEARING = "hearing", "听证会"


# How what is said of seats is said of hearings, the longer words first.
_OF_HEARINGS: Final = (
    ("列席的代表", "听证参加人"), ("列席会议", "参加听证会"), ("列席公告", "听证公告"),
    ("列席报名", "听证报名"), ("中止列席", "中止听证会"),
    ("列席中止", "听证会中止"), ("您不列席{day}的会议", "您不参加{day}的听证会"),
    ("{day}的会议不再请代表列席", "{day}的听证会不再召开"), ("在会议的网页", "在听证会的网页"),
    ("代表已经产生", "参加人已经产生"), ("公众代表列席", "听证会"), ("已列席", "已参加"),
    ("列席", "参加听证"), ("代表", "参加人"),
)  # fmt: skip


def worded(text: str, kind: str) -> str:
    """A sentence on seats as it reads of a meeting of that kind."""
    if kind == Kind.HEARING:
        for seats, hearings in _OF_HEARINGS:
            text = text.replace(seats, hearings)
    return text


class Method(models.TextChoices):
    """How representatives are found."""

    DRAW = "draw", "抽签"
    CHOSEN = "chosen", "说明理由选定"


class Channel(models.TextChoices):
    """How somebody was reached."""

    PHONE = "phone", "电话"
    TEXT = "text", "短信"
    MAIL = "mail", "电子邮件"
    DOOR = "door", "当面"
    PAGE = "page", "本人在网页上"
    RULE = "rule", "按名单上的标注"


class Answer(models.TextChoices):
    """What came of a call; those besides `waiting` and `accepted` make way for a substitute."""

    WAITING = "waiting", "已联系，等答复"
    ACCEPTED = "accepted", "接受"
    DECLINED = "declined", "谢绝"
    UNREACHABLE = "unreachable", "联系不上"
    NOT_ELIGIBLE = "not_eligible", "不符合条件"
    NOT_PROVED = "not_proved", "组别没有证明"
    TOO_LATE = "too_late", "到开会没有答复"


# Kinds of notice and where sealed addresses are kept.
# As what a meeting, and a hearing, stands in the one place for taking part.
OFFERED: Final = {Kind.SEAT: "sittings", Kind.HEARING: "hearings"}
PARTY_KIND: Final = "seats.party"
PLACE: Final = "seats.applicant"
