"""政府信息公开指南 of an organ, version by version."""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.acts.models import ActRow, unchanging
from portal.organs.models import Organ
from portal.platform.workflow import WORKFLOW, Status

# What a guide tells of the organ and the directory of organs keeps, in the order of the page.
CONTACTS: Final = (
    "address", "postcode", "office_hours", "phone", "fax", "email", "website",
)  # fmt: skip


class GuideVersion(models.Model):
    """One version. What the directory keeps of the organ is never written here; `contacts` is what
    it said on the day of release, for readers of a version that is no longer the current one.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="guides"
    )
    version = models.PositiveSmallIntegerField("版次")
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.DRAFT.value
    )
    office_name = models.CharField("工作机构名称", max_length=100, blank=True)
    classification = models.TextField("信息分类", blank=True)
    arrangement = models.TextField("编排体系", blank=True)
    obtaining = models.TextField("获取方式", blank=True)
    applying = models.TextField("申请公开的说明", blank=True)
    further = models.TextField("其他说明", blank=True)
    has_no_fax = models.BooleanField("不设传真", default=False)
    contacts = models.JSONField("发布时的联系方式", default=dict, blank=True)
    released_at = models.DateTimeField("发布时间", null=True)
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = "公开指南"
        verbose_name_plural = "公开指南"
        ordering = ["organ", "-version", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "version"],
                condition=~Q(status=Status.DISCARDED.value),
                name="guide_version_once",
                violation_error_message="本机关的指南已有一版正在起草。",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.RELEASED.value, released_at__isnull=False)
                | (~Q(status=Status.RELEASED.value) & Q(released_at__isnull=True)),
                name="released_guide_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.RELEASED.value)
                | ~(
                    Q(office_name="")
                    | Q(classification="")
                    | Q(arrangement="")
                    | Q(obtaining="")
                    | Q(applying="")
                ),
                name="released_guide_is_complete",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="released_guide_is_final",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status=Status.RELEASED.value),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organ.short_name}公开指南第{self.version}版"

    def get_absolute_url(self) -> str:
        return reverse("site:guide_version", args=[self.organ.code, self.version])

    @property
    def number(self) -> str:
        """What the desk names it by."""
        return str(self)


class GuideAct(ActRow):
    """One step of a version."""

    workflow = WORKFLOW
    guide = models.ForeignKey(GuideVersion, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("意见", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "指南办理记录"
        verbose_name_plural = "指南办理记录"
        triggers = unchanging("guide", "reason")
