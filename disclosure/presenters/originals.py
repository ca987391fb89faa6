"""The original's pages beside a form: doubts, and what was read as elements, at their places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from disclosure.elements import TABLE

if TYPE_CHECKING:
    from portal.files.models import FileStructure, StoredFile

_MOST_PAGES: Final = 30  # shown besides those with a doubt
_ALL: Final = 1000  # a page is as wide and as high in the units of its marks
_MARGIN: Final = 4
_LIKELY: Final = 0.7
_LONGEST: Final = 40
# What the import reads that has another name among the elements.
_NAMES: Final = {"genre": "公文种类", "repeals": "废止的文件"}

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """One place on a page, in thousandths of its width and height. `number` is that of its line
    in the list; `is_doubt` tells a doubt from an element that was read there.
    """

    number: int
    words: str
    is_doubt: bool
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: where its picture is, and what is marked on it."""

    number: int
    address: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the list; `page` is 0 for what has no place."""

    number: int
    words: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Original:
    """What stands beside the form. `left_out` counts pages without doubts that are not shown."""

    name: str
    is_recognised: bool
    leaves: tuple[Leaf, ...]
    doubts: tuple[Remark, ...]
    elements: tuple[Remark, ...]
    left_out: int = 0


def original_of(
    stored: StoredFile,
    structure: FileStructure | None,
    elements: Mapping[str, Any],
    address: Callable[[int], str],
) -> Original:
    """The pages of a file with `elements` read from it, the parser's answer; `address` is that of
    the picture of a page.
    """
    places = structure.places if structure else []
    pages = structure.pages if structure and structure.pages else 1
    doubts, spots = _doubts(stored, elements, places)
    read, marked = _elements(elements, places, len(doubts))
    spots += marked
    wanted = {page for page, spot in spots if spot.is_doubt} | set(range(1, _MOST_PAGES + 1))
    shown = sorted(page for page in wanted if page <= pages)
    leaves = tuple(
        Leaf(page, address(page), tuple(spot for on, spot in spots if on == page)) for page in shown
    )
    return Original(
        stored.name,
        stored.is_recognised,
        leaves,
        tuple(doubts),
        tuple(read),
        pages - len(shown),
    )


def _doubts(
    stored: StoredFile, elements: Mapping[str, Any], places: Sequence[Any]
) -> tuple[list[Remark], list[tuple[int, Spot]]]:
    """What the file's reading left open, then elements hardly read, then the parser's warnings."""
    rows: list[tuple[str, int, Box | None]] = [
        (str(doubt["what"]), int(doubt.get("page") or 0), _box(doubt.get("box")))
        for doubt in stored.doubts
    ]
    for label, found in _evidence(elements):
        if float(found["confidence"]) < _LIKELY:
            page, box = _around(found["lines"], places)
            rows.append((f"{label}：识别把握低，请核对", page, box))
    known = {words for words, _, _ in rows}
    rows += [(str(words), 0, None) for words in elements.get("warnings", ()) if words not in known]
    remarks: list[Remark] = []
    spots: list[tuple[int, Spot]] = []
    for number, (words, page, box) in enumerate(rows, start=1):
        remarks.append(Remark(number, words, page if box else 0))
        if box:
            spots.append((page, _spot(number, words, box, is_doubt=True)))
    return remarks, spots


def _elements(
    elements: Mapping[str, Any], places: Sequence[Any], after: int
) -> tuple[list[Remark], list[tuple[int, Spot]]]:
    remarks: list[Remark] = []
    spots: list[tuple[int, Spot]] = []
    for label, found in _evidence(elements):
        page, box = _around(found["lines"], places)
        if box:
            number = after + len(remarks) + 1
            words = f"{label}：{str(found['raw'])[:_LONGEST]}"
            remarks.append(Remark(number, words, page))
            spots.append((page, _spot(number, words, box, is_doubt=False)))
    return remarks, spots


def _evidence(elements: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    headings = {element.name: element.heading for element in TABLE}
    return [
        (_NAMES.get(name) or headings.get(name, name), found)
        for name, found in elements.get("evidence", {}).items()
    ]


def _around(lines: Sequence[int], places: Sequence[Any]) -> tuple[int, Box | None]:
    """The page and the box of some lines, those of the first page alone."""
    known = [places[n - 1] for n in lines if 0 < n <= len(places) and places[n - 1]]
    if not known:
        return 0, None
    page = known[0][0]
    lefts, tops, rights, bottoms = zip(*(row[1:5] for row in known if row[0] == page), strict=True)
    return int(page), (min(lefts), min(tops), max(rights), max(bottoms))


def _box(given: Any) -> Box | None:
    return (given[0], given[1], given[2], given[3]) if given else None


def _spot(number: int, words: str, box: Box, *, is_doubt: bool) -> Spot:
    left, top, right, bottom = (round(side * _ALL) for side in box)
    left, top = max(left - _MARGIN, 0), max(top - _MARGIN, 0)
    right, bottom = min(right + _MARGIN, _ALL), min(bottom + _MARGIN, _ALL)
    return Spot(number, words, is_doubt, left, top, max(right - left, 1), max(bottom - top, 1))
