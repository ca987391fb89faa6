"""A service item (政务服务事项), under the column names of the national exchange table."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from policies.service_items.querysets import ServiceItemQuerySet
from portal.organs.models import Organ

# GB/T 39554.1-2020 numbers items by digits and capital letters; nothing is computed from them.
CODE = RegexValidator(r"\A[0-9A-Z]{8,36}\Z", "应为 8 到 36 位的数字和大写字母")


class ServiceItem(models.Model):
    """One thing people apply for at an organ. Columns are named, and codes kept, as they come.

    What a code of the table means is the table's; only `task_state` and the two dates are read.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="实施机关", on_delete=models.PROTECT, related_name="service_items"
    )
    task_code = models.CharField("实施编码", max_length=36, unique=True, validators=[CODE])
    catalog_code = models.CharField("基本编码", max_length=12, blank=True, validators=[CODE])
    task_handle_item = models.CharField(
        "业务办理项编码", max_length=36, blank=True, validators=[CODE]
    )
    local_catalog_code = models.CharField("地方基本编码", max_length=36, blank=True)
    local_task_code = models.CharField("地方实施编码", max_length=36, blank=True)
    task_name = models.CharField("事项名称", max_length=300)
    task_type = models.CharField("事项类型", max_length=20, blank=True)
    task_version = models.CharField("事项版本", max_length=20, blank=True)
    task_state = models.CharField("事项状态", max_length=20)
    dept_code = models.CharField("实施主体编码", max_length=64, blank=True)
    dept_name = models.CharField("实施主体", max_length=200, blank=True)
    dept_type = models.CharField("实施主体性质", max_length=20, blank=True)
    use_level = models.CharField("行使层级", max_length=20, blank=True)
    by_law = models.TextField("设定依据", blank=True)
    server_type = models.CharField("服务对象", max_length=60, blank=True)
    project_type = models.CharField("办件类型", max_length=20, blank=True)
    accept_condition = models.TextField("受理条件", blank=True)
    handle_flow = models.TextField("办理流程", blank=True)
    handle_type = models.CharField("办理形式", max_length=60, blank=True)
    anticipate_day = models.CharField("法定时限", max_length=40, blank=True)
    promise_day = models.CharField("承诺时限", max_length=40, blank=True)
    limit_scene_num = models.CharField("到现场次数", max_length=20, blank=True)
    is_fee = models.CharField("是否收费", max_length=20, blank=True)
    fee_basis = models.TextField("收费依据", blank=True)
    transact_addr = models.TextField("办理地点", blank=True)
    transact_time = models.TextField("办理时间", blank=True)
    link_way = models.TextField("咨询方式", blank=True)
    supervise_way = models.TextField("监督投诉方式", blank=True)
    link_addr = models.URLField("网上办理地址", max_length=500, blank=True)
    mobile_terminal_url = models.URLField("移动端办理地址", max_length=500, blank=True)
    plan_effective_date = models.DateField("计划生效日期", null=True, blank=True)
    plan_cancel_date = models.DateField("计划取消日期", null=True, blank=True)
    created_at = models.DateTimeField("收录时间", editable=False)
    updated_at = models.DateTimeField("更新时间", editable=False)

    objects = ServiceItemQuerySet.as_manager()

    class Meta:
        verbose_name = "政务服务事项"
        verbose_name_plural = "政务服务事项"
        ordering = ["task_name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(task_name=""), name="service_item_has_name"),
            models.CheckConstraint(
                condition=Q(task_code__regex=r"^[0-9A-Z]{8,36}$"), name="service_item_code_shape"
            ),
            models.CheckConstraint(
                condition=Q(plan_effective_date__isnull=True)
                | Q(plan_cancel_date__isnull=True)
                | Q(plan_cancel_date__gte=models.F("plan_effective_date")),
                name="service_item_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["task_name", "id"], name="service_item_by_name"),
            models.Index(fields=["organ", "task_name"], name="service_item_of_organ"),
        ]

    def __str__(self) -> str:
        return self.task_name

    def get_absolute_url(self) -> str:
        return reverse("policies:service_item", kwargs={"pk": self.pk})

    def is_on_offer(self, *, on: dt.date) -> bool:
        """Whether it can be applied for on a day: what `querysets.on_offer` says of rows."""
        return (
            self.task_state in settings.SERVICE_STATES_OFFERED
            and (self.plan_effective_date is None or self.plan_effective_date <= on)
            and (self.plan_cancel_date is None or self.plan_cancel_date > on)
        )
