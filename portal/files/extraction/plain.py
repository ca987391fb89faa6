"""Text files and CSV."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import groupby

from portal.files.extraction.pieces import MOST_CELLS, Piece, clean, extracted, gathered
from portal.files.extraction.result import (
    Doubt,
    ExtractedText,
    UnreadableFile,
    plain_lines,
    row_text,
    tidy,
)
from portal.files.extraction.tables import headed
from portal.files.formats.encodings import Decoded, decode_text
from portal.text.model import Cell, Paragraph, Table, words

_DELIMITERS = ",\t;|"
# More are data, or nothing: they are kept as lines alone.
_MOST_LINES = 40_000


def from_text(data: bytes) -> ExtractedText:
    """A text file as it is, line ends normalised. Raises UnreadableFile on invalid bytes."""
    decoded = decode_or_refuse(data)
    lines = plain_lines(decoded.text)
    if len(lines) > _MOST_LINES:
        text = tidy(decoded.text)
        return ExtractedText(text, "txt", decoded.encoding, doubts=_doubts(decoded))
    found = gathered(_pieces(lines))
    return extracted(found, "txt", encoding=decoded.encoding, doubts=_doubts(decoded))


def from_csv(data: bytes) -> ExtractedText:
    """Records as lines, fields parted by tabs, all of them a table. Raises UnreadableFile."""
    decoded = decode_or_refuse(data)
    first = decoded.text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(decoded.text), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFile(
            "CSV 的引号或单元格不完整，请用 Excel 或 WPS 重新导出后上传。"
        ) from error
    found = gathered([_table(rows, tuple(map(row_text, rows)))])
    return extracted(found, "csv", encoding=decoded.encoding, doubts=_doubts(decoded))


def _pieces(lines: Sequence[str]) -> Iterator[Piece]:
    """Each line a paragraph; lines with tabs one below the other are rows of a table."""
    for is_row, run in groupby(lines, key=lambda line: "\t" in line.strip()):
        found = list(run)
        if is_row and len(found) > 1:
            yield _table([line.split("\t") for line in found], tuple(found))
            continue
        for line in found:
            inlines = clean(words(" ".join(line.split("\t"))))
            yield Piece((line,), Paragraph(inlines) if inlines else None)


def _table(rows: Sequence[Sequence[str]], lines: tuple[str, ...]) -> Piece:
    """Rows of fields as one table; blank ones are none, and short ones are filled up."""
    filled = [row for row in rows if any(field.strip() for field in row)]
    width = max(map(len, filled), default=0)
    if not filled or width * len(filled) > MOST_CELLS:
        return Piece(lines)
    cells = [tuple(map(_cell, (*row, *[""] * (width - len(row))))) for row in filled]
    return Piece(lines, Table(headed(cells)))


def _cell(field: str) -> Cell:
    inlines = clean(words(" ".join(field.split())))
    return Cell((Paragraph(inlines),) if inlines else ())


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
