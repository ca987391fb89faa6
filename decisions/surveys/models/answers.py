"""Who may answer, and what was answered: two tables that nothing joins.

A token says that somebody has answered and never what; an answer says what and carries no token, no
address of the network and no time finer than the day. Its key is random, so that the order in which
answers came is not kept with them. None of these acts stands in the audit trail.
"""

from __future__ import annotations

import json
import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from decisions.surveys.answers import Given, from_data
from decisions.surveys.choices import Channel
from decisions.surveys.models.survey import Survey, SurveyVersion
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel


class Token(SealedModel):
    """The right of one mailbox to answer once. `holder` is a keyed hash of the mailbox and the
    questionnaire, which tells nothing across questionnaires; of the secret itself only a hash is
    kept. The address is sealed for the letter and goes with the answer.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="tokens")
    holder = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    email = SealedTextField("电子邮箱", blank=True)
    asked_at = models.DateTimeField("领取时间", null=True)
    is_spent = models.BooleanField("已用掉", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "答卷凭证"
        constraints = [
            models.UniqueConstraint(fields=["survey", "holder"], name="one_contact_one_token"),
            # Once it is spent nothing says when it was asked for.
            models.CheckConstraint(
                condition=Q(is_spent=False) | Q(asked_at__isnull=True),
                name="spent_token_tells_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}"


class SurveyDraft(SealedModel):
    """What somebody has typed so far and comes back to; it goes with the answer, with the end, and
    after some days.
    """

    token = models.OneToOneField(Token, on_delete=models.CASCADE, related_name="draft")
    content = SealedTextField("内容", blank=True)
    saved_at = models.DateTimeField("保存时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "没有答完的问卷"

    def __str__(self) -> str:
        return f"{self.token_id}"

    @property
    def typed(self) -> dict[str, list[str]]:
        """What stands in each field, as it was typed."""
        found: dict[str, list[str]] = json.loads(self.content) if self.content else {}
        return found


class Answer(SealedModel):
    """One answer. What was picked is counted; what was written is sealed, since people write of
    themselves whatever they are told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="answers")
    channel = models.CharField("来路", max_length=8, choices=Channel)
    picks = models.JSONField("所选", default=dict)
    texts = SealedTextField("所写", blank=True)
    answered_on = models.DateField("日期")

    class Meta:
        verbose_name = verbose_name_plural = "答卷"
        triggers = [
            pgtrigger.Protect(name="answer_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="answer_is_never_changed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("version", "channel", "picks", "answered_on"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}"

    @property
    def written(self) -> dict[str, str]:
        """What was written, by question."""
        found: dict[str, str] = json.loads(self.texts) if self.texts else {}
        return found

    @property
    def given(self) -> dict[str, Given]:
        """The answers by question."""
        return from_data(self.picks, self.written)
