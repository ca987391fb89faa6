"""A change of the calendar carried into the open cases: who did it, why, what moved."""

from django.db import models

from portal.accounts.models import User


class Redating(models.Model):
    """One bulk re-dating. Its rows are done one by one, so that a killed worker goes on."""

    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        verbose_name = "期限重算"
        verbose_name_plural = "期限重算"

    def __str__(self) -> str:
        return f"期限重算 {self.at:%Y-%m-%d}"


class RedatedCase(models.Model):
    """What one case's due date was and what it became."""

    redating = models.ForeignKey(Redating, on_delete=models.PROTECT, related_name="cases")
    request = models.ForeignKey(
        "requests_app.InformationRequest", on_delete=models.PROTECT, related_name="redatings"
    )
    due_before = models.DateField("原答复期限", null=True)
    due_after = models.DateField("新答复期限", null=True)
    done_at = models.DateTimeField("时间", null=True)

    class Meta:
        verbose_name = "期限变动"
        verbose_name_plural = "期限变动"
        constraints = [
            models.UniqueConstraint(fields=["redating", "request"], name="case_redated_once")
        ]

    def __str__(self) -> str:
        return f"{self.request}：{self.due_before} → {self.due_after}"


class RedatedRectification(models.Model):
    """The same for the internal day of a request for the rectification of a record."""

    redating = models.ForeignKey(Redating, on_delete=models.PROTECT, related_name="records")
    rectification = models.ForeignKey(
        "requests_app.Rectification", on_delete=models.PROTECT, related_name="redatings"
    )
    due_before = models.DateField("原内部期限", null=True)
    due_after = models.DateField("新内部期限", null=True)
    done_at = models.DateTimeField("时间", null=True)

    class Meta:
        verbose_name = "内部期限变动"
        verbose_name_plural = "内部期限变动"
        constraints = [
            models.UniqueConstraint(
                fields=["redating", "rectification"], name="record_redated_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rectification}：{self.due_before} → {self.due_after}"
