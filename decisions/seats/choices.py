"""Words of the columns of meetings, applications and calls."""

from typing import Final

from django.db import models


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
PARTY_KIND: Final = "seats.party"
PLACE: Final = "seats.applicant"
