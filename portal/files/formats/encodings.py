"""Text encodings of Chinese government files: strict attempts in a fixed order, guesses last."""

import codecs
import io
from dataclasses import dataclass
from typing import BinaryIO

from charset_normalizer import from_bytes

_CHUNK = 256 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ["big5", "big5hkscs", "shift_jis", "euc_jp", "euc_kr"]

# GB 18030-2022 moved 18 characters out of the private-use area; Python's codec follows the 2005
# edition and would leave them as empty boxes on the page.
_GB18030_2022 = dict(
    zip(
        map(
            chr,
            [
                *range(0xE78D, 0xE797),
                0xE81E,
                0xE826,
                0xE82B,
                0xE82C,
                0xE832,
                0xE843,
                0xE854,
                0xE864,
            ],
        ),
        "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19"
        "\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb",
        strict=True,
    )
)
_GB18030_TABLE = str.maketrans(_GB18030_2022)


@dataclass(frozen=True, slots=True)
class Decoded:
    """``guessed`` is true when only statistics, not strict decoding, named the encoding."""

    text: str
    encoding: str
    guessed: bool = False


def detect_encoding(stream: BinaryIO) -> str | None:
    """Name the encoding under which the whole stream decodes strictly, or None.

    Order: byte-order mark, UTF-8, UTF-16 without a mark (only when there are NUL bytes), GBK,
    GB18030. Reads in chunks and keeps none of them.
    """
    stream.seek(0)
    head = stream.read(64 * 1024)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding if _decodes(stream, encoding) else None
    if b"\0" in head:
        return _bare_utf16(stream, head)
    if _decodes(stream, "utf-8"):
        return "utf-8"
    if _is_damaged_utf8(head):
        return None
    return next((name for name in ("gbk", "gb18030") if _decodes(stream, name)), None)


def decode_text(data: bytes) -> Decoded | None:
    """Decode a whole text file; None when no encoding fits without invalid bytes."""
    encoding = detect_encoding(io.BytesIO(data))
    if encoding:
        text = data.decode(encoding)
        if encoding.startswith("gb"):
            text = text.translate(_GB18030_TABLE)
        return Decoded(text, encoding)
    if b"\0" in data[: 64 * 1024] or _is_damaged_utf8(data):
        return None
    best = from_bytes(data, cp_isolation=_GUESSES, enable_fallback=False).best()
    return Decoded(str(best), best.encoding, guessed=True) if best else None


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _bare_utf16(stream: BinaryIO, head: bytes) -> str | None:
    """UTF-16 saved without a mark: the reading whose characters are nearly all text."""
    for encoding in ("utf-16-le", "utf-16-be"):
        sample = head[: len(head) // 2 * 2].decode(encoding, "replace")
        texty = sum(c.isprintable() or c in "\r\n\t" for c in sample)
        common = sum(c.isascii() or "\u3000" <= c <= "\u9fff" or c > "\uff00" for c in sample)
        if min(texty, common) >= 0.95 * len(sample) and "\0" not in sample:
            return encoding if _decodes(stream, encoding) else None
    return None


def _is_damaged_utf8(sample: bytes) -> bool:
    """UTF-8 with a few bad bytes: GB18030 would accept much of it and print rubbish."""
    text = sample.decode("utf-8", "replace")
    wide = sum(c > "\x7f" for c in text)
    # The sample may end inside a character, hence one error is forgiven by the margin below.
    return wide > 20 and text.count("\ufffd") <= 0.1 * wide
