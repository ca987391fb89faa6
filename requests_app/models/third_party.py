"""What a third party or a co-maker sends back, and what a third party is told."""

from django.db import models

from portal.accounts.models import User
from portal.personal.sealed_papers import SealedPaper
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from requests_app.models.answer import Answer
from requests_app.models.facts import Consultation
from requests_app.models.filled import filled


class ConsultationFile(SealedPaper):
    """A paper that goes with an opinion; sealed, opened only by those who weigh the opinion."""

    folder = "opinions"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="files")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "意见材料"
        verbose_name_plural = "意见材料"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "sha256"], name="opinion_paper_kept_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.consultation} 材料"


class ThirdPartyNotice(SealedModel):
    """告知书: what is opened although the third party objected, and why (第三十二条)."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="notices")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="third_party_notices")
    told_on = models.DateField("告知日期")
    text = SealedTextField("决定公开的内容和理由")
    by = models.ForeignKey(User, verbose_name="告知人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "告知第三方"
        verbose_name_plural = "告知第三方"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "answer"], name="third_party_told_once_of_an_answer"
            ),
            models.CheckConstraint(condition=filled("text"), name="third_party_told_something"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation} 告知"
