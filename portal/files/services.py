"""Files: taken in, cleaned and read for publication, destroyed when they may not be kept."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from portal.audit.services import record
from portal.common.errors import ActRefused
from portal.common.typed import said
from portal.files.ai_label import with_label
from portal.files.arrival import Arrival
from portal.files.choices import Recognition
from portal.files.confinement import ConfinementError, confined
from portal.files.extraction import Doubt, ExtractedText, Part, ScannedFile, UnreadableFile
from portal.files.formats.kinds import CONVERTED_KINDS
from portal.files.formats.limits import BUDGETS
from portal.files.gate import (
    RULES,
    Reading,
    expose,
    items_in,
    masked,
    read_copy,
)
from portal.files.inspection import Limits, RejectedFile, too_large
from portal.files.models import FileReading, FileStructure, StoredFile
from portal.files.pictures import ScannedPage
from portal.files.queues import ask_to_read
from portal.files.scrubbing import HiddenContent, UnscrubbableFile
from portal.files.secrecy import certain_mark
from portal.files.selectors import office_contacts
from portal.statute import SECRETS_LAW, Article
from portal.text.serial import dump

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

# PostgreSQL refuses the NUL character in text.
_NUL = "\x00"
_LONGEST_NAME = 255
# Why a file that bears a 密级 may not be kept.
_UNLAWFUL = Article(35, law=SECRETS_LAW)


@transaction.atomic
def store_upload(
    *, stream: BinaryIO, name: str, organ: Organ, by: User, at: dt.datetime
) -> StoredFile:
    """Check and keep one upload; its text is extracted, a worker cleans and reads it afterwards.

    Raises ActRefused with what is wrong with the file and what to do; SecretFile for one that
    bears a 密级, of which nothing is kept. A file that is sound but whose text cannot be read is
    kept, with the reason in `text_error`.
    """
    limit = settings.UPLOAD_MAX_BYTES
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise ActRefused(too_large(limit))
    arrival = _arrived(data, name, Limits(max_bytes=limit))
    checked = arrival.inspected
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
    structure = _text_of(stored, arrival, data)
    stored.received.save(name, ContentFile(data), save=False)
    stored.save()
    keep_structure(stored, structure)
    have_read(stored, at=at)
    record(
        action="files.store",
        summary=f"上传文件“{masked(name)}”",
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
    read_text(stored, content)
    stored.clean_fields(exclude=["organ", "received"])
    stored.received.save(name, ContentFile(content), save=False)
    stored.cleaned.save(name, ContentFile(content), save=False)
    stored.save()
    return stored


def read_text(
    stored: StoredFile, data: bytes, *, scans: Sequence[ScannedPage] = ()
) -> FileStructure | None:
    """Give a file the text of these bytes, or why there is none; the caller saves it, then keeps
    the structure that is returned (`keep_structure`).

    Pages that are pictures wait to be recognised by a worker; `scans` is what it made of them.
    """
    budget = BUDGETS.convert if stored.kind in CONVERTED_KINDS else BUDGETS.extract
    try:
        found = confined("extract", data, budget=budget, name=stored.name, scans=scans).value
    except (UnreadableFile, ConfinementError) as error:
        is_scan = isinstance(error, ScannedFile) and not scans
        _refuse_text(stored, error.message, is_scan=is_scan)
        return None
    return _with_text(stored, found, scans)


def _text_of(stored: StoredFile, arrival: Arrival, data: bytes) -> FileStructure | None:
    """As `read_text`, from what was seen when the file arrived, if it was."""
    if arrival.text is not None:
        return _with_text(stored, arrival.text, ())
    if arrival.refusal:
        _refuse_text(stored, arrival.refusal, is_scan=arrival.is_scan)
        return None
    return read_text(stored, data)


def _refuse_text(stored: StoredFile, why: str, *, is_scan: bool) -> None:
    stored.text, stored.text_error, stored.doubts = "", why[:300], []
    waits = is_scan and settings.READ_PICTURES
    stored.recognition = Recognition.WAITING if waits else ""


def _with_text(
    stored: StoredFile, found: ExtractedText, scans: Sequence[ScannedPage]
) -> FileStructure | None:
    stored.text, stored.text_error = found.text.replace(_NUL, ""), ""
    stored.doubts = [doubt_row(doubt) for doubt in found.doubts]
    stored.recognition = _recognition(found, scans)
    if not found.structure:
        return None
    places = [place and [place.page, *place.box, place.confidence] for place in found.places]
    return FileStructure(
        text=_sound(dump(found.structure)),
        origins=list(found.origins),
        pages=found.pages or 0,
        places=places,
    )


def _recognition(found: ExtractedText, scans: Sequence[ScannedPage]) -> str:
    if found.scanned and not scans and settings.READ_PICTURES:
        return Recognition.WAITING
    return Recognition.DONE if found.recognised else ""


def keep_structure(stored: StoredFile, structure: FileStructure | None) -> None:
    """Keep what `read_text` returned for a saved file that has no structure yet."""
    if structure is not None:
        structure.file = stored
        structure.save(force_insert=True)


def doubt_row(doubt: Doubt) -> dict[str, Any]:
    """A doubt as JSON; its words are shown to many and quote the file, so numbers are masked."""
    row = asdict(doubt) | {"what": masked(doubt.what.replace(_NUL, ""))}
    return {name: value for name, value in row.items() if value not in (None, ())}


def pictures_of(stored: StoredFile) -> tuple[Part, ...]:
    """The pictures of a document as it was received: the first is the one its figures name
    `part:1`. None where they cannot be read any more.
    """
    with stored.source.open("rb") as source:
        data = source.read()
    budget = BUDGETS.convert if stored.kind in CONVERTED_KINDS else BUDGETS.extract
    try:
        found = confined("extract", data, budget=budget, name=stored.name, pictures=True).value
    except (UnreadableFile, ConfinementError):
        return ()
    parts: tuple[Part, ...] = found.parts
    return parts


def have_read(stored: StoredFile, *, at: dt.datetime) -> None:
    """Have a worker clean and read the file once this transaction has ended."""
    if settings.READ_FILES_AT_ONCE:
        read_file(file_id=stored.pk, at=at)
    else:
        # No partial: what Django says of a callback that fails names it.
        transaction.on_commit(lambda: ask_to_read(stored.pk), robust=True)


def _arrived(data: bytes, name: str, limits: Limits) -> Arrival:
    """What is known of a file before it is kept. Raises ActRefused, SecretFile."""
    try:
        found: Arrival = confined(
            "arrive", data, budget=BUDGETS.arrive, name=name, limits=limits
        ).value
    except RejectedFile as error:
        raise ActRefused(error.message) from error
    except ConfinementError:
        # Too much at once: each step says by itself whether it is the one.
        return _arrived_by_steps(data, name, limits)
    if found.mark:
        raise _secret(found.mark)
    return found


def _arrived_by_steps(data: bytes, name: str, limits: Limits) -> Arrival:
    try:
        checked = confined("inspect", data, budget=BUDGETS.inspect, name=name, limits=limits).value
    except (RejectedFile, ConfinementError) as error:
        raise ActRefused(error.message) from error
    refuse_secret(data, kind=checked.kind, name=name)
    return Arrival(checked)


class SecretFile(ActRefused):
    """The file bears a 密级: nothing of it was kept, its name no more than its bytes."""


def refuse_secret(data: bytes, *, kind: str, name: str) -> None:
    """Raise SecretFile for a file that bears a 密级 anywhere, before anything of it is kept."""
    try:
        mark = certain_mark(expose(data, kind=kind, name=name).passages)
    except ConfinementError as error:
        raise ActRefused(error.message) from error
    if mark:
        raise _secret(mark)


def _secret(mark: str) -> SecretFile:
    return SecretFile(
        f"文件标有密级“{mark}”，不得进入本系统，没有保存。"
        "请停止上传，按保密规定处理，并通知保密审查人员。"
    )


def read_file(*, file_id: int, at: dt.datetime, pictures: bool = True) -> FileReading | None:
    """Make the copy that may be published, and read all it says; what was read stays.

    The work is done before any lock is taken, so that a slow file stops nobody; of two workers
    with one file the second finds it done. A copy that exists is never made anew: it may be public.
    Without `pictures` scans stay unread parts, for a person to look at. None when the file is gone.
    """
    stored = StoredFile.objects.filter(pk=file_id, destroyed_at=None).first()
    if stored is None:
        return None
    known = FileReading.objects.filter(file=stored, rules=RULES).first()
    if known is not None:
        return known
    origin = stored.cleaned or stored.source
    with origin.open("rb") as source:
        data = source.read()
    problem, copy, reading = "", b"", Reading()
    try:
        copy = data if stored.cleaned else _scrubbed(data, stored.kind)
        reading = read_copy(
            copy, kind=stored.kind, name=stored.name, pictures=pictures and settings.READ_PICTURES
        )
    except (HiddenContent, UnscrubbableFile, ConfinementError) as error:
        problem = error.message
    return _keep_reading(str(origin.name), stored, copy, reading, problem=problem, at=at)


def _scrubbed(data: bytes, kind: str) -> bytes:
    copy: bytes = confined("scrub", data, budget=BUDGETS.scrub, kind=kind).value
    return copy


@transaction.atomic
def _keep_reading(
    origin: str,
    stored: StoredFile,
    copy: bytes,
    reading: Reading,
    *,
    problem: str,
    at: dt.datetime,
) -> FileReading | None:
    """Keep what was read from the file of the name `origin`, if that is still the one to read:
    another worker may have been quicker, or the file redacted meanwhile.
    """
    contacts = office_contacts()
    findings = items_in(reading.passages, phones=contacts.phones, passes=contacts.covers)
    held = (
        StoredFile.objects.select_for_update(of=("self",), no_key=True).filter(pk=stored.pk).first()
    )
    if held is None or held.destroyed_at:
        return None
    if str((held.cleaned or held.source).name) != origin:
        return FileReading.objects.filter(file=held).first()
    made = not problem and not held.cleaned
    if made:
        copy = with_label(held, copy)
        held.cleaned_sha256 = hashlib.sha256(copy).hexdigest()
        held.cleaned_size = len(copy)
        held.cleaned.save(held.name, ContentFile(copy), save=False)
        held.save(update_fields=["cleaned", "cleaned_sha256", "cleaned_size"])
    kept, _ = FileReading.objects.update_or_create(
        file=held,
        defaults={
            "cleaned_sha256": "" if problem else held.cleaned_sha256,
            "problem": problem,
            "passages": _rows(reading.passages),
            "findings": _rows(findings),
            "unread": _rows(reading.unread),
            "rules": RULES,
            "read_at": at,
        },
    )
    if made:
        record(
            action="files.clean",
            summary="生成附件的公开副本",
            by=None,
            at=at,
            organ=held.organ,
            subject=held,
            details={"sha256": held.cleaned_sha256},
        )
    return kept


def _rows(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows as JSON that PostgreSQL takes: no NUL, no half of a pair of characters."""
    return [{key: _sound(value) for key, value in asdict(row).items()} for row in rows]


