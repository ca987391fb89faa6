"""covers: hand the bytes to whoever knows their kind."""

import zlib
from collections.abc import Callable
from zipfile import BadZipFile

from openpyxl.utils.exceptions import InvalidFileException
from pypdfium2 import PdfiumError

from portal.files.covers.cover import Cover
from portal.files.covers.ofd import covers_of_ofd
from portal.files.covers.pages import covers_of_pdf
from portal.files.covers.sheet import covers_of_xlsx
from portal.files.covers.word import covers_of_docx
from portal.files.extraction import UnreadableFile
from portal.files.formats.archive import BadArchive
from portal.files.formats.xml import XML_ERRORS

_FINDERS: dict[str, Callable[[bytes], tuple[Cover, ...]]] = {
    "pdf": covers_of_pdf,
    "docx": covers_of_docx,
    "xlsx": covers_of_xlsx,
    "ofd": covers_of_ofd,
}
# What readers raise over a file whose values are none; openpyxl has no error of its own for it.
_BROKEN = (
    BadArchive, BadZipFile, InvalidFileException, PdfiumError, zlib.error, OSError,
    AttributeError, KeyError, TypeError, *XML_ERRORS,
)  # fmt: skip


def covers(data: bytes, *, kind: str) -> tuple[Cover, ...]:
    """Every place where the file holds text that its reader does not see, in reading order.

    Kinds that cannot hide text (pictures, plain text) have none. Raises UnreadableFile for a
    damaged file.
    """
    finder = _FINDERS.get(kind)
    try:
        return finder(data) if finder else ()
    except _BROKEN as error:
        raise UnreadableFile("文件已损坏，看不出有没有遮盖，请重新保存后上传。") from error
