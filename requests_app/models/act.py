"""One step of a case: the act, the states, the person, the reason."""

from django.db import models

from portal.acts.models import ActRow, unchanging
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from requests_app.models.request import InformationRequest
from requests_app.workflow import WORKFLOW


class RequestAct(ActRow, SealedModel):
    """A row for every act; without a person it was the applicant's, or the portal's own."""

    workflow = WORKFLOW

    request = models.ForeignKey(InformationRequest, on_delete=models.PROTECT, related_name="acts")
    reason = SealedTextField("说明", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        indexes = [models.Index(fields=["request", "action"])]
        triggers = unchanging("request")
