"""文字识别 of scans: slow work by a worker, without a lock; then the text is kept as 识别文字."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from portal.audit.services import record
from portal.files.choices import Recognition
from portal.files.confinement import ConfinementError, confined
from portal.files.exposure import Passage
from portal.files.extraction import ExtractedText, ScannedFile
from portal.files.formats.limits import BUDGETS
from portal.files.models import FileStructure, StoredFile
from portal.files.pictures import ScannedPage, Shot, scanned_pages
from portal.files.secrecy import certain_mark
from portal.files.services import destroy_file, keep_structure, read_text

MARKED = "识别出的文字标有密级"
NOTHING = "扫描件上没有认出文字，请对照原件手工录入。"
TOO_LONG = "扫描的页数过多，没有在限定时间内识别完。请拆分文件后重新导入，或者手工录入。"


def recognised(data: bytes, *, kind: str, name: str) -> ExtractedText:
    """What a file says, its pages that are pictures recognised. Raises UnreadableFile,
    ConfinementError.
    """
    found: ExtractedText
    try:
        found = confined("extract", data, budget=BUDGETS.extract, name=name).value
        if not (found.scanned and settings.READ_PICTURES):
            return found
    except ScannedFile:
        if not settings.READ_PICTURES:
            raise
    scans = _scans(data, kind)
    found = confined("extract", data, budget=BUDGETS.extract, name=name, scans=scans).value
    return found


def recognise_file(*, file_id: int, at: dt.datetime) -> None:
    """Read the pages of a file that are pictures; does nothing for one that does not wait for it.

    What is found stays with the file as its text, marked as recognised; the file itself is the
    original and is not touched. Of two workers with one file the second finds it done.
    """
    stored = StoredFile.objects.filter(
        pk=file_id, destroyed_at=None, recognition=Recognition.WAITING
    ).first()
    if stored is None:
        return
    origin = str(stored.source.name)
    with stored.source.open("rb") as source:
        data = source.read()
    try:
        scans = _scans(data, stored.kind)
    except ConfinementError as error:
        give_up(file_id=file_id, reason=error.message)
        return
    if scans:
        _keep(origin, stored, data, scans, at=at)
    else:
        give_up(file_id=file_id, reason=NOTHING)


def _scans(data: bytes, kind: str) -> tuple[ScannedPage, ...]:
    return tuple(scanned_pages(data, kind=kind, draw=_drawn))


def _drawn(data: bytes, *, kind: str, after: int) -> tuple[Shot, ...]:
    found: tuple[Shot, ...] = confined(
        "shots", data, budget=BUDGETS.shots, kind=kind, after=after, wordless=True
    ).value
    return found


def _keep(
    origin: str,
    stored: StoredFile,
    data: bytes,
    scans: tuple[ScannedPage, ...],
    *,
    at: dt.datetime,
) -> None:
    structure = read_text(stored, data, scans=scans)
    with transaction.atomic():
        held = (
            StoredFile.objects.select_for_update(of=("self",), no_key=True)
            .filter(pk=stored.pk, destroyed_at=None, recognition=Recognition.WAITING)
            .first()
        )
        # Another worker may have been quicker, or the file redacted meanwhile.
        if held is None or str(held.source.name) != origin:
            return
        if certain_mark([Passage("识别文字", stored.text)]):
            # As at the upload of a file that says so in letters: nothing of it is kept.
            destroy_file(stored=held, reason=MARKED, by=None, at=at)
            return
        held.text, held.text_error, held.doubts = stored.text, stored.text_error, stored.doubts
        held.recognition = stored.recognition or Recognition.FAILED
        held.save(update_fields=["text", "text_error", "doubts", "recognition"])
        FileStructure.objects.filter(file=held).delete()
        keep_structure(held, structure)
        if held.is_recognised:
            record(
                action="files.recognise",
                summary=f"识别扫描件的文字，共{len(scans)}页",
                by=None,
                at=at,
                organ=held.organ,
                subject=held,
                details={"pages": len(scans), "doubts": len(held.doubts)},
            )


@transaction.atomic
def give_up(*, file_id: int, reason: str) -> None:
    """Let a file no longer wait for its text; a person has to type it. What it said without its
    scanned pages stays.
    """
    held = (
        StoredFile.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=file_id, recognition=Recognition.WAITING)
        .first()
    )
    if held is not None:
        held.recognition = Recognition.FAILED
        held.text_error = "" if held.text else reason[:300]
        held.save(update_fields=["recognition", "text_error"])
