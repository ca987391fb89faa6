"""拟提供的文件: made ready before the answer is handed in, so that what may not go out is redacted.

The rows are for those who may hand the answer in, as its draft is. Nothing here moves the case.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import models, transaction

from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.files.redaction import Mark
from portal.files.redactions import Redactable, prepare
from portal.personal.handed_in import Checked, HandedIn, keep
from portal.personal.sealed_papers import delete_files, take_away
from requests_app.models import AnswerFile, InformationRequest, PreparedFile
from requests_app.permissions import may_act
from requests_app.services.answer_files import cleaned, found_in_copy, kind_of
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User

_ACT = "submit_answer"
_GONE = "这份文件刚刚被他人遮盖或者移除，请重新打开页面。"


def prepared_of(request: InformationRequest) -> models.QuerySet[PreparedFile]:
    """What may be handed over: neither redacted further, nor handed over already."""
    rows = PreparedFile.objects.filter(request=request, redacted__isnull=True, answer__isnull=True)
    return rows.select_related("original")


def as_redactable(row: PreparedFile) -> Redactable:
    """Its bytes, unsealed, as the page of redaction takes them."""
    with row.file.storage.open(str(row.file.name)) as stream:
        return Redactable(stream.read(), row.kind, f"{row.title}.{row.extension.lstrip('.')}")


@transaction.atomic
def prepare_files(
    *, request: InformationRequest, files: Sequence[HandedIn], by: User, at: dt.datetime
) -> list[PreparedFile]:
    """Clean and read files, and keep them with the draft. Raises ActRefused naming the file."""
    if not files:
        raise ActRefused("请选择要准备的文件。")
    checked = cleaned(files)
    request = _open(request, by)
    kept = [_kept(request, each, by=by, at=at) for each in checked]
    _record(request, "prepare", f"准备拟提供的文件 {len(kept)} 份", by=by, at=at, files=len(kept))
    return kept


def redact_prepared(
    *, prepared: PreparedFile, marks: Sequence[Mark], by: User, at: dt.datetime
) -> PreparedFile:
    """Take what is marked out of a prepared file; the file it was stays sealed beside it.

    The work is slow and done without a lock. Raises ActRefused, NotPermitted.
    """
    file = as_redactable(prepared)
    done = prepare(file, marks)
    found = found_in_copy(done.after, kind=prepared.kind, name=file.name)
    with transaction.atomic():
        request = _open(prepared.request, by)
        held = prepared_of(request).filter(pk=prepared.pk).first()
        if held is None:
            raise ActRefused(_GONE)
        row = _copied(held, by=by, at=at)
        row.original, row.found = held, found
        row.marks = [{"page": m.page, "box": m.box} for m in done.marks if m.box is not None]
        row.words = sum(1 for mark in done.marks if mark.box is None)
        row = _saved(row, done.after)
        _record(
            request, "redact", f"遮盖拟提供的文件 {len(done.marks)} 处", by=by, at=at,
            before=row.before_sha256, after=row.after_sha256, places=len(done.marks),
        )  # fmt: skip
    return row


@transaction.atomic
def take_up(*, file: AnswerFile, by: User, at: dt.datetime) -> PreparedFile:
    """A file of a draft that came back, made ready anew so that it can be redacted."""
    request = _open(file.answer.request, by)
    if PreparedFile.objects.filter(taken_from=file).exists():
        raise ActRefused("这份附件已经取来准备了。")
    with file.file.storage.open(str(file.file.name)) as stream:
        content = stream.read()
    kind = kind_of(content, name=f"{file.title}.{file.extension.lstrip('.')}")
    row = PreparedFile(
        request=request, taken_from=file, title=file.title, kind=kind, found=file.found,
        media_type=file.media_type, extension=file.extension, by=by, at=at,
    )  # fmt: skip
    row = _saved(row, content)
    _record(request, "prepare", "取上一稿的附件重新准备", by=by, at=at, files=1)
    return row


@transaction.atomic
def remove_prepared(*, prepared: PreparedFile, by: User, at: dt.datetime) -> None:
    """Take a prepared file away; with a redacted one goes what it was made from."""
    request = _open(prepared.request, by)
    held = prepared_of(request).filter(pk=prepared.pk).first()
    if held is None:
        raise ActRefused(_GONE)
    row: PreparedFile | None = held
    files = []
    while row is not None:
        before = row.original
        files += take_away(PreparedFile.objects.filter(pk=row.pk))
        row = before
    delete_files(files)
    _record(request, "unprepare", "移除拟提供的文件", by=by, at=at, files=len(files))


def forget_prepared(request: InformationRequest) -> list[models.fields.files.FieldFile]:
    """Take every row away, originals after what was made of them; their files, to be deleted."""
    files = []
    while rows := PreparedFile.objects.filter(request=request, redacted__isnull=True):
        files += take_away(rows)
    return files


def _open(request: InformationRequest, by: User) -> InformationRequest:
    """The case, locked, for whoever may hand its answer in now. Raises NotPermitted."""
    request = STEPS.locked(request)
    if not (verdict := may_act(by, request, _ACT)):
        raise NotPermitted(verdict.reason)
    return request


def _kept(request: InformationRequest, each: Checked, *, by: User, at: dt.datetime) -> PreparedFile:
    name = each.given.name
    title = PurePath(name).stem[:200] or "附件"
    found = found_in_copy(each.data, kind=each.found.kind, name=name)
    row = PreparedFile(
        request=request, title=title, kind=each.found.kind, found=found, by=by, at=at
    )
    return keep(row, each)


def _copied(row: PreparedFile, *, by: User, at: dt.datetime) -> PreparedFile:
    return PreparedFile(
        request=row.request, title=row.title, kind=row.kind, media_type=row.media_type,
        extension=row.extension, by=by, at=at,
    )  # fmt: skip


def _saved(row: PreparedFile, content: bytes) -> PreparedFile:
    row.size, row.sha256 = len(content), hashlib.sha256(content).hexdigest()
    row.file.save("paper", ContentFile(content), save=False)
    row.save()
    return row


def _record(
    request: InformationRequest, action: str, summary: str, *, by: User, at: dt.datetime,
    **details: object,
) -> None:  # fmt: skip
    record(
        action=f"requests.{action}", summary=summary, by=by, at=at, organ=request.organ,
        subject=request, details=details,
    )  # fmt: skip
