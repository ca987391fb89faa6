"""Scanned pages: what the recogniser read, laid out like any page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from portal.files.boxes import Box
from portal.files.extraction.laid import Told, told
from portal.files.extraction.punctuation import full_width
from portal.files.extraction.result import Doubt, ExtractedText, Place, ScannedFile
from portal.files.layout import (
    Item,
    Leaf,
    Letter,
    Row,
    Rule,
    Sheet,
    lay_out,
    on_one_line,
    side_by_side,
)
from portal.files.pictures import Line, ScannedPage
from portal.text.model import Text

# Below it a line is worth a look; `benchmarks/scans.py` says how many wrong ones that finds.
SURE: Final = 0.9
_WEAK: Final = 0.5  # a single character as doubtful makes its line so
_NAMED: Final = 60
_QUOTED: Final = 24
_A4: Final = (595.28, 841.89)
_SHORTEST: Final = 1  # letters
_RECOGNISED: Final = "文字由扫描件识别得来（识别文字），不是原件，请逐字与原件核对。"
_MORE: Final = "另有{}行识别把握不大，请对照原件核对。"


def from_scans(pages: Sequence[ScannedPage], kind: str) -> ExtractedText:
    """The text of scanned pages alone. Raises ScannedFile when there is none on them."""
    sheets = [in_lines(sheet) for sheet in lay_out([scanned_leaf(page) for page in pages])]
    found = told(sheets, {})
    recognised_text(found, sheets, {page.number: page for page in pages})
    text = "\n".join(found.lines)
    if not text.strip():
        raise ScannedFile("扫描件上没有认出文字，请对照原件手工录入。")
    return ExtractedText(
        text,
        kind,
        None,
        len(pages),
        tuple(found.doubts),
        Text(tuple(found.blocks)),
        tuple(found.origins),
        (),
        tuple(found.places),
        recognised=True,
    )


def scanned_leaf(page: ScannedPage, width: float = 0.0) -> Leaf:
    """What lies on a scanned page; ``width`` in points, that of a sheet of A4 when not known."""
    usual = _A4[0] if page.height >= page.width else _A4[1]
    scale = (width or usual) / max(page.width, 1)
    return Leaf(
        page.width * scale,
        page.height * scale,
        tuple(_row(line, scale) for line in page.lines if len(line.text) >= _SHORTEST),
        tuple(
            Rule((top + bottom) / 2 * scale, left * scale, right * scale)
            for left, top, right, bottom in page.across
        ),
        tuple(
            Rule((left + right) / 2 * scale, top * scale, bottom * scale)
            for left, top, right, bottom in page.down
        ),
    )


def in_lines(sheet: Sheet) -> Sheet:
    """Pieces that stand side by side on one line as one row, as a file with a text has them."""
    items: list[Item] = []
    for item in sheet.items:
        last = items[-1] if items else None
        if (
            last is not None
            and last.row is not None
            and item.row is not None
            and not (item.furniture or last.furniture)
            and on_one_line(last.row, item.row)
        ):
            items[-1] = replace(last, row=side_by_side([last.row, item.row]))
        else:
            items.append(item)
    return replace(sheet, items=tuple(items))


def _row(line: Line, scale: float) -> Row:
    text = full_width(line.text)
    places = line.places if len(line.places) == len(text) else _spread(line)
    letters = tuple(
        Letter(char, _scaled((place[0], line.box[1], place[2], line.box[3]), scale), offset)
        for offset, (char, place) in enumerate(zip(text, places, strict=True))
        if not char.isspace()
    )
    sure = min(line.confidence, SURE - 0.01) if line.weakest < _WEAK else line.confidence
    return Row(text, letters, sure)


def _spread(line: Line) -> list[Box]:
    """Places of letters that the recogniser did not tell: one beside the other."""
    left, top, right, bottom = line.box
    step = (right - left) / max(len(line.text), 1)
    return [(left + step * n, top, left + step * (n + 1), bottom) for n in range(len(line.text))]


def _scaled(box: Box, scale: float) -> Box:
    left, top, right, bottom = box
    return left * scale, top * scale, right * scale, bottom * scale


def recognised_text(found: Told, sheets: Sequence[Sheet], pages: Mapping[int, ScannedPage]) -> None:
    """Turn the places of scanned pages back to how the pages lay, and say what is doubtful."""
    sizes = {sheet.number: (sheet.width, sheet.height) for sheet in sheets}
    for number, place in enumerate(found.places):
        if place is not None and place.page in pages:
            lain = leaned(place.box, *sizes[place.page], pages[place.page].tilt)
            found.places[number] = replace(place, box=lain)
    for number, doubt in enumerate(found.doubts):
        if doubt.page is not None and doubt.page in pages and doubt.box is not None:
            lain = leaned(doubt.box, *sizes[doubt.page], pages[doubt.page].tilt)
            found.doubts[number] = replace(doubt, box=lain)
    found.doubts[:0] = [Doubt(_RECOGNISED), *_unsure(found)]


def _unsure(found: Told) -> Iterator[Doubt]:
    rows: list[tuple[str, int, Place]] = [
        (line, origin, place)
        for line, origin, place in zip(found.lines, found.origins, found.places, strict=True)
        if place is not None and place.confidence < SURE
    ]
    for line, origin, place in rows[:_NAMED]:
        said = " ".join(line.split())
        quoted = said[:_QUOTED] + ("…" if len(said) > _QUOTED else "")
        what = f"“{quoted}”识别把握不大（{place.confidence:.0%}），请对照原件核对。"
        yield Doubt(what, (origin,), place.page, place.box)
    if len(rows) > _NAMED:
        yield Doubt(_MORE.format(len(rows) - _NAMED))


def leaned(box: Box, width: float, height: float, tilt: float) -> Box:
    """Where a box of a page that was made level is on the page as it lay; both in shares."""
    if not tilt:
        return box
    turn = math.radians(tilt)
    cos, sin = math.cos(turn), math.sin(turn)
    corners = []
    for x, y in ((box[0], box[1]), (box[2], box[1]), (box[0], box[3]), (box[2], box[3])):
        across, down = (x - 0.5) * width, (y - 0.5) * height
        corners.append(
            (
                (across * cos - down * sin) / width + 0.5,
                (across * sin + down * cos) / height + 0.5,
            )
        )
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    left, top, right, bottom = (
        round(min(max(side, 0.0), 1.0), 4) for side in (min(xs), min(ys), max(xs), max(ys))
    )
    return left, top, right, bottom
