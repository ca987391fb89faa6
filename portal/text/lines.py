"""Lines as a text: which are headings, articles, rows of a table, the beginning of an annex.

What a line says is decided here once, when it comes in; `plain` of the text is the lines again,
but for the blanks behind a numbering and around a cell, which are no words of the text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Final

from portal.text.headings import find_headings
from portal.text.model import (
    Annex,
    Block,
    Paragraph,
    Table,
    Text,
    cell,
    words,
)
from portal.text.openings import is_annex_label, opened
from portal.text.plain import lines_of, words_of
from portal.text.tables import table_rows

_BLANKS: Final = " \u3000"


def from_lines(lines: Sequence[str], *, enclosed: Collection[str] = ()) -> Text:
    """The text of lines; blank ones are none.

    `enclosed` names the text that is printed and distributed: its title begins an annex without a
    label. An annex begins at a line that says 附件, unless it is the first.
    """
    return Text(tuple(block for block, _ in _read(_filled(lines), _bare_names(enclosed))))


def edited(text: Text, lines: Sequence[str], *, enclosed: Collection[str] = ()) -> Text:
    """The text as somebody left its lines: blocks whose lines stand as they were stay what they
    are, with everything that lines do not say; the rest is read anew.
    """
    fresh = list(_read(_filled(lines), _bare_names(enclosed)))
    known = [(block, _filled(lines_of(block))) for block in text.blocks]
    before = [line for _, found in known for line in found]
    after = [line for _, found in fresh for line in found]
    moved: dict[int, int] = {}
    for match in SequenceMatcher(a=before, b=after).get_matching_blocks():
        moved |= {match.a + step: match.b + step for step in range(match.size)}
    kept: dict[int, tuple[Block, int]] = {}
    place = 0
    for block, found in known:
        there = [moved.get(place + step) for step in range(len(found))]
        if there and (start := there[0]) is not None and there == _run(start, len(found)):
            kept[start] = block, len(found)
        place += len(found)
    return Text(tuple(_merged(fresh, kept)))


def with_enclosed(text: Text, enclosed: Collection[str]) -> Text:
    """The text in which the title of what is enclosed begins an annex."""
    names = _bare_names(enclosed)
    return Text(tuple(_as_title(block, names) for block in text.blocks)) if names else text


def bare(title: str) -> str:
    """A title without blanks and the marks around it, as titles are compared."""
    return "".join(title.split()).strip("《》")


_Found = tuple[Block, tuple[str, ...]]


def _bare_names(names: Collection[str]) -> frozenset[str]:
    return frozenset(filter(None, map(bare, names)))


def _filled(lines: Sequence[str]) -> list[str]:
    found = (line.strip(_BLANKS) for line in lines)
    return [line for line in found if line.strip()]


def _run(start: int, size: int) -> list[int]:
    return list(range(start, start + size))


def _merged(fresh: Sequence[_Found], kept: dict[int, tuple[Block, int]]) -> Iterator[Block]:
    """The fresh blocks, those kept in place of what their lines were read as."""
    starts = list(accumulate((len(found) for _, found in fresh), initial=0))
    ends = set(starts)
    covered = 0
    for place, (block, _) in zip(starts, fresh, strict=False):
        if place < covered:
            continue
        old, size = kept.get(place, (block, 0))
        if size and place + size in ends:
            covered = place + size
            yield old
        else:
            yield block


def _read(lines: Sequence[str], names: frozenset[str]) -> Iterator[_Found]:
    """The blocks of lines, each with those it was read from: one part after another, for what
    stands in one part does not make a heading in another.
    """
    rows = table_rows(lines, alone=2)
    titles = {
        index
        for index, line in enumerate(lines)
        if index not in rows and (bare(line) in names or (index and is_annex_label(line)))
    }
    starts = sorted({0, *titles})
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        first = start
        if start in titles:
            yield _annex(lines[start], names), (lines[start],)
            first += 1
        yield from _read_part(lines[first:end])


def _annex(line: str, names: frozenset[str]) -> Annex:
    return Annex(words(_joined(line))) if bare(line) in names else Annex((), line)


def _read_part(lines: Sequence[str]) -> Iterator[_Found]:
    headings = {heading.paragraph: heading for heading in find_headings(lines)}
    rows = table_rows(lines, alone=2)
    table: list[str] = []
    for index, line in enumerate(lines):
        if index in rows:
            table.append(line)
            continue
        if table:
            yield _table(table), tuple(table)
            table = []
        # Outside a table a tab indents a paragraph or parts two words of it.
        yield opened(words(_joined(line)), headings.get(index)), (line,)
    if table:
        yield _table(table), tuple(table)


def _table(lines: Sequence[str]) -> Table:
    """Rows as they stand; the first is the header where there are others."""
    rows = [tuple(cell(part.strip()) for part in line.split("\t")) for line in lines]
    if len(rows) > 1:
        rows[0] = tuple(replace(each, is_header=True) for each in rows[0])
    return Table(tuple(rows))


def _joined(line: str) -> str:
    return " ".join(part for part in line.split("\t") if part)


def _as_title(block: Block, names: frozenset[str]) -> Block:
    if isinstance(block, Paragraph) and not block.number and bare(words_of(block.words)) in names:
        return Annex(block.words)
    return block
