"""An enquiry, its acts, its letter."""

from django.db import models
from django.urls import reverse

from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.organs.models import Organ
from portal.papers.letters import NumberedLetter
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from tests.kind.letters import KINDS
from tests.kind.workflow import WORKFLOW, Status


class Enquiry(SealedModel):
    """Who asks what, and what is answered."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    number = models.CharField("咨询编号", max_length=80, unique=True)
    code_index = models.CharField(max_length=64)
    submission_key = models.UUIDField(unique=True)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    name = SealedTextField("姓名")
    email = SealedTextField("电子邮箱", blank=True)
    phone = SealedTextField("联系电话", blank=True)
    question = SealedTextField("咨询的问题")
    answer = SealedTextField("答复", blank=True)
    status = models.CharField("状态", max_length=16, choices=Status.choices, default="received")
    handler = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField("提交时间")
    due_on = models.DateField("本机关内部期限")
    told_on = models.DateField("告知日期", null=True)
    purged_at = models.DateTimeField("个人信息清除时间", null=True)
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = verbose_name_plural = "咨询"

    def __str__(self) -> str:
        return self.number

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
