"""Files of a case: what applicants and clerks hand in, checked before anything is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction

from portal.common.errors import ActRefused
from portal.files.inspection import Inspected, Limits, RejectedFile, inspect_upload
from requests_app.models import Evidence, InformationRequest
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User

EVIDENCE_BYTES = 10 * 1024 * 1024
MOST_FILES = 10


@dataclass(frozen=True)
class HandedIn:
    """A file as it was handed in."""

    stream: BinaryIO
    name: str
    purpose: str = Evidence.Purpose.IDENTITY


@dataclass(frozen=True)
class Checked:
    """A file that is what it says, with its bytes."""

    given: HandedIn
    found: Inspected
    data: bytes


def checked(files: Sequence[HandedIn], *, most_bytes: int = EVIDENCE_BYTES) -> list[Checked]:
    """Every file inspected. Raises ActRefused, saying which file is wrong and what to do."""
    if len(files) > MOST_FILES:
        raise ActRefused(f"材料最多{MOST_FILES}个，请合并后再上传。")
    return [_checked(given, most_bytes) for given in files]


def keep(
    request: InformationRequest, files: Sequence[Checked], *, at: dt.datetime
) -> list[Evidence]:
    """Store checked files with a case, sealed and without the names they came with."""
    rows = []
    for each in files:
        row = Evidence(
            request=request,
            purpose=each.given.purpose,
            media_type=each.found.media_type,
            extension=each.found.extension,
            size=len(each.data),
            sha256=each.found.sha256,
            at=at,
        )
        row.file.save("evidence", ContentFile(each.data), save=False)
        row.save()
        rows.append(row)
    return rows


@transaction.atomic
def add_papers(
    *,
    request: InformationRequest,
    files: Sequence[HandedIn],
    purpose: str,
    by: User,
    at: dt.datetime,
) -> InformationRequest:
    """Keep what came later on paper: proof of identity, an authorisation, a postal receipt."""
    request, act = STEPS.begin(request, "add_papers", by, at)
    if purpose not in Evidence.Purpose.values:
        raise ActRefused("请选择材料的用途。")
    if not files:
        raise ActRefused("请选择要收存的文件。")
    given = [HandedIn(file.stream, file.name, purpose) for file in files]
    rows = keep(request, checked(given), at=at)
    return STEPS.finish(
        request, act, by=by, at=at, details={"purpose": purpose, "files": len(rows)}
    )


def _checked(given: HandedIn, most_bytes: int) -> Checked:
    try:
        found = inspect_upload(given.stream, name=given.name, limits=Limits(max_bytes=most_bytes))
    except RejectedFile as error:
        raise ActRefused(error.message) from error
    given.stream.seek(0)
    return Checked(given, found, given.stream.read())
