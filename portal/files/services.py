"""Taking in an upload: checked, kept as received, read, and cleaned for publication."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from portal.audit.services import record
from portal.common.errors import ActRefused
from portal.files.confinement import ConfinementError, confined
from portal.files.extraction import UnreadableFile
from portal.files.formats.kinds import CONVERTED_KINDS
from portal.files.formats.limits import BUDGETS
from portal.files.inspection import Limits, RejectedFile, too_large
from portal.files.models import StoredFile
from portal.files.scrubbing import HiddenContent, UnscrubbableFile

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

# PostgreSQL refuses the NUL character in text.
_NUL = "\x00"


@transaction.atomic
def store_upload(
    *, stream: BinaryIO, name: str, organ: Organ, by: User, at: dt.datetime
) -> StoredFile:
    """Check and keep one upload; its text is extracted, its cleaned copy is not made yet.

    Raises ActRefused with what is wrong with the file and what to do. A file that is sound but
    whose text cannot be read is kept, with the reason in `text_error`.
    """
    limit = settings.UPLOAD_MAX_BYTES
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise ActRefused(too_large(limit))
    try:
        limits = Limits(max_bytes=limit)
        checked = confined("inspect", data, budget=BUDGETS.inspect, name=name, limits=limits).value
    except (RejectedFile, ConfinementError) as error:
        raise ActRefused(error.message) from error
    stored = StoredFile(
        organ=organ,
        name=name,
        kind=checked.kind,
        media_type=checked.media_type,
        extension=checked.extension,
        size=checked.size,
        sha256=checked.sha256,
        uploaded_at=at,
        uploaded_by_id=by.pk,
    )
    _read_text(stored, data)
    stored.received.save(name, ContentFile(data), save=False)
    stored.save()
    record(
        action="files.store",
        summary=f"上传文件“{name}”",
        by=by,
        at=at,
        organ=organ,
        subject=stored,
        details={"sha256": stored.sha256, "kind": stored.kind, "size": stored.size},
    )
    return stored


def adopt_published(
    *,
    content: bytes,
    public_id: str,
    name: str,
    kind: str,
    media_type: str,
    extension: str,
    organ: Organ,
    by: User,
    at: dt.datetime,
) -> StoredFile:
    """Keep a copy that was cleaned and published before, under the address it had.

    There is no original beside it: the copy stands for both. Part of the caller's transaction
    and of its audit entry.
    """
    digest = hashlib.sha256(content).hexdigest()
    stored = StoredFile(
        public_id=public_id,
        organ=organ,
        name=name,
        kind=kind,
        media_type=media_type,
        extension=extension,
        size=len(content),
        sha256=digest,
        cleaned_size=len(content),
        cleaned_sha256=digest,
        uploaded_at=at,
        uploaded_by_id=by.pk,
    )
    _read_text(stored, content)
    stored.clean_fields(exclude=["organ", "received"])
    stored.received.save(name, ContentFile(content), save=False)
    stored.cleaned.save(name, ContentFile(content), save=False)
    stored.save()
    return stored


def _read_text(stored: StoredFile, data: bytes) -> None:
    budget = BUDGETS.convert if stored.kind in CONVERTED_KINDS else BUDGETS.extract
    try:
        read = confined("extract", data, budget=budget, name=stored.name).value
        stored.text = read.text.replace(_NUL, "")
        stored.doubts = [doubt.replace(_NUL, "") for doubt in read.doubts]
    except (UnreadableFile, ConfinementError) as error:
        stored.text_error = error.message[:300]


@transaction.atomic
def clean_for_publication(*, files: Iterable[StoredFile], by: User, at: dt.datetime) -> None:
    """Make the copies that may be published: no metadata, no tracked changes, nothing hidden.

    The trail is written when all is done: its lock stops every act of everybody. Raises
    ActRefused when something hidden is in one that only a person can decide about.
    """
    cleaned = [stored for stored in files if not stored.cleaned]
    for stored in cleaned:
        _clean(stored)
    for stored in cleaned:
        record(
            action="files.clean",
            summary=f"生成“{stored.name}”的公开副本",
            by=by,
            at=at,
            organ=stored.organ,
            subject=stored,
            details={"sha256": stored.cleaned_sha256},
        )


def _clean(stored: StoredFile) -> None:
    with stored.received.open("rb") as received:
        data = received.read()
    try:
        cleaned = confined("scrub", data, budget=BUDGETS.scrub, kind=stored.kind).value
    except (HiddenContent, UnscrubbableFile, ConfinementError) as error:
        raise ActRefused(error.message) from error
    stored.cleaned_sha256 = hashlib.sha256(cleaned).hexdigest()
    stored.cleaned_size = len(cleaned)
    stored.cleaned.save(stored.name, ContentFile(cleaned), save=False)
    stored.save(update_fields=["cleaned", "cleaned_sha256", "cleaned_size"])
