"""The columns in which is kept what became of what somebody said, and what of it anybody reads."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Heard(models.Model):
    """Each kind adds its `outcome` and `change`, in words of its own, by the codes of
    `ledgers.terms`.

    Anybody reads `summary` and `reason`, which staff write, and `public_text`, a masked copy of
    what was said: there only with consent, and as long as it is shown.
    """

    may_publish = models.BooleanField("同意公开意见", default=False)
    summary = models.CharField("意见摘要", max_length=500, blank=True)
    reason = models.CharField("理由", max_length=2000, blank=True)
    public_text = models.TextField("公开的文字", blank=True)
    shown_at = models.DateTimeField("公开时间", null=True)

    class Meta:
        abstract = True


def has_outcome_in(*states: str) -> Q:
    """A condition of the table: what is in one of these states has an outcome, nothing else has."""
    within = Q(status__in=states) if len(states) > 1 else Q(status=states[0])
    return within & ~Q(outcome="") | ~within & Q(outcome="")
