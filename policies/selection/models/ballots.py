"""The public vote: nothing here says who voted, and nothing is left once the result is public.

No moment is kept of a ballot, and none of its acts stands in the audit trail, which would put an
address of the network beside it.
"""

from __future__ import annotations

import uuid

from django.db import models

from policies.selection.models.nomination import Nomination
from policies.selection.models.selection import Selection
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel


class Ballot(models.Model):
    """What one contact chose. `voter` is a keyed hash of the mailbox and the selection, by which a
    second vote replaces the first, and which tells nothing across selections.
    """

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="ballots")
    voter = models.CharField(max_length=64)
    choices = models.ManyToManyField(Nomination, related_name="ballots")

    class Meta:
        verbose_name = verbose_name_plural = "选票"
        constraints = [
            models.UniqueConstraint(fields=["selection", "voter"], name="one_contact_one_ballot")
        ]

    def __str__(self) -> str:
        return f"{self.selection_id}"


class AskedBallot(SealedModel):
    """What somebody chose who has still to confirm their address, which is sealed only for the
    letter; it goes with the confirmation, or after two days.
    """

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    voter = models.CharField(max_length=64)
    email = SealedTextField("电子邮箱")
    choices = models.ManyToManyField(Nomination, related_name="+")
    asked_at = models.DateTimeField("提出时间")

    class Meta:
        verbose_name = verbose_name_plural = "待确认的选票"
        constraints = [
            models.UniqueConstraint(fields=["selection", "voter"], name="one_contact_asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.selection_id}"
