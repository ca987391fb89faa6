"""What applications bring to the keeping of personal data: their classes, and what goes.

Organ, dates, kinds, channel and outcome stay, so that no figure changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from portal.personal.retention import GONE, Retention
from portal.personal.sealed_papers import take_away
from requests_app.models import AnswerFile, InformationRequest
from requests_app.outcomes import LAPSED, WITHDRAWN
from requests_app.services.answer_drafts import forget_draft
from requests_app.services.consultation.opinions import forget_opinions
from requests_app.services.notices import forget_told
from requests_app.services.prepared_files import forget_prepared
from requests_app.services.retention.words import forget_words
from requests_app.workflow.states import Status

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

_CLOSED = (Status.ANSWERED, Status.WITHDRAWN, Status.SPLIT, Status.JOINED, Status.ARCHIVED)


def _class(request: InformationRequest) -> str:
    """Withdrawn, lapsed, or answered."""
    if request.outcome == WITHDRAWN:
        return "withdrawn"
    return "lapsed" if request.outcome in LAPSED else "answered"


def _is_over(request: InformationRequest) -> bool:
    """Closed, and no review or suit of it that has not ended."""
    return request.status in _CLOSED and all(remedy.result for remedy in request.remedies.all())


def _forget(request: InformationRequest) -> list[FieldFile]:
    request.identity_index = request.name_index = request.phone_index = ""
    request.code_key = None
    request.info_title = request.info_number = request.help_needed = ""
    request.description = GONE
    forget_words(request)
    forget_draft(request)
    forget_told(request)
    return [
        *take_away(request.evidence.all()),
        *forget_opinions(request),
        *forget_prepared(request),
        *take_away(AnswerFile.objects.filter(answer__request=request)),
    ]


CASES = Retention[InformationRequest](
    model=InformationRequest,
    prefix="requests",
    setting="REQUEST_RETENTION_MONTHS",
    classes={
        "withdrawn": Q(outcome=WITHDRAWN),
        "lapsed": Q(outcome__in=LAPSED),
        "answered": ~Q(outcome__in=(WITHDRAWN, *LAPSED)),
    },
    class_of=_class,
    sealed=(
        "name", "identity_number", "phone", "email", "address", "agent_name", "agent_number",
    ),
    forget=_forget,
    is_over=_is_over,
    read=lambda rows: rows.prefetch_related("remedies"),
)  # fmt: skip
