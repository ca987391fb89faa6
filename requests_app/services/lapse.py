"""What an applicant's silence ends: the letter that says so is written by the portal's rule."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.common.errors import ActRefused
from requests_app.models import Answer, InformationRequest
from requests_app.outcomes import BY_CODE, LAPSED

if TYPE_CHECKING:
    from portal.accounts.models import User


def close_lapsed(request: InformationRequest, code: str, *, by: User, at: dt.datetime) -> Answer:
    """The letter of 不再处理, signed by its rule and ready to be delivered.

    There is nothing to weigh in it and nothing it discloses, so it passes no review.
    """
    outcome = BY_CODE[code]
    last = Answer.objects.filter(request=request).order_by("-version").first()
    request.outcome = code
    return Answer.objects.create(
        request=request,
        version=(last.version if last else 0) + 1,
        outcome=code,
        reason=f"{outcome.name}（{outcome.basis.citation if outcome.basis else ''}）",
        body=f"{outcome.name}。如仍需要相关政府信息，您可以重新提出申请。",
        by=by,
        at=at,
        signed_by=by,
        signed_on=timezone.localdate(at),
    )


def unsign(request: InformationRequest, code: str = "") -> None:
    """Take the signature from the letter that has not left, so that it decides nothing any more.

    `code` is the outcome by which the applicant's silence ended it, blank for an answer. Raises
    ActRefused where the letter is another one.
    """
    if (request.outcome if request.outcome in LAPSED else "") != code:
        raise ActRefused("待送达的文书不是这一种，请选择另一项撤回。")
    last = Answer.objects.filter(request=request).order_by("-version").first()
    if last:
        last.signed_by = last.signed_on = None
        last.save(update_fields=["signed_by", "signed_on"])
    request.outcome = ""
