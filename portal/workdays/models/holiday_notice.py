"""The State Council's yearly notices and the days each of them names."""

import uuid

from django.db import models


class HolidayNotice(models.Model):
    """One notice: a year's arrangement (部分节假日安排), or one that changes it later.

    A year is covered as soon as one notice for it is loaded. `revision` is new whenever the
    notice or its days change, so that each process notices that its calendar is out of date.
    """

    year = models.PositiveSmallIntegerField("年度", db_index=True)
    number = models.CharField("文号", max_length=60, unique=True)
    issued_on = models.DateField(
        "成文日期", help_text="两个通知对同一天规定不同时，以成文在后的为准"
    )
    title = models.CharField("标题", max_length=200)
    url = models.URLField("网址", blank=True)
    is_verified = models.BooleanField(
        "已核实", default=False, help_text="文号和日期已与原文核对；未核实的在页面上标明“待核实”"
    )
    revision = models.UUIDField("版本", default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = "节假日安排通知"
        verbose_name_plural = "节假日安排通知"
        ordering = ["issued_on", "id"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class CalendarDay(models.Model):
    """One day a notice names: off (放假) or a make-up working day (上班)."""

    notice = models.ForeignKey(
        HolidayNotice, verbose_name="通知", on_delete=models.CASCADE, related_name="days"
    )
    date = models.DateField("日期", db_index=True)
    is_working = models.BooleanField("上班")
    note = models.CharField("节日", max_length=40)

    class Meta:
        verbose_name = "放假和调休日"
        verbose_name_plural = "放假和调休日"
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "date"], name="calendar_day_once_a_notice")
        ]

    def __str__(self) -> str:
        return f"{self.date} {'上班' if self.is_working else '放假'}（{self.note}）"
