"""图片版: pages of A4 as PDF, set by typst. Every word goes in as data, none as markup."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import typst

from portal.papers.typesetting.sheet import (
    BODY_PT,
    LONGEST_NUMBER,
    MARGINS_MM,
    NUMBER,
    PART_PT,
    RED,
    TRACKING_PT,
    Cells,
    Line,
    Sheet,
    cleaned,
    lines_of,
    mark_size,
    room_of,
    signer_indents,
    table_size,
    title_room,
)
from portal.papers.typesetting.titles import title_lines

TEMPLATE: Final = Path(__file__).with_name("official.typ")
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
    return bytes(
        typst.compile(
            TEMPLATE,
            format="pdf",
            font_paths=[font_folder()],
            ignore_system_fonts=True,
            sys_inputs={"sheet": json.dumps(_data(cleaned(sheet)), ensure_ascii=False)},
            timestamp=int(sheet.released_at.timestamp()),
        )
    )


def _data(sheet: Sheet) -> dict[str, Any]:
    """What the template reads."""
    free = signer_indents(sheet)
    own = sheet.own[:-1] if sheet.closing else sheet.own
    moment = sheet.released_at.astimezone(dt.UTC)
    room, cells = room_of(sheet), sheet.cells
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
        "heads": [_breakable(name) for name in sheet.heads],
        "mark": mark_size(sheet.heads),
        "room": asdict(room),
        "cells": asdict(cells),
        "number": _breakable(sheet.number),
        "title_lines": _title(sheet.title, room.title),
        "rule_note": _breakable(sheet.rule_note),
        "recipients": _breakable(sheet.recipients),
        "own": [_line(line, cells) for line in lines_of(own)],
        "closing": _breakable(sheet.closing),
        "attached": [_line(line, cells) for line in lines_of(sheet.attached)],
        "enclosures": [_breakable(name) for name in sheet.enclosure_lines],
        "signers": [[_breakable(name), free[0]] for name in sheet.signers],
        "signed_on": sheet.signed_on,
        "date_free": free[1],
        "watermark": sheet.watermark,
        "open_note": sheet.open_note,
        "copy_to": _breakable(sheet.copy_to),
        "printed_by": _breakable(sheet.printed_by),
        "printed_on": f"{sheet.printed_on}印发" if sheet.printed_on else "",
    }


def _line(line: Line, cells: Cells) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "text": _breakable(line.text),
        "title_lines": _title(line.text, PART_PT) if line.kind == "part" else [],
        "lead": _breakable(line.lead),
        "depth": line.depth,
        "justify": not (NUMBER.search(line.text) or "://" in line.text),
        "new_page": line.new_page,
        "rows": [[_breakable(cell) for cell in row] for row in line.rows],
        "size": table_size(len(line.rows[0]), cells) if line.rows else 0,
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
