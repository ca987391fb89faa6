"""Words of the columns of a catalogue, its items, and what changes them."""

from django.db import models


class Matter(models.TextChoices):
    """What is decided: 《重大行政决策程序暂行条例》第三条第一款."""

    MEASURES = "measures", "重大公共政策和措施"
    PLAN = "plan", "重要规划"
    RESOURCES = "resources", "重要自然资源、文化资源的政策和措施"
    PROJECT = "project", "重大公共建设项目"
    OTHER = "other", "其他重大事项"


class PlannedStep(models.TextChoices):
    """The steps that a catalogue plans, by the codes that the course of a decision has for them."""

    TAKING_PART = "taking_part", "公众参与"
    EXPERTS = "experts", "专家论证"
    RISK = "risk", "风险评估"
    COMPETITION = "competition", "公平竞争审查"
    LEGALITY = "legality", "合法性审查"
    MEETING = "meeting", "集体讨论"


class Place(models.TextChoices):
    """How an item stands in its catalogue from a day on."""

    LISTED = "listed", "列入"
    MOVED = "moved", "移到以后年度"
    REMOVED = "removed", "退出目录"


class Change(models.TextChoices):
    """What an adjustment does."""

    ADD = "add", "增加"
    CHANGE = "change", "修改"
    MOVE = "move", "移到以后年度"
    REMOVE = "remove", "退出目录"


class Outcome(models.TextChoices):
    """What became of an item by the end of its year."""

    DONE = "done", "完成"
    MOVED = "moved", "移到以后年度"
    WITHDRAWN = "withdrawn", "不再决策"
