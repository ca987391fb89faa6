"""Vocabulary of links."""

from django.db.models import IntegerChoices, TextChoices


class LinkClass(IntegerChoices):
    """What a reader meets behind an address; of several the greatest counts."""

    OK = 0, "正常"
    CAUTION = 1, "请人工看"
    BROKEN = 2, "失效"
    DANGEROUS = 3, "危险"


# What no page may lead to when it is published.
DEAD = (LinkClass.BROKEN, LinkClass.DANGEROUS)


class Sight(TextChoices):
    """What one look saw."""

    OPENS = "opens", "打开了"
    SLOW = "slow", "很慢"
    BLOCKED = "blocked", "不让看"
    FAILED = "failed", "打不开"
    PRIVATE = "private", "指向内网"
    LISTED = "listed", "在危险名单上"
