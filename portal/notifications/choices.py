"""Channels and states of outgoing messages, and how often a subscription is answered."""

from django.db.models import TextChoices


class Channel(TextChoices):
    """How a message reaches its recipient."""

    INBOX = "inbox", "站内信"
    MAIL = "mail", "电子邮件"
    SMS = "sms", "短信"
    WEBHOOK = "webhook", "接口推送"


class State(TextChoices):
    """Where an outgoing message stands; nothing leaves DEAD but a person's act."""

    PENDING = "pending", "待发送"
    SENT = "sent", "已发送"
    DEAD = "dead", "投递失败"


class Frequency(TextChoices):
    """How often the news of a subscription is sent."""

    IMMEDIATE = "immediate", "有新消息随时通知"
    DAILY = "daily", "每日一封"
    WEEKLY = "weekly", "每周一封"
