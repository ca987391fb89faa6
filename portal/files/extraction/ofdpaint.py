"""What an OFD (GB/T 33190-2016) paints on a page, in the order of painting; places in points."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from portal.files.boxes import Box
from portal.files.extraction.ofdleaves import (
    ASCENT,
    OPERANDS,
    POINTS,
    Page,
    deltas_of,
    numbers_of,
    pages_of,
    transformed,
)
from portal.files.formats.ofd import OfdMembers, named
from portal.files.formats.xml import local_name

Point = tuple[float, float]
_LAYERS: Final = {"Background": 0, "Body": 1, "Foreground": 2}
_BLACK: Final = "000000"
_UNKNOWN: Final = ""
_CLEAR, _SOLID = 13, 230  # of 255: below is not seen, above nothing is seen through it
_BROAD: Final = 4.0  # points: a stroke that could cover a line of text
_MOST_POINTS: Final = 5_000  # of one outline
_ON_A_CURVE: Final = 8


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: its place, the number of its object in the order of painting, its colour
    (six digits, blank where it cannot be told), and whether it is painted with nothing.
    """

    text: str
    box: Box
    order: int
    colour: str
    is_clear: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """Something that fills a place: outlines, or the picture at a path of the file."""

    box: Box
    outlines: tuple[tuple[Point, ...], ...]
    order: int
    colour: str
    is_opaque: bool
    is_note: bool
    picture: str = ""
    is_even_odd: bool = False

    def lies_over(self, box: Box) -> bool:
        """Whether it fills the place of a character, whose rim does not count."""
        left, top, right, bottom = box
        across, down = (right - left) / 4, (bottom - top) / 4
        return all(
            self._fills(x, y)
            for x in (left + across, right - across)
            for y in (top + down, bottom - down)
        )

    def _fills(self, x: float, y: float) -> bool:
        left, top, right, bottom = self.box
        if not (left <= x <= right and top <= y <= bottom):
            return False
        return bool(self.picture) or _is_inside(x, y, self.outlines, is_even_odd=self.is_even_odd)


