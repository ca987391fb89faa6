"""Vocabulary of service items."""

from django.db.models import TextChoices


class LinkEnd(TextChoices):
    """Why an item is no longer linked to a policy."""

    TAKEN_OFF = "taken_off", "人工摘下"
    LAPSED = "lapsed", "文件失效"


class Timeliness(TextChoices):
    """How a new policy stands with its term for linking."""

    IN_TIME = "in_time", "按期关联"
    LATE = "late", "逾期关联"
    MISSING = "missing", "逾期未关联"
    RUNNING = "running", "期限未到"
    NOTHING = "nothing", "没有可办的事项"
