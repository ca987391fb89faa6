"""A query code that was lost, replaced at the window: the old one opens nothing any more."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal.personal.impersonal import impersonal
from requests_app.models import InformationRequest
from requests_app.services.renewed_codes import renew_code
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def replace_code(
    *, request: InformationRequest, document: str, reason: str, by: User, at: dt.datetime
) -> InformationRequest:
    """Give the applicant, whose `document` was seen, another code; it stands on the receipt.

    Which kind of document it was is on record, never what stands in it, nor the code.
    """
    before, (request, act) = request, STEPS.begin(request, "replace_code", by, at)
    text = impersonal(reason, "换发的情况", of=[before])
    renew_code(request, document)
    return STEPS.finish(request, act, by=by, at=at, reason=text, details={"document": document})
