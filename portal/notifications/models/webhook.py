"""Systems that are told of public events by a signed request."""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models


def new_secret() -> str:
    """A secret of 256 bits for signing."""
    return secrets.token_urlsafe(32)


class WebhookEndpoint(models.Model):
    """One receiving address, its signing secret and the kinds it wants."""

    name = models.CharField("名称", max_length=100)
    url = models.URLField(
        "地址", max_length=500, help_text="公网 https 地址；内网地址须由运维列入许可"
    )
    secret = models.CharField("签名密钥", max_length=100, default=new_secret)
    kinds = ArrayField(
        models.CharField(max_length=64), verbose_name="通知种类", default=list, blank=True
    )
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "推送接口"
        verbose_name_plural = "推送接口"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
