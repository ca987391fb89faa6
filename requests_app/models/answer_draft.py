"""An answer that is still being written: sealed, and gone once it is handed in."""

from __future__ import annotations

import json

from django.db import models

from portal.accounts.models import User
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from requests_app.models.request import InformationRequest


class AnswerDraft(SealedModel):
    """What is typed of an answer and not handed in yet: for those who handle the case, gone once
    the answer is handed in.
    """

    request = models.OneToOneField(
        InformationRequest, on_delete=models.CASCADE, related_name="answer_draft"
    )
    content = SealedTextField("内容", blank=True)
    by = models.ForeignKey(User, verbose_name="拟稿人", on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = "答复草稿"
        verbose_name_plural = "答复草稿"

    def __str__(self) -> str:
        return f"{self.request} 答复草稿"

    @property
    def typed(self) -> dict[str, list[str]]:
        """The values of each field, as a form posts them."""
        found: dict[str, list[str]] = json.loads(self.content) if self.content else {}
        return found