@dataclass(frozen=True, slots=True)
class Painted:
    """A page: its size in points, its characters and what fills places on it, in order."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    shapes: tuple[Shape, ...]


def painted_pages(members: OfdMembers) -> Iterator[Painted]:
    """All pages in order. Raises BadArchive, XML_ERRORS."""
    for page in pages_of(members):
        painter = _Painter(page)
        for part, in_front in page.templates:
            if not in_front:
                painter.layers(part)
        painter.layers(page.content)
        for part, in_front in page.templates:
            if in_front:
                painter.layers(part)
        for part in page.notes:
            painter.notes(part)
        width, height = page.area
        glyphs, shapes = tuple(painter.glyphs), tuple(painter.shapes)
        yield Painted(width * POINTS, height * POINTS, glyphs, shapes)


@dataclass
class _Painter:
    """Goes over the objects of a page and numbers them."""

    page: Page
    glyphs: list[Glyph] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    _order: int = 0

    def layers(self, root: Any) -> None:
        found = sorted(
            named(root, "Layer"), key=lambda layer: _LAYERS.get(layer.get("Type", ""), 1)
        )
        for layer in found:
            self._objects(layer, (0.0, 0.0), is_note=False)

    def notes(self, root: Any) -> None:
        for note in named(root, "Annot"):
            if _is_shown(note):
                for look in named(note, "Appearance"):
                    left, top = numbers_of(look.get("Boundary", ""), 4)[:2]
                    self._objects(look, (left, top), is_note=True)

    def _objects(self, holder: Any, corner: Point, *, is_note: bool) -> None:
        for item in holder.iter():
            paint = _PAINTS.get(local_name(item))
            if paint is not None and _is_shown(item):
                self._order += 1
                paint(self, item, corner, is_note)

    def text(self, item: Any, corner: Point, _is_note: bool) -> None:
        colour, alpha = _colour(item, "FillColor")
        is_filled = item.get("Fill", "true").lower() != "false"
        is_stroked = item.get("Stroke", "false").lower() == "true"
        is_clear = alpha < _CLEAR or not (is_filled or is_stroked)
        size = numbers_of(item.get("Size", ""), 1)[0] or 3.0
        for char, x, y, step in _characters(item, size):
            box = _placed(item, corner, (x, y - ASCENT * size, x + step, y + (1 - ASCENT) * size))
            self.glyphs.append(Glyph(char, box, self._order, colour if is_filled else "", is_clear))

    def path(self, item: Any, corner: Point, is_note: bool) -> None:
        outlines = _outlines(item, corner)
        if item.get("Fill", "false").lower() == "true":
            colour, alpha = _colour(item, "FillColor")
            is_even_odd = item.get("Rule") == "Even-Odd"
            self._shape(outlines, colour, alpha, is_note, is_even_odd=is_even_odd)
        matrix = numbers_of(item.get("CTM", ""), 6) if item.get("CTM") else [1.0, 0, 0, 1.0, 0, 0]
        scale = max(abs(matrix[0]), abs(matrix[1]), abs(matrix[2]), abs(matrix[3]))
        width = numbers_of(item.get("LineWidth", ""), 1)[0] * scale * POINTS
        if item.get("Stroke", "true").lower() != "false" and width >= _BROAD:
            colour, alpha = _colour(item, "StrokeColor")
            for row in itertools.chain.from_iterable(_broadened(each, width) for each in outlines):
                self._shape([row], colour, alpha, is_note)

    def image(self, item: Any, corner: Point, is_note: bool) -> None:
        left, top, width, height = numbers_of(item.get("Boundary", ""), 4)
        left, top = left + corner[0], top + corner[1]
        box = _in_points((left, top, left + width, top + height))
        picture = self.page.media.get(item.get("ResourceID", ""), "")
        alpha = _number(item, "Alpha", 255)
        if picture:
            is_opaque = alpha >= _SOLID
            shape = Shape(box, (), self._order, _UNKNOWN, is_opaque, is_note, picture)
            self.shapes.append(shape)

    def _shape(
        self,
        outlines: list[tuple[Point, ...]],
        colour: str,
        alpha: float,
        is_note: bool,
        *,
        is_even_odd: bool = False,
    ) -> None:
        points = [point for outline in outlines for point in outline]
        if not points:
            return
        across, down = zip(*points, strict=True)
        box = (min(across), min(down), max(across), max(down))
        is_opaque = alpha >= _SOLID
        shape = Shape(box, tuple(outlines), self._order, colour, is_opaque, is_note)
        self.shapes.append(replace(shape, is_even_odd=is_even_odd))


_PAINTS: Final[dict[str, Callable[[_Painter, Any, Point, bool], None]]] = {
    "TextObject": _Painter.text,
    "PathObject": _Painter.path,
    "ImageObject": _Painter.image,
}


def _is_shown(item: Any) -> bool:
    return str(item.get("Visible", "true")).lower() != "false"


def _colour(item: Any, name: str) -> tuple[str, float]:
    """Six digits, blank for what is no plain colour; and how opaque it is, 0 to 255."""
    alpha = _number(item, "Alpha", 255)
    for colour in item:
        if local_name(colour) == name:
            alpha *= _number(colour, "Alpha", 255) / 255
            parts = (colour.get("Value") or "").split()
            if len(colour) or not parts:
                return _UNKNOWN, alpha
            values = [min(max(int(each), 0), 255) for each in numbers_of(" ".join(parts), 4)]
            if len(parts) == 1:
                values = values[:1] * 3
            elif len(parts) == 4:
                values = [255 - min(each + values[3], 255) for each in values]
            return "".join(f"{each:02X}" for each in values[:3]), alpha
    return _UNKNOWN if item.get("DrawParam") else _BLACK, alpha


def _number(item: Any, name: str, otherwise: float) -> float:
    value = item.get(name)
    return numbers_of(value, 1)[0] if value else otherwise


def _characters(item: Any, size: float) -> Iterator[tuple[str, float, float, float]]:
    """Each with where its baseline begins and how far it reaches, in the object's own measure."""
    x = y = 0.0
    for code in named(item, "TextCode"):
        x = _number(code, "X", x)
        y = _number(code, "Y", y)
        text = "".join(code.itertext())
        across = deltas_of(code.get("DeltaX", ""), len(text))
        down = deltas_of(code.get("DeltaY", ""), len(text))
        at_x, at_y = x, y
        for place, char in enumerate(text):
            step = across[place] if place < len(across) else size
            yield char, at_x, at_y, min(max(step, 0.0), size) or size
            at_x += step if across or not down else 0.0
            at_y += down[place] if place < len(down) else 0.0


