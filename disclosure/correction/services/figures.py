"""The pictures of a proposed text, and the files of a proposal that never became public."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, BinaryIO

from django.db import transaction

from disclosure.correction.permissions import RULES
from disclosure.correction.services.steps import STEPS
from disclosure.models import (
    Correction,
    CorrectionAttachment,
    CorrectionFigure,
    Document,
    DocumentAttachment,
)
from disclosure.services.documents import store_picture
from portal.common.errors import ActRefused, NotPermitted
from portal.files.services import destroy_file
from portal.statute import PRIVACY_LAW, Article

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.files.models import StoredFile


@transaction.atomic
def add_figure(
    *, correction: Correction, stream: BinaryIO, name: str, by: User, at: dt.datetime
) -> StoredFile:
    """Keep a picture for the text of a draft, which names it by its public id. No step of its own:
    the form that is being written stays the newest. Raises ActRefused for what is no picture.
    """
    held = STEPS.locked(correction)
    if not (verdict := RULES.judge(by, held, "edit")):
        raise NotPermitted(verdict.reason)
    stored = store_picture(stream=stream, name=name, organ=held.organ, by=by, at=at)
    CorrectionFigure.objects.create(correction=held, file=stored)
    return stored


def refuse_strange_figures(made: Document) -> None:
    """Raises ActRefused where a proposed text shows a picture that is neither the document's nor
    was brought in for it.
    """
    known = {str(row.file.public_id) for row in made.attachments.all() if row.is_figure}
    if made.figure_ids() - known:
        raise ActRefused("正文里有图片没有上传到本更正稿，请重新插入图片。")


def take_over_figures(
    document: Document, correction: Correction, *, by: User, at: dt.datetime
) -> None:
    """Give the document the pictures that its new text shows; the others go."""
    shown = document.figure_ids()
    last = max(document.attachments.values_list("position", flat=True), default=0)
    for number, row in enumerate(list(correction.figures.select_related("file")), start=1):
        if str(row.file.public_id) in shown:
            DocumentAttachment.objects.create(
                document=document,
                file=row.file,
                position=last + number,
                title=row.file.name[:200],
                is_figure=True,
            )
        else:
            row.delete()
            destroy_unpublished(row.file, by=by, at=at)


def destroy_proposed(correction: Correction, *, by: User, at: dt.datetime) -> None:
    """Destroy what was brought in for a proposal that is given up."""
    files = [row.file for row in correction.attachments.select_related("file")]
    files += [row.file for row in correction.figures.select_related("file")]
    correction.attachments.all().delete()
    correction.figures.all().delete()
    for stored in files:
        destroy_unpublished(stored, by=by, at=at)


def destroy_unpublished(stored: StoredFile, *, by: User, at: dt.datetime) -> None:
    """Destroy a file that no document holds and no other proposal names."""
    holders = (DocumentAttachment, CorrectionAttachment, CorrectionFigure)
    if any(model._default_manager.filter(file=stored).exists() for model in holders):
        return
    destroy_file(
        stored=stored,
        reason="更正稿不再使用",
        by=by,
        at=at,
        summary="销毁更正稿不再使用的文件",
        basis=Article(47, 1, law=PRIVACY_LAW),
    )
