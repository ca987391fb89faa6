"""重复申请: the answers that the same applicant has already, and how one of them is cited."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portal.common.errors import ActRefused
from requests_app.models import Answer, InformationRequest
from requests_app.outcomes import ANSWERS

if TYPE_CHECKING:
    from django.db.models import QuerySet

_CODES = [outcome.code for outcome in ANSWERS]


def earlier_answers(request: InformationRequest) -> QuerySet[Answer]:
    """Answers of the same organ to other applications of the same applicant that have left, the
    latest first; none where nobody can tell whose they are.
    """
    if not request.identity_index:
        return Answer.objects.none()
    rows = Answer.objects.filter(
        request__organ=request.organ_id,
        request__identity_index=request.identity_index,
        delivery__isnull=False,
        signed_on__isnull=False,
        outcome__in=_CODES,
    )
    return rows.exclude(request=request.pk).select_related("request").order_by("-signed_on", "-pk")


def cited(
    request: InformationRequest, chosen: Answer | None, number: str, day: dt.date | None
) -> tuple[str, dt.date | None]:
    """Number and day of the earlier answer, as the letter cites them: of the one that was chosen,
    or as they were written down. Raises ActRefused for an answer that is not this applicant's.
    """
    if chosen is None:
        return number.strip(), day
    if not earlier_answers(request).filter(pk=chosen.pk).exists():
        raise ActRefused("选择的不是此前对同一申请人作出的答复，请重新选择。")
    return number_of(chosen), chosen.signed_on


def number_of(answer: Answer) -> str:
    """Its 文号; of one that was never numbered the number of its application."""
    letter = answer.letters.filter(void_on=None).order_by("pk").first()
    return letter.number if letter else f"申请编号{answer.request.number}"