def _sound(value: Any) -> Any:
    """A value as PostgreSQL takes it in JSON."""
    if isinstance(value, dict):
        return {key: _sound(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_sound(each) for each in value]
    if not isinstance(value, str):
        return value
    return value.replace(_NUL, "").encode("utf-8", "replace").decode()


@transaction.atomic
def rename_file(*, stored: StoredFile, name: str, by: User, at: dt.datetime) -> None:
    """Give a file another name, the ending kept; what was read of it is read again with that name.

    Raises ActRefused for a name that says nothing or is too long. The trail tells both names
    masked: a name may be changed because of what it says of a person.
    """
    held = StoredFile.objects.select_for_update(of=("self",), no_key=True).get(pk=stored.pk)
    ending = f".{held.extension}" if held.extension else ""
    stem = said(name.replace(_NUL, "")).removesuffix(ending).rstrip(".")
    if not stem or "/" in stem or "\\" in stem:
        raise ActRefused("请填写文件名，不含“/”和“\\”。")
    if len(stem + ending) > _LONGEST_NAME:
        raise ActRefused(f"文件名最多{_LONGEST_NAME - len(ending)}字，请删减。")
    before, held.name = held.name, stem + ending
    if before == held.name:
        return
    held.save(update_fields=["name"])
    FileReading.objects.filter(file=held).delete()
    have_read(held, at=at)
    record(
        action="files.rename",
        summary=f"文件改名为“{masked(held.name)}”",
        by=by,
        at=at,
        organ=held.organ,
        subject=held,
        details={"before": masked(before)},
    )


@transaction.atomic
def destroy_file(
    *,
    stored: StoredFile,
    reason: str,
    by: User | None,
    at: dt.datetime,
    summary: str = "销毁不得留存的文件",
    basis: Article = _UNLAWFUL,
) -> None:
    """Destroy all of a file that may not be kept: bytes, copy, text, reading, name.

    `summary` and `basis` are those of the trail's entry, which says of the file only that it was
    there. An empty row stays for those that point at it. Does nothing to a file already destroyed.
    """
    held = StoredFile.objects.select_for_update(of=("self",), no_key=True).get(pk=stored.pk)
    if held.destroyed_at:
        return
    kept = [held.received, held.cleaned, *(row.content for row in held.redactions.all())]
    gone = [(file.storage, str(file.name)) for file in kept if file]
    gone += [(held.received.storage, name) for name in held.sights()]
    held.redactions.all().delete()
    FileReading.objects.filter(file=held).delete()
    FileStructure.objects.filter(file=held).delete()
    held.name = f"已销毁的文件.{held.extension}"
    held.text, held.text_error, held.doubts, held.recognition = "", "", [], ""
    held.received, held.cleaned = "", ""
    held.size = held.cleaned_size = 0
    held.sha256 = held.cleaned_sha256 = ""
    held.destroyed_at = at
    held.save()
    record(
        action="files.destroy",
        summary=summary,
        by=by,
        at=at,
        organ=held.organ,
        subject=held,
        basis=basis,
        details={"reason": reason},
    )
    for storage, name in gone:
        # After the commit: a rolled back act must not have destroyed anything.
        transaction.on_commit(partial(storage.delete, name))
