"""Papers of a case that come after it: proof of identity, an authorisation, a postal receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from portal.personal.handed_in import Checked, HandedIn, added, keep
from requests_app.models import Evidence, InformationRequest
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


def keep_evidence(
    request: InformationRequest, files: Sequence[Checked], *, at: dt.datetime
) -> list[Evidence]:
    """Store checked files with a case."""
    return [
        keep(Evidence(request=request, purpose=each.given.purpose, at=at), each) for each in files
    ]


@transaction.atomic
def add_papers(
    *,
    request: InformationRequest,
    files: Sequence[HandedIn],
    purpose: str,
    by: User,
    at: dt.datetime,
) -> InformationRequest:
    """Keep what came later on paper."""
    request, act = STEPS.begin(request, "add_papers", by, at)
    rows = keep_evidence(request, added(files, purpose, purposes=Evidence.Purpose), at=at)
    details = {"purpose": purpose, "files": len(rows)}
    return STEPS.finish(request, act, by=by, at=at, details=details)
