"""One form somebody has begun: what stands in its fields, and whose it is."""

from __future__ import annotations

import json

from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel


class KeptText(SealedModel):
    """The fields of one form as they were typed, of a person or of a browser.

    Which form it is and which browser's is known by keyed hashes alone: who reads the database
    learns neither what was written nor about which case.
    """

    user = models.ForeignKey(
        User, verbose_name="账号", null=True, on_delete=models.CASCADE, related_name="+"
    )
    browser_index = models.CharField("浏览器索引", max_length=64, blank=True)
    form_index = models.CharField("表单索引", max_length=64)
    content = SealedTextField("内容")
    saved_at = models.DateTimeField("保存时间", db_index=True)

    class Meta:
        verbose_name = "没有提交的内容"
        verbose_name_plural = "没有提交的内容"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "form_index"],
                condition=Q(user__isnull=False),
                name="kept_text_once_for_a_person",
            ),
            models.UniqueConstraint(
                fields=["browser_index", "form_index"],
                condition=~Q(browser_index=""),
                name="kept_text_once_for_a_browser",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, browser_index="")
                | (Q(user__isnull=True) & ~Q(browser_index="")),
                name="kept_text_is_a_persons_or_a_browsers",
            ),
        ]

    def __str__(self) -> str:
        return f"没有提交的内容 {self.pk}"

    @property
    def typed(self) -> dict[str, list[str]]:
        """What stands in each field, as it was typed."""
        found: dict[str, list[str]] = json.loads(self.content)
        return found
