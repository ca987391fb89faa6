"""extract_text: identify the content, hand it to the module for its kind."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace

from portal.files.extraction.fixed import from_pdf
from portal.files.extraction.legacy import from_legacy
from portal.files.extraction.ofd import from_ofd
from portal.files.extraction.plain import from_csv, from_text
from portal.files.extraction.result import ExtractedText, ScannedFile, UnreadableFile
from portal.files.extraction.scan import from_scans
from portal.files.extraction.sheet import from_xlsx
from portal.files.extraction.web import from_html
from portal.files.extraction.word import from_docx
from portal.files.formats.archive import BadArchive, check_contents, open_archive
from portal.files.formats.contents import sniff
from portal.files.formats.kinds import FORMATS, extension_of
from portal.files.pictures import ScannedPage

_READERS: dict[str, Callable[[bytes], ExtractedText]] = {
    "docx": from_docx,
    "xlsx": from_xlsx,
    "ofd": from_ofd,
    "html": from_html,
    "csv": from_csv,
    "txt": from_text,
    "jsonl": from_text,
}
_LEGACY = frozenset({"doc", "wps", "xls"})
_IMAGES = frozenset({"png", "jpeg"})
_TEXT_EXTENSIONS = frozenset({"txt", "csv", "jsonl", "html", "htm"})


def extract_text(
    data: bytes, *, name: str, pictures: bool = False, scans: Sequence[ScannedPage] = ()
) -> ExtractedText:
    """The text of a document given its bytes and file name.

    The content decides the kind; the name only tells text kinds (txt, csv, jsonl) and doc/wps
    apart. Without `pictures` their bytes are left behind; figures name them all the same.
    `scans` are what was recognised of pages that are pictures. Raises ScannedFile for a file of
    such pages without them, UnreadableFile for damaged, locked or unsupported files.
    """
    found = _extracted(data, name, scans)
    return found if pictures or not found.parts else replace(found, parts=())


def _extracted(data: bytes, name: str, scans: Sequence[ScannedPage]) -> ExtractedText:
    if not data:
        raise UnreadableFile("文件是空的，请重新上传。")
    extension = extension_of(name)
    try:
        kind = sniff(io.BytesIO(data), extension).kind
        if kind in ("docx", "xlsx", "ofd"):
            with open_archive(io.BytesIO(data)) as archive:
                check_contents(archive)
        if kind in _LEGACY:
            return from_legacy(data, kind, {"xls": from_xlsx}.get(kind, from_docx))
        if kind == "pdf":
            return from_pdf(data, scans)
        if kind in _IMAGES and scans:
            return from_scans(scans, kind)
        if kind in _READERS:
            return _READERS[kind](data)
    except BadArchive as problem:
        raise UnreadableFile(problem.message) from problem
    if kind in _IMAGES:
        raise ScannedFile("图片没有文字层，须先做文字识别（OCR）。")
    raise UnreadableFile(_refusal(kind, extension))


def _refusal(kind: str, extension: str) -> str:
    if kind == "encrypted":
        return "文件设置了打开密码，无法读取文字，请取消密码后重新上传。"
    if extension in _TEXT_EXTENSIONS:
        return "文件含有无法识别的字节，请用记事本打开，另存为 UTF-8 编码后再上传。"
    accepted = "、".join(row for row in FORMATS if row not in _IMAGES)
    return f"无法从这种文件中读取文字，请另存为下列格式之一后再上传：{accepted}。"
