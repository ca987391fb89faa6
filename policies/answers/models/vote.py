"""有用或者没用: what a reader thought of one version."""

from __future__ import annotations

from django.db import models

from policies.answers.models.version import EntryVersion


class Vote(models.Model):
    """One vote of one browser on one day.

    `mark` is a keyed hash of the browser's random number, the version and the day: it says that
    the same browser voted before that day on that version, and nothing of any other day or page.
    """

    version = models.ForeignKey(EntryVersion, on_delete=models.CASCADE, related_name="votes")
    day = models.DateField("日期")
    mark = models.CharField("标记", max_length=64)
    useful = models.BooleanField("有用")

    class Meta:
        verbose_name = "问答评价"
        verbose_name_plural = "问答评价"
        constraints = [
            models.UniqueConstraint(fields=["version", "mark"], name="answer_vote_once_a_day")
        ]
        indexes = [models.Index(fields=["version", "useful"], name="answer_votes")]

    def __str__(self) -> str:
        return f"{self.version}评价{self.pk}"
