"""Where found words stand: marks for what a scan or a person named."""

from collections.abc import Iterator, Sequence

from portal.files.boxes import Box
from portal.files.formats.pdfium import Character, characters, opened
from portal.files.pictures import Reading
from portal.files.redaction.marks import Mark, condensed

_MARGIN = 1.0  # points around what is covered: strokes reach beyond their box


def marks_for(
    data: bytes, *, kind: str, words: Sequence[str], readings: Sequence[Reading] = ()
) -> tuple[Mark, ...]:
    """One mark for each place of each word: by the text layer, and by ``readings`` of pictures.

    Office files have no places: there a mark is its words. Raises PdfiumError.
    """
    wanted = tuple(dict.fromkeys(condensed(word) for word in words if condensed(word)))
    if kind in ("docx", "xlsx"):
        return tuple(Mark(words=word) for word in wanted)
    found = list(_in_text(data, wanted)) if kind == "pdf" else []
    for reading in readings:
        found += _in_reading(reading, wanted)
    return tuple(dict.fromkeys(found))


def _in_text(data: bytes, words: tuple[str, ...]) -> Iterator[Mark]:
    with opened(data) as document:
        for number in range(len(document)):
            page = document[number]
            text = characters(page)
            page.close()
            joined = "".join(one.text for one in text)
            for word in words:
                for start in _occurrences(joined, word):
                    for row in _rows(text[start : start + len(word)]):
                        yield Mark(number + 1, _around([one.line for one in row]), word)


def _in_reading(reading: Reading, words: tuple[str, ...]) -> Iterator[Mark]:
    scale = 72 / reading.dpi if reading.dpi else 1.0
    for line in reading.lines:
        kept = [index for index, char in enumerate(line.text) if not char.isspace()]
        joined = "".join(line.text[index] for index in kept)
        for word in words:
            for start in _occurrences(joined, word):
                first, last = kept[start], kept[start + len(word) - 1]
                left, top, right, bottom = line.around(first, last + 1)
                box = (left * scale, top * scale, right * scale, bottom * scale)
                yield Mark(reading.page, box, word)


def _occurrences(joined: str, word: str) -> Iterator[int]:
    start = joined.find(word)
    while start >= 0:
        yield start
        start = joined.find(word, start + 1)


def _rows(text: list[Character]) -> Iterator[list[Character]]:
    """A word that goes on in the next line is marked in each."""
    row: list[Character] = []
    for one in text:
        if row and (one.line[1] >= row[-1].line[3] or one.line[3] <= row[-1].line[1]):
            yield row
            row = []
        row.append(one)
    if row:
        yield row


def _around(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (
        min(lefts) - _MARGIN / 2,
        min(tops) + _MARGIN,
        max(rights) + _MARGIN / 2,
        max(bottoms) - _MARGIN,
    )
