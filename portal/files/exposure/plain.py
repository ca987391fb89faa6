"""Text kinds and web pages: everything in them, as written."""

from __future__ import annotations

from portal.files.exposure.result import Collector, Exposure
from portal.files.formats.decoding import decode_text


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
