"""exposed: hand a cleaned copy to the reader of its kind."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from portal.files.exposure.ofd import ofd_exposure
from portal.files.exposure.office import office_exposure
from portal.files.exposure.pdf import pdf_exposure
from portal.files.exposure.pictures import picture_exposure
from portal.files.exposure.plain import csv_exposure, plain_exposure
from portal.files.exposure.result import FILE_NAME, Collector, Exposure
from portal.files.exposure.xml_story import TooLarge
from portal.files.formats.archive import BadArchive
from portal.files.formats.films import FILMS
from portal.files.formats.xml import XML_ERRORS

_SIMPLE: dict[str, Callable[[bytes], Exposure]] = {
    "png": picture_exposure,
    "jpeg": picture_exposure,
    "txt": plain_exposure,
    "csv": csv_exposure,
    "jsonl": plain_exposure,
    "html": plain_exposure,
}
_NESTED: dict[str, Callable[..., Exposure]] = {
    "docx": office_exposure,
    "xlsx": office_exposure,
    "pdf": pdf_exposure,
    "ofd": ofd_exposure,
}
_BROKEN = (
    BadArchive,
    TooLarge,
    zlib.error,
    OSError,
    KeyError,
    RuntimeError,
    NotImplementedError,
    *XML_ERRORS,
)


def exposed(data: bytes, *, kind: str, name: str, depth: int = 0) -> Exposure:
    """Every text of a file, by part, and every part whose words no program sees.

    ``kind`` is the kind found by ``inspect_upload``, ``name`` the file's name, which is read as
    well. Never raises for what is in the file: what cannot be opened is one unread part.
    """
    found = Collector()
    found.say(FILE_NAME, name)
    try:
        if kind in _NESTED:
            read = _NESTED[kind](data, depth=depth, inner=exposed)
        elif kind in _SIMPLE:
            read = _SIMPLE[kind](data)
        elif kind in FILMS:
            found.miss("画面和声音", "没有程序能检查，须有人从头到尾看过、听过", "film")
            return found.done()
        else:
            found.miss("整个文件", f"{kind} 文件的内容无法检查，请另存为 docx、xlsx 或 PDF", "file")
            return found.done()
    except _BROKEN:
        found.miss("整个文件", "文件已损坏，内容无法检查", "file")
        return found.done()
    return Exposure((*found.passages, *read.passages), (*found.unread, *read.unread))
