"""Keeps what was set once: a file a fingerprint, written whole or not at all."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from portal.papers.typesetting.pages import pdf_bytes
from portal.papers.typesetting.sheet import Sheet
from portal.papers.typesetting.word import docx_bytes

SETTERS: Final[Mapping[str, Callable[[Sheet], bytes]]] = {"docx": docx_bytes, "pdf": pdf_bytes}


def sizes(sheet: Sheet, *, folder: Path) -> dict[str, int]:
    """How many bytes each file has that was set already."""
    found: dict[str, int] = {}
    name = sheet.fingerprint
    for kind in SETTERS:
        with contextlib.suppress(FileNotFoundError):
            found[kind] = _place(name, kind, folder).stat().st_size
    return found


def kept(sheet: Sheet, kind: str, *, folder: Path) -> bytes:
    """The sheet as `kind`, set anew only when the same content was not set before."""
    place = _place(sheet.fingerprint, kind, folder)
    try:
        return place.read_bytes()
    except FileNotFoundError:
        content = SETTERS[kind](sheet)
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(place)
    return content


def _place(name: str, kind: str, folder: Path) -> Path:
    return folder / name[:2] / f"{name}.{kind}"
