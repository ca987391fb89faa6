"""Papers of a request for rectification: a proof, an authorisation, a scan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from portal.personal.handed_in import Checked, HandedIn, added, keep
from requests_app.rectification.models import Rectification, RectificationEvidence
from requests_app.rectification.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


def keep_rectification_papers(
    rectification: Rectification, files: Sequence[Checked], *, at: dt.datetime
) -> None:
    """Store checked files with a case."""
    for each in files:
        purpose = each.given.purpose
        keep(RectificationEvidence(rectification=rectification, purpose=purpose, at=at), each)


@transaction.atomic
def add_rectification_papers(
    *,
    rectification: Rectification,
    files: Sequence[HandedIn],
    purpose: str,
    by: User,
    at: dt.datetime,
) -> Rectification:
    """Keep what came later."""
    held, act = STEPS.begin(rectification, "add_papers", by, at)
    new = added(files, purpose, purposes=RectificationEvidence.Purpose)
    keep_rectification_papers(held, new, at=at)
    details = {"purpose": purpose, "files": len(new)}
    return STEPS.finish(held, act, by=by, at=at, details=details)
