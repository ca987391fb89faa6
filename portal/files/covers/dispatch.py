"""covers: hand the bytes to whoever knows their kind."""

from collections.abc import Callable

from portal.files.covers.cover import Cover
from portal.files.covers.pages import covers_of_pdf
from portal.files.covers.sheet import covers_of_xlsx
from portal.files.covers.word import covers_of_docx

_FINDERS: dict[str, Callable[[bytes], tuple[Cover, ...]]] = {
    "pdf": covers_of_pdf,
    "docx": covers_of_docx,
    "xlsx": covers_of_xlsx,
}


def covers(data: bytes, *, kind: str) -> tuple[Cover, ...]:
    """Every place where the file holds text that its reader does not see, in reading order.

    Kinds that cannot hide text (pictures, plain text) have none. Raises what the reader of the
    kind raises for a damaged file: PdfiumError, BadArchive or one of XML_ERRORS.
    """
    finder = _FINDERS.get(kind)
    return finder(data) if finder else ()
