"""图片版: pages of A4 as PDF, set by typst. Every word goes in as data, none as markup."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import typst

from portal.papers.typesetting.blocks import (
    Cells,
    Line,
    cell_blocks,
    column_shares,
    lines_of,
    table_size,
)
from portal.papers.typesetting.pictures import Picture, drawn
from portal.papers.typesetting.sheet import (
    BODY_PT,
    LONGEST_NUMBER,
    MARGINS_MM,
    NUMBER,
    PART_PT,
    RED,
    TRACKING_PT,
    Sheet,
    cleaned,
    mark_size,
    room_of,
    signer_indents,
    title_room,
)
from portal.papers.typesetting.titles import title_lines
from portal.text import mathml
from portal.text.grid import Grid, Placed
from portal.text.model import Break, Figure, Formula, Inline, Inlines, Note, Ruby, Words
from portal.text.plain import words_of

FOLDER: Final = Path(__file__).parent
# The first is set; it takes the others in.
TEMPLATES: Final = ("official.typ", "text.typ")
# A run that has no place to break would leave the paper.
_UNBROKEN: Final = re.compile(r"[!-\u02ff]{12,}")
_AFTER_STROKE: Final = re.compile(r"(?<=/)(?=[^/])")
_MOST_WHOLE: Final = 20
_STEP: Final = 6
_MAY_BREAK: Final = "\u200b"


def font_folder() -> Path:
    """The folder of the Chinese font that comes with the project."""
    spec = find_spec("noto_cjk_sans_otc")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("noto-cjk-sans-otc is not installed")
    return Path(next(iter(spec.submodule_search_locations)))


def pdf_bytes(sheet: Sheet) -> bytes:
    """The document as pages; the same sheet gives the same bytes."""
    if not sheet.pictures:
        return _compiled(cleaned(sheet), FOLDER)
    # Pictures are files to the typesetter, which opens nothing outside the folder of its template.
    with TemporaryDirectory(prefix="sheet-") as name:
        folder = Path(name)
        for template in TEMPLATES:
            shutil.copyfile(FOLDER / template, folder / template)
        return _compiled(cleaned(sheet), folder)


def _compiled(sheet: Sheet, folder: Path) -> bytes:
    return bytes(
        typst.compile(
            folder / TEMPLATES[0],
            root=folder,
            format="pdf",
            font_paths=[font_folder()],
            ignore_system_fonts=True,
            sys_inputs={"sheet": json.dumps(_data(sheet, folder), ensure_ascii=False)},
            timestamp=int(sheet.released_at.timestamp()),
        )
    )


@dataclass(frozen=True)
class _Place:
    """Where lines are set: the measures of tables, and the folder in which pictures lie."""

    cells: Cells
    folder: Path
    pictures: Mapping[str, Picture]

    def figure(self, figure: Figure) -> dict[str, Any]:
        """A picture beside the template; without a path where it cannot be had."""
        picture = self.pictures.get(figure.file)
        shown = drawn(picture) if picture else None
        if shown is None:
            return {"path": "", "alt": figure.alt}
        name = f"{figure.file}.{shown.kind}"
        (self.folder / name).write_bytes(shown.content)
        return {"path": name, "alt": figure.alt, "width": shown.width, "height": shown.height}


def _data(sheet: Sheet, folder: Path) -> dict[str, Any]:
    """What the template reads."""
    free = signer_indents(sheet)
    own = sheet.own[:-1] if sheet.closing else sheet.own
    place = _Place(sheet.cells, folder, {each.file: each for each in sheet.pictures})
    moment = sheet.released_at.astimezone(dt.UTC)
    room = room_of(sheet)
    return {
        "title": sheet.title,
        "author": sheet.author,
        "released": [*moment.timetuple()[:6]],
        "margins": MARGINS_MM,
        "size": BODY_PT,
        "tracking": TRACKING_PT,
        "line": room.pitch,
        "whole": LONGEST_NUMBER,
        "red": RED,
        "language": sheet.language.partition("-")[0],
        "spaced": sheet.is_spaced,
        "heads": [_breakable(name) for name in sheet.heads],
        "head_ending": sheet.head_ending,
        "mark": mark_size(sheet),
        "signature_gap": sheet.signature_gap,
        "room": asdict(room),
        "cells": asdict(sheet.cells),
        "number": _breakable(sheet.number),
        "signatory": sheet.signatory,
        "title_lines": _title(sheet.title, room.title),
        "rule_note": _breakable(sheet.rule_note),
        "recipients": _breakable(sheet.recipients),
        "own": [_line(line, place) for line in lines_of(own)],
        "closing": _breakable(sheet.closing),
        "attached": [_line(line, place) for line in lines_of(sheet.attached)],
        "enclosures": [_breakable(name) for name in sheet.enclosure_lines],
        "signers": [[_breakable(name), free[0]] for name in sheet.signers],
        "signed_on": sheet.signed_on,
        "date_free": free[1],
        "watermark": sheet.watermark,
        "annotation": sheet.annotation,
        "copy_to": _breakable(sheet.copy_to),
        "printed_by": _breakable(sheet.printed_by),
        "printed_on": f"{sheet.printed_on}印发" if sheet.printed_on else "",
    }


def _line(line: Line, place: _Place) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "words": _say(line.words),
        "title_lines": _title(words_of(line.words), PART_PT) if line.kind == "part" else [],
        "lead": _breakable(line.lead),
        "mark": line.lead if line.kind == "item" else "",
        "depth": line.depth,
        "justify": not (NUMBER.search(line.text) or "://" in line.text),
        "new_page": line.new_page,
        "grid": _grid(line.grid, place) if line.grid else None,
        "figure": place.figure(line.figure) if line.figure else None,
    }


def _grid(grid: Grid, place: _Place) -> dict[str, Any]:
    cells = [[_cell(placed, place) for placed in row] for row in grid.rows]
    for row in cells:
        # A row stays on its page unless one of its cells is long.
        is_long = any(cell["letters"] >= place.cells.whole for cell in row)
        for cell in row:
            cell["breakable"] = is_long
    return {
        "size": table_size(grid.width, place.cells),
        "shares": column_shares(grid),
        "head": [cell for row in cells[: grid.heads] for cell in row],
        "body": [cell for row in cells[grid.heads :] for cell in row],
    }


def _cell(placed: Placed, place: _Place) -> dict[str, Any]:
    lines = cell_blocks(placed.cell.blocks)
    return {
        "x": placed.column,
        "y": placed.row,
        "across": placed.cell.across,
        "down": placed.cell.down,
        "header": placed.cell.is_header,
        "letters": sum(len(line.text) for line in lines),
        "lines": [_line(line, place) for line in lines],
    }


def _say(inlines: Inlines) -> list[Any]:
    return [_inline(each) for each in inlines]


def _inline(inline: Inline) -> Any:
    match inline:
        case Words(text, marks, href):
            said = _breakable(text)
            # An address of our own leads nowhere on paper.
            href = "" if href.startswith("/") else href
            marked = {"kind": "words", "text": said, "marks": sorted(marks), "href": href}
            return marked if marks or href else said
        case Ruby(base, reading):
            return {"kind": "ruby", "base": base, "reading": reading}
        case Formula(text, given):
            return {"kind": "formula", "text": text, "tree": _tree(given)}
        case Note(words):
            return {"kind": "note", "words": _say(words)}
        case Break():
            return {"kind": "break"}


def _tree(given: str) -> dict[str, Any] | None:
    """The formula as the template sets it; None for what goes as one line."""
    try:
        return _node(mathml.read(given)) if given else None
    except mathml.MalformedFormula:
        return None


def _node(node: mathml.Node) -> dict[str, Any]:
    return {
        "tag": node.tag,
        "text": node.text,
        "plain": node.is_plain,
        "parts": [_node(part) for part in node.parts],
    }


def _title(title: str, size: float) -> list[str]:
    return [_breakable(line) for line in title_lines(title, title_room(size))]


def _breakable(text: str) -> str:
    """The text with places where a long run without spaces may end its line."""
    return _UNBROKEN.sub(_parted, text)


def _parted(run: re.Match[str]) -> str:
    """A number stays whole: it is copied and typed. An address ends its line behind a stroke."""
    if len(run[0]) <= LONGEST_NUMBER and NUMBER.fullmatch(run[0]):
        return run[0]
    parts = _AFTER_STROKE.split(run[0])
    return _MAY_BREAK.join(piece for part in parts for piece in _pieces(part))


def _pieces(part: str) -> list[str]:
    if len(part) <= _MOST_WHOLE:
        return [part]
    return [part[start : start + _STEP] for start in range(0, len(part), _STEP)]
