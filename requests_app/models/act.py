"""One step of a case: the act, the states, the person, the reason."""

from django.db import models

from portal.accounts.models import User
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from requests_app.models.request import InformationRequest
from requests_app.workflow import ACTIONS, BULK_ACTS, SIDE_ACTS


class RequestAct(SealedModel):
    """A row for every act; without a person it was the applicant's, or the portal's own."""

    request = models.ForeignKey(InformationRequest, on_delete=models.PROTECT, related_name="acts")
    action = models.CharField("行为", max_length=24)
    source = models.CharField("原状态", max_length=24)
    target = models.CharField("新状态", max_length=24)
    by = models.ForeignKey(
        User, verbose_name="办理人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间")
    reason = SealedTextField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["request", "action"])]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What was done, as the tables of the workflow say it."""
        name = self.action
        act = ACTIONS.get(name) or SIDE_ACTS.get(name) or BULK_ACTS.get(name)
        return act.sentence if act else "提交申请"