def _placed(item: Any, corner: Point, box: Box) -> Box:
    """A box of an object's own measure on the page, in points."""
    at = _onto_page(item, corner)
    corners = [at(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across, down = zip(*corners, strict=True)
    return min(across), min(down), max(across), max(down)


def _onto_page(item: Any, corner: Point) -> Callable[[float, float], Point]:
    left, top = numbers_of(item.get("Boundary", ""), 4)[:2]
    matrix = numbers_of(item.get("CTM", ""), 6) if item.get("CTM") else None

    def at(x: float, y: float) -> Point:
        across, down = transformed(matrix, x, y)
        return (left + corner[0] + across) * POINTS, (top + corner[1] + down) * POINTS

    return at


def _in_points(box: Box) -> Box:
    left, top, right, bottom = (side * POINTS for side in box)
    return left, top, right, bottom


def _outlines(item: Any, corner: Point) -> list[tuple[Point, ...]]:
    """The closed lines of a path; of curves some points, of arcs their ends."""
    at = _onto_page(item, corner)
    found: list[tuple[Point, ...]] = []
    for data in named(item, "AbbreviatedData"):
        operands = iter((data.text or "").split())
        line: list[Point] = []
        for operator in operands:
            if operator not in OPERANDS:
                continue
            count = OPERANDS[operator]
            given = numbers_of(" ".join(itertools.islice(operands, count)), count)
            if operator in "MS":
                found.append(tuple(line))
                line = []
            if operator in "QB" and line:
                line += _curve(
                    line[-1], [at(*pair) for pair in zip(given[::2], given[1::2], strict=True)]
                )
            elif operator != "C":
                line.append(at(*given[-2:]))
            if len(line) > _MOST_POINTS:
                break
        found.append(tuple(line))
    return [outline for outline in found if len(outline) > 1]


def _curve(start: Point, controls: list[Point]) -> Iterator[Point]:
    """Points of a Bézier curve, without its start."""
    for number in range(1, _ON_A_CURVE + 1):
        part = number / _ON_A_CURVE
        points = [start, *controls]
        while len(points) > 1:
            points = [
                (x + (far_x - x) * part, y + (far_y - y) * part)
                for (x, y), (far_x, far_y) in itertools.pairwise(points)
            ]
        yield points[0]


def _broadened(outline: tuple[Point, ...], width: float) -> Iterator[tuple[Point, ...]]:
    """What a broad stroke along a line fills."""
    for (x, y), (far_x, far_y) in itertools.pairwise(outline):
        length = ((far_x - x) ** 2 + (far_y - y) ** 2) ** 0.5
        if length:
            across, down = (y - far_y) / length * width / 2, (far_x - x) / length * width / 2
            yield (
                (x + across, y + down), (far_x + across, far_y + down),
                (far_x - across, far_y - down), (x - across, y - down),
            )  # fmt: skip


def _is_inside(
    x: float, y: float, outlines: Sequence[tuple[Point, ...]], *, is_even_odd: bool
) -> bool:
    """Whether a point is filled by closed lines, one of which may be a hole in another."""
    turns = crossings = 0
    for outline in outlines:
        for (from_x, from_y), (to_x, to_y) in zip(outline, (*outline[1:], outline[0]), strict=True):
            is_crossed = (from_y > y) != (to_y > y)
            if is_crossed and x < from_x + (y - from_y) / (to_y - from_y) * (to_x - from_x):
                crossings += 1
                turns += 1 if to_y > from_y else -1
    return crossings % 2 == 1 if is_even_odd else turns != 0
