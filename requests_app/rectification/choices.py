"""Vocabulary of requests to rectify a record."""

from django.db.models import TextChoices


class DecisionKind(TextChoices):
    """What was found when a record was verified."""

    CORRECT = "correct", "予以更正"
    DECLINE = "decline", "不予更正"
    REFER = "refer", "告知向有权机关提出"


class DeclineGround(TextChoices):
    """Why a record stays as it is."""

    EVIDENCE = "evidence", "证据不足以证明记录不准确"
    ACCURATE = "accurate", "经核实记录准确"


class TellingWay(TextChoices):
    """How an applicant was told; on the site only those with an account can be."""

    SITE = "site", "本网站通知"
    PHONE = "phone", "电话"
    IN_PERSON = "in_person", "当面"
    LETTER = "letter", "信函"
    EMAIL = "email", "电子邮件"
