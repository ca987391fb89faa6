"""Which policies an interpretation explains, and which passages of them."""

from django.db import models

from disclosure.models import Document
from policies.interpretations.models.interpretation import Interpretation


class ExplainedPolicy(models.Model):
    """A policy that is explained; the first is the one it is named by."""

    interpretation = models.ForeignKey(
        Interpretation, on_delete=models.CASCADE, related_name="policies"
    )
    document = models.ForeignKey(
        Document, verbose_name="文件", on_delete=models.PROTECT, related_name="interpretation_rows"
    )
    position = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = "所解读的文件"
        verbose_name_plural = "所解读的文件"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["interpretation", "document"],
                name="policy_explained_once",
                violation_error_message="已登记解读这件文件。",
            )
        ]

    def __str__(self) -> str:
        return self.document.title


class ExplainedPassage(models.Model):
    """A place of the policy's page: `anchor` is where the page is entered, `label` how the text
    itself calls it.
    """

    policy = models.ForeignKey(ExplainedPolicy, on_delete=models.CASCADE, related_name="passages")
    anchor = models.CharField("位置", max_length=40)
    label = models.CharField("条文", max_length=80)
    position = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = "讲到的条文"
        verbose_name_plural = "讲到的条文"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "anchor"], name="passage_explained_once")
        ]

    def __str__(self) -> str:
        return self.label
