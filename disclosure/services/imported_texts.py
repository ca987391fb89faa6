"""The text of an import as a draft may keep it: its pictures stored, nothing that is unlawful."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from portal.common.errors import ActRefused
from portal.files.extraction import Part, part_name
from portal.files.formats.kinds import FORMATS
from portal.files.services import pictures_of, store_upload
from portal.text.figures import with_figures
from portal.text.grid import laid
from portal.text.model import Block, Cell, Figure, Paragraph, Table, Text, words
from portal.text.normal import normalised
from portal.text.plain import lines_of, words_of
from portal.text.vocabulary import ALT_TO_WRITE, problems
from portal.text.walk import figures_in

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.files.models import StoredFile
    from portal.organs.models import Organ


@dataclass(frozen=True, slots=True)
class ImportedText:
    """The text, the stored pictures it shows, and sentences about what it lost on the way.

    `places` says where each block of the text it was made from is now.
    """

    text: Text
    figures: tuple[StoredFile, ...]
    losses: tuple[str, ...]
    places: Mapping[int, int]


def imported_text(
    text: Text, *, source: StoredFile | None, organ: Organ, by: User, at: dt.datetime
) -> ImportedText:
    """The text of a file as it may be kept, its pictures stored with the organ.

    Part of the caller's transaction: pictures of a document that is not filed are not kept.
    """
    wanted = dict.fromkeys(figure.file for figure in figures_in(text))
    stored: dict[str, StoredFile] = {}
    losses: list[str] = []
    if wanted and source is not None:
        parts = pictures_of(source)
        for place, part in enumerate(parts):
            if (name := part_name(place)) in wanted:
                try:
                    stored[name] = store_upload(
                        stream=io.BytesIO(part.data),
                        name=_name(source, place, part),
                        organ=organ,
                        by=by,
                        at=at,
                    )
                except ActRefused as error:
                    losses.append(f"正文的图片{place + 1}没有存下：{error}")
    if lost := [name for name in wanted if name not in stored]:
        losses.append(f"正文的图片{len(lost)}幅没有录入，请对照原件重新插入。")
    shown = with_figures(text, lambda figure: _shown(figure, stored))
    kept, places, mended = _lawful(shown)
    return ImportedText(kept, tuple(stored.values()), (*losses, *mended), places)


def _name(source: StoredFile, place: int, part: Part) -> str:
    extension = FORMATS[part.kind].extensions[0]
    return f"{Path(source.name).stem[:200]}-图{place + 1}.{extension}"


def _shown(figure: Figure, stored: Mapping[str, StoredFile]) -> Block | None:
    """A picture under the id it is stored by; of one that is not, its caption is left."""
    file = stored.get(figure.file)
    if file is None:
        return Paragraph(figure.caption or words("（图片）"))
    alt = figure.alt or words_of(figure.caption) or ALT_TO_WRITE
    return replace(figure, file=str(file.public_id), alt=alt[:500])


def _lawful(text: Text) -> tuple[Text, dict[int, int], list[str]]:
    """Every block as it may be kept; what may not be is reduced to its words."""
    blocks: list[Block] = []
    places: dict[int, int] = {}
    losses: list[str] = []
    for place, block in enumerate(text.blocks):
        places[place] = len(blocks)
        found = normalised(Text((block,)))
        wrong = list(problems(found))
        if wrong:
            losses.append(f"{wrong[0]}，已改为文字，请对照原件核对。")
            found = normalised(Text((_reduced(block),)))
        blocks.extend(found.blocks)
    return Text(tuple(blocks)), places, losses


def _reduced(block: Block) -> Block:
    if isinstance(block, Table):
        rows = (
            tuple(
                Cell() if isinstance(each, str) else replace(each.cell, across=1, down=1)
                for each in row
            )
            for row in laid(block).spread()
        )
        plain = Table(tuple(rows), block.caption)
        if not list(problems(normalised(Text((plain,))))):
            return plain
    return Paragraph(words(" ".join(lines_of(block))))
