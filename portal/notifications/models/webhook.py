"""Systems that are told of public events by a signed request."""

import base64
import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models


def new_secret() -> str:
    """A key of 256 bits for signing, as Standard Webhooks spells one: whsec_ and its base64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


class WebhookEndpoint(models.Model):
    """One receiving address, its signing secret and the kinds it wants.

    `off_because` is why the portal itself switched it off, empty where a person did.
    """

    name = models.CharField("名称", max_length=100)
    url = models.URLField(
        "地址", max_length=500, help_text="公网 https 地址；内网地址须由运维列入许可"
    )
    secret = models.CharField("签名密钥", max_length=100, default=new_secret)
    kinds = ArrayField(
        models.CharField(max_length=64), verbose_name="通知种类", default=list, blank=True
    )
    is_active = models.BooleanField("启用", default=True)
    off_at = models.DateTimeField("自动停用时间", null=True, editable=False)
    off_because = models.CharField("自动停用原因", max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = "推送接口"
        verbose_name_plural = "推送接口"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
