"""What staff's own programs ask of a document in hand: where it stands and what is in its way.

The only address of the interface that knows who asks: it answers to a signed-in member of the
organ, is never kept, and gives no other site leave to read it.
"""

from __future__ import annotations

from dataclasses import asdict

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_cache_control
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response

from disclosure.api.doors import OpenView
from disclosure.blockers import for_signing, for_submission
from disclosure.models import Document
from disclosure.querysets import WORKING_ROLES
from disclosure.services.review import STEPS
from disclosure.workflow import EDITABLE, IN_REVIEW, WORKFLOW
from portal.accounts.permissions import organs_with_role


class DocumentWork(OpenView):
    """Where a document of the person's own organ stands."""

    authentication_classes = (SessionAuthentication,)  # type: ignore[assignment]

    @extend_schema(exclude=True)
    def get(self, request: Request, pk: int) -> Response:
        """The same list that the form shows and the acts enforce."""
        user = request.user
        document = get_object_or_404(Document.objects.select_related("organ"), pk=pk)
        if document.organ_id not in organs_with_role(user, *WORKING_ROLES):
            raise Http404
        today = timezone.localdate()
        blockers = []
        if document.status in EDITABLE:
            blockers = for_submission(document, on=today)
        elif document.status in IN_REVIEW:
            blockers = for_signing(document, on=today)
        acts = []
        for transition in WORKFLOW.leaving(document.status):
            verdict = STEPS.verdict(user, document, transition.action, on=today)
            acts.append(
                {
                    "action": transition.action,
                    "label": transition.label,
                    "allowed": bool(verdict),
                    "reason": verdict.reason,
                    "basis": transition.basis.citation,
                }
            )
        body = {
            "id": document.pk,
            "status": document.status,
            "publish_due_on": document.publish_due_on,
            "blockers": [asdict(blocker) for blocker in blockers],
            "acts": acts,
        }
        response = Response(body)
        patch_cache_control(response, private=True, no_store=True)
        return response
