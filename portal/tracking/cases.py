"""What every kind of case has that a party sends and follows by number and code."""

from __future__ import annotations

from django.db import models

from portal.accounts.models import User
from portal.organs.models import Organ
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel


class TrackedCase(SealedModel):
    """Its number, code and key, whose it is, who works on it, and how its party is reached.

    A kind adds its `status`, what is asked, and what the law adds. Personal data are sealed, and
    purged on a day that the row keeps.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="办理机关", on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField("编号", max_length=80, unique=True)
    code_index = models.CharField("查询码索引", max_length=64)
    submission_key = models.UUIDField("提交键", unique=True)
    user = models.ForeignKey(
        User, verbose_name="账号", null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = SealedTextField("姓名或者名称")
    email = SealedTextField("电子邮箱", blank=True)
    phone = SealedTextField("联系电话", blank=True)
    handler = models.ForeignKey(
        User, verbose_name="承办人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField("提交时间")
    purged_at = models.DateTimeField("个人信息清除时间", null=True)
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number
