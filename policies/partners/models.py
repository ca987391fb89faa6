"""A system that sends work in, and what it sent."""

from __future__ import annotations

from django.db import models

from portal.organs.models import Organ
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel

LONGEST_CALL = 100


class Partner(SealedModel):
    """One system. It brings work to `organ` and those below it alone; without a secret, nothing.

    Which messages it brings is said by the channel that names it; `brings_items` lets it keep the
    list of service items of its organs.
    """

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=100)
    organ = models.ForeignKey(
        Organ, verbose_name="送到哪个机关", on_delete=models.PROTECT, related_name="+",
        help_text="渠道没有写分办机关的，留言由它分办；事项只能是它和它下级机关的。",
    )  # fmt: skip
    brings_items = models.BooleanField("送政务服务事项", default=False)
    secret = SealedTextField("签名密钥", blank=True)
    secret_at = models.DateTimeField("密钥签发时间", null=True)
    is_active = models.BooleanField("启用", default=True)
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = "来件系统"
        verbose_name_plural = "来件系统"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class ReceivedCall(models.Model):
    """A request that was done, by the number its sender gave it; sent again, it is answered the
    same and not done again. Kept for a while (`PARTNER_CALL_DAYS`); nothing personal is in it.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="calls")
    call = models.CharField("请求编号", max_length=LONGEST_CALL)
    digest = models.CharField("内容散列", max_length=64)
    status = models.PositiveSmallIntegerField("回答状态")
    answer = models.JSONField("回答")
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = "收到的请求"
        verbose_name_plural = "收到的请求"
        constraints = [
            models.UniqueConstraint(fields=["partner", "call"], name="partner_call_once")
        ]

    def __str__(self) -> str:
        return f"{self.partner} {self.call}"
