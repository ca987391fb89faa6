"""What opinions bring to the keeping of personal data: who wrote goes, what was said stays, unless
it was taken back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from decisions.consultations.models import Opinion
from decisions.consultations.services.notices import forget_told
from decisions.consultations.workflow import OpinionStatus
from portal.personal import retention

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

_WITHDRAWN = Q(status=OpinionStatus.WITHDRAWN)


def _class(opinion: Opinion) -> str:
    return "withdrawn" if opinion.status == OpinionStatus.WITHDRAWN else "settled"


def _forget(opinion: Opinion) -> list[FieldFile]:
    opinion.acts.update(reason="")
    if opinion.status == OpinionStatus.WITHDRAWN:
        opinion.text, opinion.text_index = "", ""
    # With the account and the contact goes the word that a name may be shown: nobody is left who
    # could take it back.
    opinion.public_name, opinion.may_name = "", False
    forget_told(opinion)
    return []


OPINIONS = retention.Retention[Opinion](
    model=Opinion,
    prefix="opinions",
    setting="OPINION_RETENTION_MONTHS",
    classes={"withdrawn": _WITHDRAWN, "settled": ~_WITHDRAWN},
    class_of=_class,
    sealed=("name", "phone", "email", "guardian"),
    forget=_forget,
)
