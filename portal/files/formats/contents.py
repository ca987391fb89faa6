"""What a file really is, from its bytes and structure; the name is consulted only for text."""

import re
import struct
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

import puremagic

from portal.files.formats import ole
from portal.files.formats.archive import BadArchive, open_archive, read_entry
from portal.files.formats.encodings import detect_encoding
from portal.files.formats.kinds import FORMATS
from portal.files.formats.limits import DEFAULT_LIMITS, Limits
from portal.files.formats.xml import XML_ERRORS, read_xml

_HEAD = 8192
_MAIN_TYPES = (
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "docx"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "xlsx"),
    ("application/vnd.ms-word.", "macro"),
    ("application/vnd.ms-excel.sheet.binary.", "xlsb"),
    ("application/vnd.ms-excel.", "macro"),
    ("application/vnd.ms-powerpoint.", "macro"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.", "template"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.template.", "template"),
    ("application/vnd.openxmlformats-officedocument.presentationml.", "slides"),
)
_EXECUTABLE = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"dex\n",
)
_HTML = re.compile(
    rb"<(!doctype\s+html|html|head|body|meta|title|table|div|p|h[1-6]|script|iframe|style)[\s>/]",
    re.IGNORECASE,
)
_SVG = re.compile(rb"<(\w+:)?svg[\s>]", re.IGNORECASE)
_SCRIPT = re.compile(rb"\A\s*(#!|<\?php|<%@|@echo off)", re.IGNORECASE)
_MHTML = re.compile(rb"\A\s*(MIME-Version:|Content-Type:\s*multipart/related)", re.IGNORECASE)
_TEXT_KINDS = ("txt", "csv", "jsonl")
_LABELS = {
    "archive": "压缩包",
    "empty_office": "无法识别的 Office 文件",
    "encrypted": "加密的 Office 文件",
    "executable": "可执行程序",
    "macro": "带宏的 Office 文件",
    "mhtml": "单个文件网页（MHTML）",
    "ole": "无法识别的旧版 Office 文件",
    "rtf": "RTF 文档",
    "script": "脚本程序",
    "slides": "演示文稿",
    "svg": "SVG 图形",
    "template": "Office 模板",
    "unknown": "无法识别的二进制文件",
    "xlsb": "二进制 Excel 工作簿（xlsb）",
    "xml": "XML 文件",
}


@dataclass(frozen=True, slots=True)
class Content:
    """``kind`` is one of FORMATS or of the refused kinds in _LABELS; ``label`` is Chinese."""

    kind: str
    label: str


def sniff(stream: BinaryIO, extension: str, limits: Limits = DEFAULT_LIMITS) -> Content:
    """Identify a seekable stream; ``extension`` only tells the text kinds and doc/wps apart.

    Raises BadArchive for zip and OLE containers that are cut off or dangerous to open.
    """
    stream.seek(0)
    head = stream.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        return _content(_zip_kind(stream, limits))
    if head.startswith(ole.MAGIC):
        return _content(_ole_kind(stream, extension, limits))
    kind = _magic_kind(head)
    if kind:
        return _content(kind)
    if detect_encoding(stream):
        return _content(_text_kind(head, extension))
    return _binary(head, extension)


def _content(kind: str) -> Content:
    return Content(kind, FORMATS[kind].label if kind in FORMATS else _LABELS[kind])


def _magic_kind(head: bytes) -> str:
    # A PDF may have junk in front of its header; 1024 bytes is what readers tolerate.
    if head.startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and not _HTML.search(head[:1024])):
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    # "MZ" may open a text too; a program has control bytes right behind it.
    if head.startswith(_EXECUTABLE) and b"\0" in head[:64]:
        return "executable"
    return ""


def _zip_kind(stream: BinaryIO, limits: Limits) -> str:
    with open_archive(stream, limits) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        if "ofd.xml" in names:
            return "ofd"
        if "[content_types].xml" in names:
            return _ooxml_kind(archive, names)
    return "archive"


def _ooxml_kind(archive: zipfile.ZipFile, names: dict[str, str]) -> str:
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        return "macro"
    try:
        types = read_xml(read_entry(archive, names["[content_types].xml"]))
    except XML_ERRORS as error:
        raise BadArchive(
            "damaged", "文件内部结构已损坏，请用 Office 或 WPS 重新保存后上传。"
        ) from error
    declared = [element.get("ContentType", "") for element in types]
    for prefix, kind in _MAIN_TYPES:
        if any(value.startswith(prefix) for value in declared):
            return kind
    return "empty_office"


def _ole_kind(stream: BinaryIO, extension: str, limits: Limits) -> str:
    stream.seek(0)
    try:
        compound = ole.CompoundFile(stream.read(limits.max_bytes))
        names = compound.names()
        if "EncryptedPackage" in names or _is_encrypted(compound):
            return "encrypted"
    except (ole.BadCompoundFile, struct.error) as error:
        raise BadArchive(
            "truncated", "文件不完整或已损坏，请在本机确认能打开后重新保存、重新上传。"
        ) from error
    if names & {"_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros"}:
        return "macro"
    if "WordDocument" in names:
        # Kingsoft's .wps is a Word file with another name.
        return "wps" if extension == "wps" else "doc"
    if names & {"Workbook", "Book"}:
        return "xls"
    return "slides" if "PowerPoint Document" in names else "ole"


def _is_encrypted(compound: ole.CompoundFile) -> bool:
    fib = compound.head("WordDocument", 12)
    if len(fib) == 12 and struct.unpack_from("<H", fib, 10)[0] & 0x0100:  # FibBase.fEncrypted
        return True
    # BIFF records: type, length, body. FILEPASS (0x002F) comes soon after the first BOF.
    records = compound.head("Workbook", 512)
    offset = 0
    while offset + 4 <= len(records):
        record, length = struct.unpack_from("<HH", records, offset)
        if record == 0x002F:
            return True
        offset += 4 + length
    return False


def _text_kind(head: bytes, extension: str) -> str:
    flat = head.replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
    flat = flat.removeprefix(b"\xef\xbb\xbf")
    if flat.startswith(b"{\\rtf"):
        return "rtf"
    for kind, pattern in (("script", _SCRIPT), ("mhtml", _MHTML)):
        if pattern.match(flat):
            return kind
    markup = flat.lstrip().startswith(b"<")
    if markup and _SVG.search(flat) and not re.search(rb"<(html|body)[\s>]", flat, re.IGNORECASE):
        return "svg"
    # Text that mentions a tag stays text; what opens with markup, or is named a page, is a page.
    if _HTML.search(flat) and (markup or extension in ("html", "htm")):
        return "html"
    if flat.startswith(b"<?xml"):
        return "xml"
    return extension if extension in _TEXT_KINDS else "txt"


def _binary(head: bytes, extension: str) -> Content:
    try:
        guesses = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        guesses = []
    suffix = guesses[0].extension.lstrip(".").upper() if guesses else ""
    if extension in _TEXT_KINDS or not suffix:
        # A text file with a stray byte looks binary; the caller says so for text extensions.
        return _content("unknown")
    return Content("unknown", f"{suffix} 文件")
