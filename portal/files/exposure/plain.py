"""Text kinds and web pages: everything in them, as written."""

from __future__ import annotations

import csv
import io

from portal.files.exposure.result import Collector, Exposure
from portal.files.exposure.words import flowing, row_lines
from portal.files.formats.encodings import decode_text


def csv_exposure(data: bytes) -> Exposure:
    """The whole text, and its rows as a sheet shows them: commas and quotes are no words."""
    read = plain_exposure(data)
    decoded = decode_text(data)
    if decoded is None:
        return read
    found = Collector()
    found.say("表格", _as_rows(decoded.text))
    return Exposure((*read.passages, *found.done().passages), read.unread)


def _as_rows(text: str) -> str:
    lines: list[str] = []
    try:
        for row in csv.reader(io.StringIO(text)):
            lines += row_lines(row)
    except csv.Error:
        return ""  # no table; the whole text has been said
    return flowing(lines)


def plain_exposure(data: bytes) -> Exposure:
    """The whole text; a guessed encoding is a doubt."""
    found = Collector()
    decoded = decode_text(data)
    if decoded is None:
        found.miss("整个文件", "含有无法识别的字节", "file")
        return found.done()
    found.say("全文", decoded.text)
    if decoded.guessed:
        found.miss("全文", f"文字编码是推测的（{decoded.encoding}）", "encoding")
    return found.done()
