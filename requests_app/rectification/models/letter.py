"""文书 of a request to rectify a record, with the 文号 it keeps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.papers.letters import NumberedLetter
from portal.vault.fields import SealedTextField
from requests_app.rectification.letters import RECTIFICATION_KINDS
from requests_app.rectification.models.case import Rectification, RectificationDecision
from requests_app.rectification.models.facts import RectificationForwarding


class RectificationLetter(NumberedLetter):
    """One letter, numbered by the same counters as those of applications; `organ` sent it.
    Neither act that sends one can be taken back.
    """

    kinds = RECTIFICATION_KINDS

    rectification = models.ForeignKey(
        Rectification, on_delete=models.PROTECT, related_name="letters"
    )
    decision = models.OneToOneField(
        RectificationDecision, null=True, on_delete=models.PROTECT, related_name="letter"
    )
    forwarding = models.OneToOneField(
        RectificationForwarding, null=True, on_delete=models.PROTECT, related_name="letter"
    )
    content = SealedTextField("内容", blank=True, bound_to="requests_app.recordletter.content")

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

    @property
    def case(self) -> Rectification:
        return self.rectification
