"""Pieces of a document in reading order: their lines as plain text, and the blocks they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from portal.files.extraction.result import Doubt, ExtractedText, Part, plain_lines
from portal.text.inlines import joined
from portal.text.model import (
    Block,
    Break,
    Figure,
    Formula,
    Inline,
    Inlines,
    List,
    ListItem,
    Paragraph,
    Ruby,
    Table,
    Text,
    Words,
)

_DEEPEST_LIST: Final = 4
# More than any text a person reads: data, which is kept as lines alone.
_MOST_BLOCKS: Final = 20_000
MOST_CELLS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines, and the block they are; a picture has a block without lines, a note the reverse.

    `bullet` is the depth of an item of a list from 0. `is_caption` says that the words stand for
    the table below or the picture above, where there is one. `noted` are kinds of doubt;
    `counted` is what an item of a counted list is counted as.
    """

    lines: tuple[str, ...] = ()
    block: Block | None = None
    bullet: int | None = None
    is_caption: bool = False
    noted: frozenset[str] = frozenset()
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """All pieces as one text; `places` says of each kind of doubt which blocks it is about."""

    text: str
    structure: Text
    origins: tuple[int, ...]
    places: dict[str, tuple[int, ...]] = field(default_factory=dict)


def gathered(pieces: Iterable[Piece]) -> Gathered:
    """Plain text as `tidy` leaves it, blocks, and which line is from which block.

    What has too many blocks has none.
    """
    lines: list[str] = []
    origins: list[int] = []
    blocks: list[Block] = []
    places: dict[str, list[int]] = {}
    for piece in _in_order(pieces):
        origin = -1
        if piece.block is not None:
            origin = len(blocks)
            blocks.append(piece.block)
        for kind in piece.noted:
            places.setdefault(kind, []).append(max(origin, 0))
        for line in plain_lines("\n".join(piece.lines)) if piece.lines else ():
            if not line and (not lines or not lines[-1]):
                continue
            lines.append(line)
            origins.append(origin if line else -1)
    if lines and not lines[-1]:
        lines.pop()
        origins.pop()
    if len(blocks) > _MOST_BLOCKS:
        return Gathered("\n".join(lines), Text(), ())
    found = {kind: tuple(numbers) for kind, numbers in places.items()} if blocks else {}
    return Gathered("\n".join(lines), Text(tuple(blocks)), tuple(origins), found)


def extracted(
    found: Gathered,
    kind: str,
    *,
    encoding: str | None = None,
    doubts: tuple[Doubt, ...] = (),
    parts: Iterable[Part] = (),
) -> ExtractedText:
    """What extraction answers of a document that is read piece by piece."""
    return ExtractedText(
        found.text, kind, encoding, None, doubts, found.structure, found.origins, tuple(parts)
    )


def blocks_of(pieces: Iterable[Piece]) -> tuple[Block, ...]:
    """The blocks alone, of a cell or of a list."""
    return tuple(piece.block for piece in _in_order(pieces) if piece.block is not None)


def clean(inlines: Iterable[Inline]) -> Inlines:
    """A run without what is no character of a text; a line end within it is a break."""
    return joined(part for inline in inlines for part in _clean(inline))


def _clean(inline: Inline) -> Iterator[Inline]:
    match inline:
        case Words(text) if text.isprintable():
            yield inline
        case Words(text, marks, href):
            for place, line in enumerate(plain_lines(text, strip=False)):
                if place:
                    yield Break()
                yield Words(line, marks, href)
        case Formula(text, mathml):
            yield Formula(" ".join(plain_lines(text)), mathml)
        case Ruby(base, reading):
            yield Ruby(" ".join(plain_lines(base)), " ".join(plain_lines(reading)))
        case _:
            yield inline


def _in_order(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, items of a list as one, captions with what they stand for."""
    return _captioned(_listed(list(pieces)))


def _listed(pieces: Sequence[Piece]) -> list[Piece]:
    found: list[Piece] = []
    run: list[Piece] = []
    for piece in pieces:
        if piece.bullet is not None:
            run.append(piece)
            continue
        if run:
            found.append(_list(run))
            run = []
        found.append(piece)
    if run:
        found.append(_list(run))
    return found


def _list(run: Sequence[Piece]) -> Piece:
    lines = tuple(line for piece in run for line in piece.lines)
    noted = frozenset().union(*(piece.noted for piece in run))
    return Piece(lines, _nested(run, 0), noted=noted)


def _nested(run: Sequence[Piece], depth: int) -> List:
    """Items of one depth, those deeper than they inside the item before them."""
    least = min(piece.bullet or 0 for piece in run)
    items: list[ListItem] = []
    inner: list[Piece] = []

    def close() -> None:
        if inner:
            below = _nested(inner, depth + 1)
            items[-1] = ListItem((*items[-1].blocks, below))
            inner.clear()

    for piece in run:
        level = piece.bullet or 0
        if level > least and items and depth < _DEEPEST_LIST:
            inner.append(piece)
            continue
        close()
        items.append(ListItem((piece.block,) if piece.block is not None else ()))
    close()
    begins = run[0].counted
    return List(tuple(items), ordered=begins is not None, start=begins or 1)


def _captioned(pieces: Sequence[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last and last.is_caption and isinstance(piece.block, Table) and not piece.block.caption:
            found[-1] = _with_caption(piece, last, (*last.lines, *piece.lines))
        elif (
            last and piece.is_caption and isinstance(last.block, Figure) and not last.block.caption
        ):
            found[-1] = _with_caption(last, piece, (*last.lines, *piece.lines))
        else:
            found.append(piece)
    return found


def _with_caption(piece: Piece, caption: Piece, lines: tuple[str, ...]) -> Piece:
    words = caption.block
    if not isinstance(words, Paragraph) or not isinstance(piece.block, Table | Figure):
        return piece
    run = joined([Words(words.number), *words.words])
    block = replace(piece.block, caption=run)
    return replace(piece, lines=lines, block=block, noted=piece.noted | caption.noted)
