"""The attachments of a proposed edition: what is public stays as it is until the signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from django.db import transaction

from disclosure.correction.services.figures import destroy_unpublished
from disclosure.correction.services.steps import STEPS
from disclosure.models import Correction, CorrectionAttachment
from disclosure.services.attachments import refuse_same
from portal.common.errors import ActRefused
from portal.common.typed import said
from portal.files.services import store_upload

if TYPE_CHECKING:
    from portal.accounts.models import User

_LONGEST = 200
_GONE = "没有找到所选的附件，它可能刚被去掉，请刷新页面再选。"
Upload = tuple[BinaryIO, str]


@transaction.atomic
def add_files(
    *, correction: Correction, files: Sequence[Upload], by: User, at: dt.datetime
) -> Correction:
    """Add uploads, each a stream and its name, at the end; all of them or none. Raises ActRefused
    for a file that cannot be taken.
    """
    held, act = STEPS.begin(correction, "add_files", by, at)
    first = held.attachments.count() + 1
    for number, (stream, name) in enumerate(files, start=first):
        refuse_same(held.attachments.all(), stream)
        stored = store_upload(stream=stream, name=name, organ=held.organ, by=by, at=at)
        CorrectionAttachment.objects.create(
            correction=held, file=stored, position=number, title=name[:_LONGEST]
        )
    return STEPS.finish(held, act, by=by, at=at, details={"files": len(files)})


@transaction.atomic
def replace_file(
    *,
    correction: Correction,
    attachment: CorrectionAttachment,
    file: Upload,
    by: User,
    at: dt.datetime,
) -> Correction:
    """Put another file in the place of one; the name for readers stays."""
    held, act = STEPS.begin(correction, "replace_file", by, at)
    row = _own(held, attachment)
    stream, name = file
    refuse_same(held.attachments.all(), stream)
    before = row.file
    row.file = store_upload(stream=stream, name=name, organ=held.organ, by=by, at=at)
    row.save(update_fields=["file"])
    destroy_unpublished(before, by=by, at=at)
    details = {"before": str(before.public_id), "after": str(row.file.public_id)}
    return STEPS.finish(held, act, by=by, at=at, details=details)


@transaction.atomic
def drop_file(
    *, correction: Correction, attachment: CorrectionAttachment, by: User, at: dt.datetime
) -> Correction:
    """Leave an attachment out of the next edition."""
    held, act = STEPS.begin(correction, "drop_file", by, at)
    row = _own(held, attachment)
    stored = row.file
    row.delete()
    destroy_unpublished(stored, by=by, at=at)
    _number(list(held.attachments.all()))
    return STEPS.finish(held, act, by=by, at=at, details={"file": str(stored.public_id)})


@transaction.atomic
def name_file(
    *,
    correction: Correction,
    attachment: CorrectionAttachment,
    by: User,
    at: dt.datetime,
    title: str = "",
    position: int | None = None,
) -> Correction:
    """Give an attachment another name for readers, another place, or both."""
    held, act = STEPS.begin(correction, "name_file", by, at)
    row = _own(held, attachment)
    if said(title):
        row.title = said(title)[:_LONGEST]
        row.save(update_fields=["title"])
    if position is not None:
        others = [each for each in held.attachments.all() if each.pk != row.pk]
        others.insert(max(position - 1, 0), row)
        _number(others)
    return STEPS.finish(held, act, by=by, at=at)


def _own(correction: Correction, attachment: CorrectionAttachment) -> CorrectionAttachment:
    row = correction.attachments.select_related("file").filter(pk=attachment.pk).first()
    if row is None:
        raise ActRefused(_GONE)
    return row


def _number(rows: Sequence[CorrectionAttachment]) -> None:
    """Number them in this order; the database looks at the places when the transaction ends."""
    for number, row in enumerate(rows, start=1):
        row.position = number
    CorrectionAttachment.objects.bulk_update(rows, ["position"])
