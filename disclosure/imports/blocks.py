"""The body of a document as blocks: those of the file it was read from, without what went into
the elements.

Recognition works on lines; each knows the block it is from (`Source`). What stood in the lines
that are left stays as it was in the file: tables, pictures, notes, marks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from disclosure.imports.elements import Line
from portal.text.headings import HeadingLine, find_headings
from portal.text.inlines import characters, cut, fitted, joined, unmarked
from portal.text.lines import bare, from_lines
from portal.text.model import (
    Annex,
    Article,
    Block,
    Figure,
    Heading,
    Inlines,
    List,
    Mark,
    Note,
    Paragraph,
    Table,
    Text,
    Words,
    cell,
    words,
)
from portal.text.openings import headed, is_annex_label, opened

__all__ = ["Body", "Source", "read_body"]

_LONGEST_TITLE: Final = 60
_SENTENCE: Final = re.compile("[，。；：！？]")


@dataclass(frozen=True, slots=True)
class Source:
    """A file as blocks; `origins` names for each line of its plain text the block it is from, -1
    for none.
    """

    structure: Text = field(default_factory=Text)
    origins: tuple[int, ...] = ()

    def origin(self, number: int) -> int:
        """The block of a line, by its number from 1; -1 for none."""
        return self.origins[number - 1] if 0 < number <= len(self.origins) else -1


@dataclass(frozen=True, slots=True)
class Body:
    """The text that is left, and where each block of the source went in it.

    `left` counts pictures that stood among what went into the elements: the red head, the seal.
    """

    text: Text
    places: dict[int, int]
    left: int = 0


def read_body(
    paragraphs: Sequence[Line], source: Source, *, enclosed: Collection[str] = ()
) -> Body:
    """The paragraphs as blocks; `enclosed` names the texts that the document prints."""
    if not source.structure:
        return Body(from_lines([line.text for line in paragraphs], enclosed=enclosed), {})
    reader = _Reader(paragraphs, source)
    made = list(reader.blocks())
    blocks = _recognised([(each.block, each.line) for each in made], enclosed)
    found: list[Block] = []
    places: dict[int, int] = {}
    for each, block in zip(made, blocks, strict=True):
        for origin in each.origins:
            places.setdefault(origin, len(found))
        found.append(block)
    return Body(Text(tuple(_with_titles(_with_items(found), places))), places, reader.left)


@dataclass(frozen=True, slots=True)
class _Made:
    """A block of the body, its line where it is one paragraph, and the blocks it came from."""

    block: Block
    line: str | None
    origins: tuple[int, ...]


class _Reader:
    """Goes through the paragraphs that are left, and takes their blocks out of the source."""

    def __init__(self, paragraphs: Sequence[Line], source: Source) -> None:
        self._paragraphs = paragraphs
        self._source = source
        self._lines: dict[int, list[int]] = {}
        for number, origin in enumerate(source.origins, start=1):
            if origin >= 0:
                self._lines.setdefault(origin, []).append(number)
        self._kept = {number for line in paragraphs for number in line.numbers}
        self._taken: set[int] = set()
        self.left = 0

    def blocks(self) -> Iterator[_Made]:
        """The blocks of the body in order."""
        done = -1
        for line in self._paragraphs:
            origins = self._origins(line)
            if not origins:
                # A note below the text stands where it is called.
                if line.numbers and self._source.origin(line.numbers[0]) < 0:
                    continue
                yield _Made(Paragraph(words(line.text)), line.text, ())
                continue
            yield from self._between(done, origins[0])
            done = max(done, *origins)
            yield from self._of(line, origins)
        yield from self._between(done, len(self._source.structure.blocks))

    def _origins(self, line: Line) -> tuple[int, ...]:
        found = (self._source.origin(number) for number in line.numbers)
        return tuple(dict.fromkeys(origin for origin in found if origin >= 0))

    def _between(self, done: int, following: int) -> Iterator[_Made]:
        """Blocks without lines: each goes with the block before it, which stayed or went."""
        for place in range(done + 1, following):
            block = self._source.structure.blocks[place]
            if place in self._lines:
                done = place
            elif done >= 0 and self._stays(done):
                yield _Made(block, None, (place,))
            elif isinstance(block, Figure):
                self.left += 1

    def _stays(self, place: int) -> bool:
        return any(number in self._kept for number in self._lines.get(place, ()))

    def _of(self, line: Line, origins: tuple[int, ...]) -> Iterator[_Made]:
        blocks = [self._source.structure.blocks[origin] for origin in origins]
        if len(blocks) == 1 and isinstance(blocks[0], Table | List | Figure):
            yield from self._whole(line, origins[0], blocks[0])
            return
        run = joined(each for origin in origins for each in self._run(line, origin))
        block: Block = Paragraph(fitted(run, line.text))
        if len(blocks) == 1 and isinstance(blocks[0], Heading):
            block = replace(blocks[0], words=fitted(run, line.text), number="")
        yield _Made(block, line.text, origins)

    def _whole(self, line: Line, origin: int, block: Block) -> Iterator[_Made]:
        """A block of several lines at the first of them; of a table that lost rows the others."""
        lines = self._lines[origin]
        if all(number in self._kept for number in lines):
            if origin not in self._taken:
                self._taken.add(origin)
                yield _Made(block, None, (origin,))
            return
        if isinstance(block, Table) and len(lines) == len(block.rows) and _is_plain(block):
            if origin not in self._taken:
                self._taken.add(origin)
                pairs = zip(lines, block.rows, strict=True)
                rows = tuple(row for number, row in pairs if number in self._kept)
                yield _Made(replace(block, rows=rows), None, (origin,))
            return
        made: Block = Paragraph(words(line.text))
        if line.is_row:
            made = Table((tuple(map(cell, line.text.split("\t"))),))
        yield _Made(made, None if line.is_row else line.text, (origin,))

    def _run(self, line: Line, origin: int) -> Inlines:
        """The words of the part of a block that a paragraph holds."""
        block = self._source.structure.blocks[origin]
        if not isinstance(block, Paragraph | Heading | Article):
            return ()
        run = _with_number(block)
        numbers = self._lines[origin]
        if set(numbers) <= set(line.numbers):
            return run
        lines = characters(run).split("\n")
        if len(lines) != len(numbers):
            return run
        ends = [0]
        for text in lines:
            ends.append(ends[-1] + len(text) + 1)
        parts = (
            cut(run, ends[place], ends[place + 1] - 1)
            for place, number in enumerate(numbers)
            if number in line.numbers
        )
        return joined(each for part in parts for each in part)


def _with_number(block: Paragraph | Heading | Article) -> Inlines:
    """The words of a block behind its number, as they stand in its line."""
    number = block.number + (block.name if isinstance(block, Article) else "")
    run = (*block.words, *block.run_in) if isinstance(block, Heading) else block.words
    return joined([Words(f"{number} "), *run]) if number else run


def _is_plain(table: Table) -> bool:
    """Whether no cell reaches into the rows below it."""
    return not table.caption and all(each.down == 1 for row in table.rows for each in row)


def _recognised(
    made: Sequence[tuple[Block, str | None]], enclosed: Collection[str]
) -> Iterator[Block]:
    """The same blocks, those of one line as what their numbering makes them."""
    names = {bare(name) for name in enclosed if name}
    lines = [line or "" for _, line in made]
    begins = {
        index
        for index, line in enumerate(lines)
        if bare(line) in names or (index and is_annex_label(line))
    }
    # What stands in one part does not make a heading in another.
    headings: dict[int, HeadingLine] = {}
    for start, end in pairwise([0, *sorted(begins), len(lines)]):
        headings |= {start + row.paragraph: row for row in find_headings(lines[start:end])}
    for index, (block, line) in enumerate(made):
        if line is None or not isinstance(block, Paragraph | Heading):
            yield block
        elif index in begins:
            title = bare(line) in names
            yield Annex(unmarked(block.words, Mark.STRONG)) if title else Annex((), line)
        elif isinstance(block, Heading) and index not in headings:
            yield headed(block.words, block.level)
        else:
            yield opened(block.words, headings.get(index))


def _with_items(blocks: list[Block]) -> list[Block]:
    """Numbered lines one below the other of which one ends with ； are items, and no headings."""
    found: list[Block] = []
    run: list[Heading] = []

    def close() -> None:
        listed = any(characters(each.words).endswith(("；", ";")) for each in run)
        found.extend(Paragraph(each.words, each.number) if listed else each for each in run)
        run.clear()

    for block in blocks:
        numbered = isinstance(block, Heading) and bool(block.number) and not block.run_in
        if isinstance(block, Heading) and numbered and (not run or run[0].level == block.level):
            run.append(block)
            continue
        close()
        if isinstance(block, Heading) and numbered:
            run.append(block)
        else:
            found.append(block)
    close()
    return found


def _with_titles(blocks: list[Block], places: dict[int, int]) -> list[Block]:
    """附件1 and the title in the line below it as one."""
    found: list[Block] = []
    moved: list[int] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(last, Annex) and not last.title and (title := _title(block)):
            found[-1] = replace(last, title=title)
        else:
            found.append(block)
        moved.append(len(found) - 1)
    for origin, place in places.items():
        places[origin] = moved[place]
    return found


def _title(block: Block) -> Inlines:
    """The title of an annex where a block is one: a short line that says no sentence."""
    if not isinstance(block, Paragraph | Heading) or block.number:
        return ()
    if any(isinstance(each, Note) for each in block.words):
        return ()
    text = characters(block.words)
    if len(text) > _LONGEST_TITLE or _SENTENCE.search(text):
        return ()
    return unmarked(block.words, Mark.STRONG)
