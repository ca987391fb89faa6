"""A query code that was lost, replaced at the window where the request lies."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal.personal.impersonal import impersonal
from requests_app.rectification.models import Rectification
from requests_app.rectification.services.steps import STEPS
from requests_app.services.renewed_codes import renew_code

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def replace_rectification_code(
    *, rectification: Rectification, document: str, reason: str, by: User, at: dt.datetime
) -> Rectification:
    """Give the applicant, whose `document` was seen, another code; it stands on the receipt."""
    held, act = STEPS.begin(rectification, "replace_code", by, at)
    text = impersonal(reason, "换发的情况", of=[held])
    renew_code(held, document)
    return STEPS.finish(held, act, by=by, at=at, reason=text, details={"document": document})
