"""Papers of a request for rectification: sealed, without the names they came with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction

from portal.common.errors import ActRefused
from requests_app.rectification.models import Rectification, RectificationEvidence
from requests_app.rectification.services.steps import STEPS
from requests_app.services.papers import Checked, HandedIn, checked

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def add_rectification_papers(
    *,
    rectification: Rectification,
    files: Sequence[HandedIn],
    purpose: str,
    by: User,
    at: dt.datetime,
) -> Rectification:
    """Keep what came later: a proof, an authorisation, the scan of what is on paper."""
    held, act = STEPS.begin(rectification, "add_papers", by, at)
    if purpose not in RectificationEvidence.Purpose.values:
        raise ActRefused("请选择材料的用途。")
    if not files:
        raise ActRefused("请选择要收存的文件。")
    given = [HandedIn(file.stream, file.name, purpose) for file in files]
    keep_rectification_papers(held, checked(given), at=at)
    details = {"purpose": purpose, "files": len(given)}
    return STEPS.finish(held, act, by=by, at=at, details=details)


def keep_rectification_papers(
    rectification: Rectification, files: Sequence[Checked], *, at: dt.datetime
) -> None:
    """Store checked files with a case."""
    for each in files:
        row = RectificationEvidence(
            rectification=rectification,
            purpose=each.given.purpose,
            media_type=each.found.media_type,
            extension=each.found.extension,
            size=len(each.data),
            sha256=each.found.sha256,
            at=at,
        )
        row.file.save("evidence", ContentFile(each.data), save=False)
        row.save()
