"""Vocabulary of answers."""

from typing import Final

from django.db.models import TextChoices

from disclosure.choices import Validity


class Audience(TextChoices):
    """Who may read an answer; each reads what those before it may."""

    PUBLIC = "public", "公众"
    WINDOW = "window", "窗口"
    INTERNAL = "internal", "内部"

    @property
    def reads(self) -> tuple["Audience", ...]:
        """The audiences whose answers a reader of this one may read."""
        order = list(Audience)
        return tuple(order[: order.index(self) + 1])


class ChangeLevel(TextChoices):
    """How much a version says that the one before did not: it decides who is told, and whether
    the votes begin anew.
    """

    TYPO = "typo", "勘误"
    MINOR = "minor", "一般"
    MAJOR = "major", "重大"


class Source(TextChoices):
    """Where the question came from."""

    POLICY = "policy", "政策"
    INTERPRETATION = "interpretation", "解读"
    MESSAGES = "messages", "留言"
    FEEDBACK = "feedback", "窗口反馈"


class Asked(TextChoices):
    """What a consumer asks of the base, as its usage is counted."""

    SEARCH = "search", "检索"
    SUGGESTION = "suggestion", "提示"
    ENTRY = "entry", "读取"
    CHANGES = "changes", "变动"
    FEEDBACK = "feedback", "反馈"


# A policy in one of these states bears no answer any more.
ENDED: Final = (Validity.REPEALED, Validity.EXPIRED, Validity.SUPERSEDED)
