"""The vocabulary of relays."""

from django.db.models import TextChoices


class RelayKind(TextChoices):
    """What a relay is."""

    ASSOCIATION = "association", "行业协会、商会"
    PARK = "park", "园区"
    WINDOW = "window", "服务窗口"
    COMMITTEE = "committee", "居委会、村委会"
    OTHER = "other", "其他组织"


class Means(TextChoices):
    """By which means people were told."""

    BOARD = "board", "公告栏、海报"
    MEETING = "meeting", "会议、讲解"
    VISIT = "visit", "上门"
    WINDOW = "window", "窗口当面"
    CHAT = "chat", "居民群、企业群"
    PHONE = "phone", "电话"
    PAPER = "paper", "纸质材料"
