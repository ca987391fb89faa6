"""An application that is still being written: sealed, its writer's alone, gone after some days."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import models

from portal.accounts.models import User
from portal.personal.sealed_papers import SealedPaper
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from requests_app.models.evidence import Evidence


class ApplicationDraft(SealedModel):
    """What somebody has typed so far; the session, the browser or the account that wrote it may
    open it.

    `key` is the key of its submission: sent once or twice, it becomes one application.
    """

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField("提交键", default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        User, verbose_name="账号", null=True, on_delete=models.CASCADE, related_name="+"
    )
    browser_index = models.CharField("浏览器索引", max_length=64, blank=True, db_index=True)
    content = SealedTextField("内容", blank=True)
    created_at = models.DateTimeField("开始时间")
    updated_at = models.DateTimeField("更新时间", db_index=True)

    class Meta:
        verbose_name = "申请草稿"
        verbose_name_plural = "申请草稿"

    def __str__(self) -> str:
        return f"申请草稿 {self.public_id}"

    @property
    def typed(self) -> dict[str, Any]:
        """What stands in the fields, as it was typed."""
        found: dict[str, Any] = json.loads(self.content) if self.content else {}
        return found


class DraftFile(SealedPaper):
    """A file uploaded to a draft, sealed like the evidence it will become."""

    folder = "drafts"

    draft = models.ForeignKey(ApplicationDraft, on_delete=models.CASCADE, related_name="files")
    purpose = models.CharField("用途", max_length=16, choices=Evidence.Purpose)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "草稿材料"
        verbose_name_plural = "草稿材料"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "purpose", "sha256"], name="draft_file_once_for_a_purpose"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}（{self.extension}）"
