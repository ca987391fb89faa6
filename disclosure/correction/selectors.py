"""What a correction proposes, as a document in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from disclosure.correction.workflow import Status
from disclosure.editions import TEXT, proposed, values_of
from disclosure.models import Correction, Document, DocumentAttachment

if TYPE_CHECKING:
    from collections.abc import Sequence

Shape = tuple[tuple[int, str], ...]


def open_correction(document: Document) -> Correction | None:
    """The one that is under way, if there is one."""
    return document.corrections.filter(status__in=Status.open).first()


def proposed_document(correction: Correction) -> Document:
    """The next edition as it stands: what is judged, previewed and at last signed."""
    rows = correction.attachments.select_related("file")
    files = [
        DocumentAttachment(file=row.file, position=position, title=row.title)
        for position, row in enumerate(rows, start=1)
    ]
    return proposed(correction.document, correction.elements, [*files, *_figures(correction)])


def _figures(correction: Correction) -> list[DocumentAttachment]:
    """The pictures its text may show: those of the document, and those brought in for it."""
    own = correction.document.attachments.filter(is_figure=True).select_related("file")
    files = [row.file for row in own]
    known = {file.pk for file in files}
    brought = correction.figures.select_related("file")
    files += [row.file for row in brought if row.file_id not in known]
    return [
        DocumentAttachment(file=file, position=number, title=file.name[:200], is_figure=True)
        for number, file in enumerate(files, start=1)
    ]


def changed_names(correction: Correction) -> list[str]:
    """The elements that would differ from what is public now."""
    before: dict[str, Any] = values_of(correction.document)
    names = [name for name, value in correction.elements.items() if before.get(name) != value]
    # A text whose lines stay may have changed its form: a table, a heading.
    return list(dict.fromkeys("body" if name == TEXT else name for name in names))


def files_differ(correction: Correction) -> bool:
    """Whether the attachments, their names or their order would differ."""
    public = correction.document.attachments.filter(is_source=False, is_figure=False)
    return shape_of(public) != shape_of(correction.attachments.all())


def shape_of(rows: Sequence[Any] | Any) -> Shape:
    """Attachments by file and name, in order."""
    return tuple((row.file_id, row.title) for row in rows)
