"""An enquiry, its acts, its letter."""

from django.db import models
from django.urls import reverse

from portal.acts.models import ActRow, unchanging
from portal.papers.letters import NumberedLetter
from portal.tracking.cases import TrackedCase
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from tests.kind.letters import KINDS
from tests.kind.workflow import WORKFLOW, Status


class Enquiry(TrackedCase):
    """Who asks what, and what is answered."""

    question = SealedTextField("咨询的问题")
    answer = SealedTextField("答复", blank=True)
    status = models.CharField("状态", max_length=16, choices=Status.choices, default="received")
    due_on = models.DateField("本机关内部期限")
    told_on = models.DateField("告知日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "咨询"

    def get_absolute_url(self) -> str:
        return reverse("kind:case", args=[self.number])


class EnquiryAct(ActRow, SealedModel):
    """A row for every act."""

    workflow = WORKFLOW
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="acts")
    reason = SealedTextField("说明", blank=True)

    class Meta(ActRow.Meta):
        triggers = unchanging("enquiry")


class EnquiryLetter(NumberedLetter):
    """咨询答复书."""

    kinds = KINDS
    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="letter")

    @property
    def case(self) -> Enquiry:
        return self.enquiry
