"""The file kinds the portal takes, with their extensions, media types and Chinese names."""

from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Format:
    """One accepted kind; ``extensions`` are lower case, without the dot, the usual one first."""

    kind: str
    label: str
    media_type: str
    extensions: tuple[str, ...]


_OOXML = "application/vnd.openxmlformats-officedocument."

FORMATS: dict[str, Format] = {
    row.kind: row
    for row in (
        Format("docx", "Word 文档（docx）", _OOXML + "wordprocessingml.document", ("docx",)),
        Format("xlsx", "Excel 工作簿（xlsx）", _OOXML + "spreadsheetml.sheet", ("xlsx",)),
        Format("pdf", "PDF 文件", "application/pdf", ("pdf",)),
        Format("ofd", "OFD 版式文件", "application/ofd", ("ofd",)),
        Format("doc", "旧版 Word 文档（doc）", "application/msword", ("doc",)),
        Format("wps", "WPS 文字文档（wps）", "application/vnd.ms-works", ("wps",)),
        Format("xls", "旧版 Excel 工作簿（xls）", "application/vnd.ms-excel", ("xls",)),
        Format("png", "PNG 图片", "image/png", ("png",)),
        Format("jpeg", "JPEG 图片", "image/jpeg", ("jpg", "jpeg")),
        Format("txt", "纯文本", "text/plain", ("txt",)),
        Format("html", "网页（HTML）", "text/html", ("html", "htm")),
        Format("csv", "CSV 表格", "text/csv", ("csv",)),
        Format("jsonl", "JSON Lines 数据", "application/jsonl", ("jsonl",)),
    )
}

BY_EXTENSION: dict[str, Format] = {
    extension: row for row in FORMATS.values() for extension in row.extensions
}

# Read by way of a conversion (LibreOffice).
CONVERTED_KINDS = frozenset({"doc", "wps", "xls"})


def extension_of(name: str) -> str:
    """The extension of a file name: lower case, without the dot, empty when there is none."""
    return PurePath(name.strip()).suffix.lower().lstrip(".")
