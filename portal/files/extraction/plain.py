"""Text files and CSV."""

import csv
import io

from portal.files.extraction.result import (
    Doubt,
    ExtractedText,
    UnreadableFile,
    row_text,
    tidy,
)
from portal.files.formats.decoding import Decoded, decode_text

_DELIMITERS = ",\t;|"


def from_text(data: bytes) -> ExtractedText:
    """A text file as it is, line ends normalised. Raises UnreadableFile on invalid bytes."""
    decoded = decode_or_refuse(data)
    return ExtractedText(tidy(decoded.text), "txt", decoded.encoding, None, _doubts(decoded))


def from_csv(data: bytes) -> ExtractedText:
    """Records as lines, fields parted by tabs. Raises UnreadableFile."""
    decoded = decode_or_refuse(data)
    first = decoded.text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        rows = [row_text(row) for row in csv.reader(io.StringIO(decoded.text), delimiter=delimiter)]
    except csv.Error as error:
        raise UnreadableFile(
            "CSV 的引号或单元格不完整，请用 Excel 或 WPS 重新导出后上传。"
        ) from error
    return ExtractedText(tidy("\n".join(rows)), "csv", decoded.encoding, None, _doubts(decoded))


def decode_or_refuse(data: bytes) -> Decoded:
    """Decode text or raise UnreadableFile with advice."""
    decoded = decode_text(data)
    if decoded is None:
        raise UnreadableFile("文件含有无法识别的字节，请用记事本打开，另存为 UTF-8 编码后再上传。")
    return decoded


def _doubts(decoded: Decoded) -> tuple[Doubt, ...]:
    if not decoded.guessed:
        return ()
    return (Doubt(f"文字编码是推测的（{decoded.encoding}），请核对有无乱码。"),)
