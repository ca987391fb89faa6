"""Words of the columns of events, sessions, plans and scans."""

from typing import Final

from django.db import models

from decisions.events import promotion, rhythm
from decisions.ledgers import terms

# As what it stands in the one place for taking part.
OFFERED: Final = "events"


class Kind(models.TextChoices):
    """What is held."""

    OPEN_DAY = "open_day", "政府开放日"
    LECTURE = "lecture", "公开讲堂"
    PARK = "park", "走进园区"
    COMMUNITY = "community", "走进社区"
    CAMPUS = "campus", "走进校区"
    OBSERVING = "observing", "听证会旁听"


class Passing(models.TextChoices):
    """Whether others pass a party that does not fit (promotion.Passing)."""

    FITS = promotion.Passing.FITS.value, "放不下的一组保留次序，先递补放得下的下一组"
    STRICT = promotion.Passing.STRICT.value, "严格按次序，前面的放不下，后面的等"


class Unit(models.TextChoices):
    """What places are counted in."""

    PERSON = "person", "人"
    FIRM = "firm", "家"


class MaterialKind(models.TextChoices):
    """What stands on the page beside the text."""

    MATERIAL = "material", "材料"
    PICTURE = "picture", "图片"


class Every(models.TextChoices):
    """The stretch of a target (rhythm.Every)."""

    MONTH = rhythm.Every.MONTH.name.lower(), "每月"
    QUARTER = rhythm.Every.QUARTER.name.lower(), "每季度"
    YEAR = rhythm.Every.YEAR.name.lower(), "每年"


class OfferEnd(models.TextChoices):
    """How an offer ended."""

    ACCEPTED = "accepted", "要了"
    DECLINED = "declined", "不要"
    LAPSED = "lapsed", "逾期"
    VOID = "void", "随报名取消"


class How(models.TextChoices):
    """How a ticket was read."""

    QR = "qr", "扫码"
    CODE = "code", "输码"


# Kinds of notice and where sealed addresses are kept.
class Result(models.TextChoices):
    """What became of a suggestion."""

    ADOPTED = terms.ADOPTED, "采纳"
    PARTLY = terms.PARTLY, "部分采纳"
    DECLINED = terms.DECLINED, "不采纳"
    OUTSIDE = terms.OUTSIDE, "不属于这次活动的范围"


PARTY_KIND: Final = "events.party"
PLACE: Final = "events.signup"
STAFF_KIND: Final = "events.due"
