"""The vocabulary of public concern."""

from django.db.models import TextChoices


class Gravity(TextChoices):
    """How grave a matter is, from which its hours follow."""

    SERIOUS = "serious", "特别重大、重大突发事件"
    OTHER = "other", "其他政务舆情"


class Nature(TextChoices):
    """The six kinds of concern that are answered first."""

    MISREAD = "misread", "对重大政策有误读"
    INTERESTS = "interests", "涉及公众切身利益、影响较大"
    LIVELIHOOD = "livelihood", "涉及民生底线"
    EMERGENCY = "emergency", "突发事件和自然灾害"
    TOPIC = "topic", "社会热点"
    ORDERED = "ordered", "上级要求回应"


class Origin(TextChoices):
    """Where a concern was noticed."""

    NETWORK = "network", "网络"
    PRESS = "press", "新闻媒体"
    HOTLINE = "hotline", "12345热线"
    MESSAGES = "messages", "网站留言"
    SITE = "site", "现场和窗口"
    ABOVE = "above", "上级交办"


class HotKind(TextChoices):
    """By what a line of the month's hot questions is counted."""

    POLICY = "policy", "问得多的政策"
    THEME = "theme", "问得多的主题"
    QUESTION = "question", "问得多的问题"
    WORDS = "words", "查了没有找到的词"
