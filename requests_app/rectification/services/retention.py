"""What requests for rectification bring to the keeping of personal data.

Organ, kind, dates, states and grounds stay, so that no figure changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from portal.personal.retention import Retention
from portal.personal.sealed_papers import take_away
from requests_app.rectification import workflow as flow
from requests_app.rectification.models import Rectification, RectificationAct
from requests_app.rectification.services.notices import forget_rectification_told

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.fields.files import FieldFile

_TAKEN_BACK = Q(
    pk__in=RectificationAct.objects.filter(action__in=flow.WITHDRAWALS).values("rectification")
)


def _class(rectification: Rectification) -> str:
    """Taken back, or decided."""
    taken_back = any(act.action in flow.WITHDRAWALS for act in rectification.acts.all())
    return "withdrawn" if taken_back else "answered"


def _read(rows: QuerySet[Rectification]) -> QuerySet[Rectification]:
    acts = RectificationAct.objects.only("rectification", "action")
    return rows.prefetch_related(Prefetch("acts", acts))


def _forget(rectification: Rectification) -> list[FieldFile]:
    rectification.identity_index = rectification.name_index = rectification.phone_index = ""
    rectification.code_key = None
    rectification.decisions.update(text="")
    rectification.forwardings.update(reason="")
    rectification.acts.update(reason="")
    rectification.letters.update(content="")
    forget_rectification_told(rectification)
    return take_away(rectification.evidence.all())


RECTIFICATIONS = Retention[Rectification](
    model=Rectification,
    prefix="records",
    setting="REQUEST_RETENTION_MONTHS",
    classes={"withdrawn": _TAKEN_BACK, "answered": ~_TAKEN_BACK},
    class_of=_class,
    sealed=(
        "name", "identity_number", "phone", "email", "address", "agent_name", "agent_number",
        "record", "inaccurate", "should_be",
    ),
    forget=_forget,
    read=_read,
)  # fmt: skip
