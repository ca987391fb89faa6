"""文书 of a request to rectify a record, with the 文号 it keeps."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.organs.models import Organ
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from requests_app.rectification.letters import RECTIFICATION_KINDS
from requests_app.rectification.models.case import Rectification, RectificationDecision
from requests_app.rectification.models.facts import RectificationForwarding


class RectificationLetter(SealedModel):
    """One letter, numbered by the same counters as those of applications; `organ` sent it. Its
    words are kept sealed as they went out. Neither act that sends one can be taken back.
    """

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    rectification = models.ForeignKey(
        Rectification, on_delete=models.PROTECT, related_name="letters"
    )
    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(
        "文书",
        max_length=16,
        choices=[(kind.code, kind.title) for kind in RECTIFICATION_KINDS.values()],
    )
    head = models.CharField("机关代字和类字", max_length=60)
    year = models.PositiveSmallIntegerField("年份")
    sequence = models.PositiveIntegerField("序号")
    number = models.CharField("文号", max_length=80)
    decision = models.OneToOneField(
        RectificationDecision, null=True, on_delete=models.PROTECT, related_name="letter"
    )
    forwarding = models.OneToOneField(
        RectificationForwarding, null=True, on_delete=models.PROTECT, related_name="letter"
    )
    content = SealedTextField("内容", blank=True, bound_to="requests_app.recordletter.content")
    made_on = models.DateField("制作日期")
    by = models.ForeignKey(User, verbose_name="制作人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "更正申请文书"
        verbose_name_plural = "更正申请文书"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "head", "year", "sequence"], name="record_letter_number_once"
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=True) ^ Q(forwarding__isnull=True),
                name="record_letter_of_one_row",
            ),
            models.CheckConstraint(
                condition=Q(sequence__gte=1), name="record_letter_counted_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
