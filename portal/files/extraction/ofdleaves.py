"""What lies on the pages of an OFD (GB/T 33190-2016): places are millimetres in the file."""

from __future__ import annotations

import itertools
import math
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from portal.files.boxes import Box
from portal.files.extraction.result import NOISE
from portal.files.formats.ofd import OfdMembers, named, resolve
from portal.files.layout import Leaf, Letter, Row, Rule

POINTS: Final = 72 / 25.4
_MAX_PAGES: Final = 5_000
_A4: Final = (210.0, 297.0)
# Runs whose baselines differ by less than this share of their size stand on one line.
_SAME_LINE: Final = 0.5
# A horizontal gap wider than this share of the size is a blank between words or cells.
_BLANK: Final = 0.6
ASCENT: Final = 0.86  # of the size: how far letters rise above their baseline
_LEVEL: Final = 0.3  # millimetres: what leans more is no rule
_SMALLEST: Final = 8.0  # millimetres: a smaller picture is a bullet or a speck
_MOST_STEPS: Final = 20_000  # of the drawn lines of one page
OPERANDS: Final = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One page: what lies on it, and where in the file each picture of it is."""

    leaf: Leaf
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece of text; x, y (of the baseline), width and size in millimetres; ``steps`` are the
    advances from letter to letter.
    """

    x: float
    y: float
    width: float
    size: float
    text: str
    steps: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page as the file holds it: its content, its templates with whether they lie in front,
    its size in millimetres, where pictures are by their ID, the notes on it.
    """

    content: Any
    templates: tuple[tuple[Any, bool], ...]
    area: tuple[float, float]
    media: Mapping[str, str]
    notes: tuple[Any, ...]


def pages_of(members: OfdMembers) -> Iterator[Page]:
    """All pages in order, each once however often it is listed. Raises BadArchive, XML_ERRORS."""
    for path in members.document_paths():
        folder = posixpath.dirname(path)
        document = members.xml(path)
        templates = {
            element.get("ID", ""): element.get("BaseLoc", "")
            for element in named(document, "TemplatePage")
        }
        usual = _area(document) or _A4
        media, notes = _media(members, folder, document), _notes(members, folder, document)
        listed = itertools.islice(named(document, "Page"), _MAX_PAGES)
        for location, page in {page.get("BaseLoc"): page for page in listed}.items():
            if location:
                content = members.xml(resolve(folder, location))
                # Forms and invoices keep their printed labels in a template page.
                used = tuple(
                    (
                        members.xml(resolve(folder, templates[use.get("TemplateID", "")])),
                        use.get("ZOrder") == "Foreground",
                    )
                    for use in named(content, "Template")
                    if templates.get(use.get("TemplateID", ""))
                )
                of_page = tuple(notes.get(page.get("ID", ""), ()))
                yield Page(content, used, _area(content) or usual, media, of_page)


def drawn_pages(members: OfdMembers) -> list[Drawn]:
    """What is read of all pages in order. Raises BadArchive, XML_ERRORS."""
    return [
        _page([page.content, *(part for part, _ in page.templates)], page.area, page.media)
        for page in pages_of(members)
    ]


def _notes(members: OfdMembers, folder: str, document: Any) -> dict[str, list[Any]]:
    """The files of notes by the ID of their page; what is not there is left out."""
    found: dict[str, list[Any]] = {}
    for location in named(document, "Annotations"):
        listed = resolve(folder, (location.text or "").strip())
        if not members.has(listed):
            continue
        for page in named(members.xml(listed), "Page"):
            for place in named(page, "FileLoc"):
                path = resolve(posixpath.dirname(listed), (place.text or "").strip())
                if members.has(path):
                    found.setdefault(page.get("PageID", ""), []).append(members.xml(path))
    return found


def _area(root: Any) -> tuple[float, float] | None:
    for box in named(root, "PhysicalBox"):
        _, _, width, height = numbers_of(box.text or "", 4)
        if width > 0 and height > 0:
            return width, height
    return None


def _media(members: OfdMembers, folder: str, document: Any) -> dict[str, str]:
    """Where each picture of a document is in the file, by its ID."""
    found: dict[str, str] = {}
    for kind in ("PublicRes", "DocumentRes"):
        for listed in named(document, kind):
            path = resolve(folder, (listed.text or "").strip())
            if not members.has(path):
                continue
            resources = members.xml(path)
            base = resolve(posixpath.dirname(path), resources.get("BaseLoc", "") or ".")
            for medium in named(resources, "MultiMedia"):
                for file in named(medium, "MediaFile"):
                    found[medium.get("ID", "")] = resolve(base, (file.text or "").strip())
    return found


def _page(parts: list[Any], area: tuple[float, float], media: Mapping[str, str]) -> Drawn:
    runs = [run for part in parts for run in _runs(part)]
    rows = tuple(_row(line) for line in _lines(runs))
    across, down = _rules(parts)
    boxes: list[Box] = []
    pictures: list[str] = []
    for part in parts:
        for image in named(part, "ImageObject"):
            left, top, width, height = numbers_of(image.get("Boundary", ""), 4)
            place = media.get(image.get("ResourceID", ""), "")
            if place and min(width, height) >= _SMALLEST:
                boxes.append(_scaled((left, top, left + width, top + height)))
                pictures.append(place)
    width, height = area
    leaf = Leaf(width * POINTS, height * POINTS, rows, across, down, tuple(boxes))
    return Drawn(leaf, tuple(pictures))


def _scaled(box: Box) -> Box:
    left, top, right, bottom = box
    return left * POINTS, top * POINTS, right * POINTS, bottom * POINTS


def _runs(page: Any) -> Iterator[_Run]:
    for element in named(page, "TextObject"):
        if element.get("Visible", "true").lower() == "false":
            continue
        left, top = numbers_of(element.get("Boundary", ""), 4)[:2]
        matrix = numbers_of(element.get("CTM", ""), 6) if element.get("CTM") else None
        scale = abs(matrix[3]) or abs(matrix[1]) or 1.0 if matrix else 1.0
        wide = (abs(matrix[0]) or 1.0) if matrix else 1.0
        size = (numbers_of(element.get("Size", ""), 1)[0] or 3.0) * scale
        x = y = 0.0
        for code in named(element, "TextCode"):
            # X and Y may be left out: they then repeat the run before.
            x = numbers_of(code.get("X", ""), 1)[0] if code.get("X") else x
            y = numbers_of(code.get("Y", ""), 1)[0] if code.get("Y") else y
            text = "".join(code.itertext())
            if text.strip():
                at_x, at_y = transformed(matrix, x, y)
                told = deltas_of(code.get("DeltaX", ""), len(text))
                steps = tuple(step * wide for step in told)
                yield _Run(left + at_x, top + at_y, sum(steps) + size, size, text, steps)


def transformed(matrix: list[float] | None, x: float, y: float) -> tuple[float, float]:
    if matrix is None:
        return x, y
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _lines(runs: list[_Run]) -> Iterator[list[_Run]]:
    line: list[_Run] = []
    for run in sorted(runs, key=lambda run: (run.y, run.x)):
        if line and run.y - line[0].y > _SAME_LINE * max(run.size, line[0].size):
            yield sorted(line, key=lambda run: run.x)
            line = []
        line.append(run)
    if line:
        yield sorted(line, key=lambda run: run.x)


def _row(line: list[_Run]) -> Row:
    text = ""
    letters: list[Letter] = []
    end = 0.0
    for run in line:
        if text and run.x - end > _BLANK * run.size:
            text += " "
        x = run.x
        top, bottom = run.y - ASCENT * run.size, run.y + (1 - ASCENT) * run.size
        for place, char in enumerate(run.text):
            step = run.steps[place] if place < len(run.steps) else run.size
            if NOISE.match(char):
                continue
            if not char.isspace():
                box = _scaled((x, top, x + min(max(step, 0.0), run.size) or run.size, bottom))
                letters.append(Letter(char, box, len(text)))
            text += "\u3000" if char in "\r\n" else char
            x += step
        end = run.x + run.width
    return Row(text, tuple(letters))


def _rules(parts: list[Any]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    across: list[Rule] = []
    down: list[Rule] = []
    budget = _MOST_STEPS
    for part in parts:
        for path in named(part, "PathObject"):
            if path.get("Stroke", "true").lower() == "false":
                continue
            for x0, y0, x1, y1 in _segments(path):
                budget -= 1
                if budget < 0:
                    return (), ()
                if abs(y1 - y0) <= _LEVEL < abs(x1 - x0):
                    left, at, right, _ = _scaled((min(x0, x1), (y0 + y1) / 2, max(x0, x1), 0))
                    across.append(Rule(at, left, right))
                elif abs(x1 - x0) <= _LEVEL < abs(y1 - y0):
                    at, top, _, bottom = _scaled(((x0 + x1) / 2, min(y0, y1), 0, max(y0, y1)))
                    down.append(Rule(at, top, bottom))
    return tuple(across), tuple(down)


def _segments(path: Any) -> Iterator[Box]:
    """The straight lines of a path, in millimetres from the corner of the page."""
    left, top = numbers_of(path.get("Boundary", ""), 4)[:2]
    matrix = numbers_of(path.get("CTM", ""), 6) if path.get("CTM") else None
    for data in named(path, "AbbreviatedData"):
        operands = iter((data.text or "").split())
        start = here = (0.0, 0.0)
        for operator in operands:
            if operator not in OPERANDS:
                continue
            given = numbers_of(" ".join(itertools.islice(operands, OPERANDS[operator])), 7)
            before = here
            if operator == "C":
                here = start
            else:
                x, y = given[OPERANDS[operator] - 2 : OPERANDS[operator]]
                across, down = transformed(matrix, x, y)
                here = (left + across, top + down)
            if operator in "MS":
                start = here
            elif operator in "LC":
                yield *before, *here


def deltas_of(value: str, most: int) -> list[float]:
    """Advances between characters, in millimetres; ``g 3 2.5`` is short for 2.5 three times."""
    found: list[float] = []
    words = iter(value.split())
    for word in words:
        if word == "g":
            count, step = numbers_of(f"{next(words, '0')} {next(words, '0')}", 2)
            found += [step] * int(min(max(count, 0), most))
        else:
            found += numbers_of(word, 1)
    return found


def numbers_of(value: str, count: int) -> list[float]:
    """Exactly ``count`` numbers; missing or malformed ones are 0 (placement is best effort)."""
    numbers: list[float] = []
    for word in value.split()[:count]:
        try:
            number = float(word)
        except ValueError:
            number = 0.0
        numbers.append(number if math.isfinite(number) else 0.0)
    return numbers + [0.0] * (count - len(numbers))
