"""One step of a case: what every kind of case keeps of every act, for good."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models

from portal.accounts.models import User
from portal.workflow import Workflow


class ActRow(models.Model):
    """A row for every act; without a person it was the party's own, or the portal's.

    A kind of case adds its `workflow`, the key to its case, with `related_name="acts"`, its
    `reason` (sealed where it may name somebody), and `unchanging(...)` as its triggers.
    """

    workflow: ClassVar[Workflow]

    action = models.CharField("行为", max_length=24)
    source = models.CharField("原状态", max_length=24)
    target = models.CharField("新状态", max_length=24)
    by = models.ForeignKey(
        User, verbose_name="办理人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间")

    class Meta:
        abstract = True
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What was done, as the table says it."""
        return self.workflow.sentence(self.action)


def unchanging(*more: str) -> list[pgtrigger.Trigger]:
    """Triggers of a table of acts: a row is never deleted, and of what it says only the reason
    goes, when the personal data of a case are purged. `more` are further columns that stay.
    """
    kept = ("action", "source", "target", "by", "at", *more)
    return [
        pgtrigger.Protect(name="act_is_never_deleted", operation=pgtrigger.Delete),
        pgtrigger.Protect(
            name="act_is_never_changed",
            operation=pgtrigger.Update,
            condition=pgtrigger.AnyChange(*kept),
        ),
    ]
