"""OFD (GB/T 33190-2016): a zip of XML; pages hold text runs placed in millimetres."""

import io
import itertools
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.files.extraction.result import ExtractedText, UnreadableFile, tidy
from portal.files.formats.archive import open_archive
from portal.files.formats.ofd import OfdMembers, named, resolve
from portal.files.formats.xml import XML_ERRORS

_MAX_PAGES = 5_000
_DAMAGED = "OFD 文件结构已损坏，请重新导出，或转换为 PDF 后上传。"
# Runs whose baselines differ by less than this share of their size stand on one line.
_SAME_LINE = 0.5
# A horizontal gap wider than this share of the size is a blank between words or cells.
_BLANK = 0.6


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece of text; x, y (of the baseline), width and size in millimetres."""

    x: float
    y: float
    width: float
    size: float
    text: str


def from_ofd(data: bytes) -> ExtractedText:
    """Text of all pages in order, runs grouped into lines. Raises UnreadableFile, BadArchive."""
    try:
        with open_archive(io.BytesIO(data)) as archive:
            pages = _read_pages(OfdMembers(archive))
    except (*XML_ERRORS, RecursionError) as error:
        raise UnreadableFile(_DAMAGED) from error
    text = tidy("\n".join(pages))
    if not text.strip():
        raise UnreadableFile("OFD 里没有文字，可能是扫描件，请先做文字识别（OCR）后再上传。")
    return ExtractedText(text, "ofd", None, len(pages))


def _read_pages(members: OfdMembers) -> list[str]:
    pages: list[str] = []
    for path in members.document_paths():
        folder = posixpath.dirname(path)
        document = members.xml(path)
        templates = {
            element.get("ID", ""): element.get("BaseLoc", "")
            for element in named(document, "TemplatePage")
        }
        listed = itertools.islice(named(document, "Page"), _MAX_PAGES)
        # What stands on a page is read once, however often the page is listed.
        for location in dict.fromkeys(page.get("BaseLoc") for page in listed):
            if location:
                content = members.xml(resolve(folder, location))
                pages.append(_page_text(members, folder, templates, content))
    if not pages:
        raise UnreadableFile(_DAMAGED)
    return pages


def _page_text(members: OfdMembers, folder: str, templates: dict[str, str], page: Any) -> str:
    runs = list(_runs(page))
    # Forms and invoices keep their printed labels in a template page shared by several pages.
    for use in named(page, "Template"):
        location = templates.get(use.get("TemplateID", ""))
        if location:
            runs.extend(_runs(members.xml(resolve(folder, location))))
    return "\n".join(_line_text(line) for line in _lines(runs))


def _runs(page: Any) -> Iterator[_Run]:
    for element in named(page, "TextObject"):
        if element.get("Visible", "true").lower() == "false":
            continue
        left, top = _numbers(element.get("Boundary", ""), 4)[:2]
        matrix = _numbers(element.get("CTM", ""), 6) if element.get("CTM") else None
        scale = abs(matrix[3]) or abs(matrix[1]) or 1.0 if matrix else 1.0
        size = (_numbers(element.get("Size", ""), 1)[0] or 3.0) * scale
        x = y = 0.0
        for code in named(element, "TextCode"):
            # X and Y may be left out: they then repeat the run before.
            x = _numbers(code.get("X", ""), 1)[0] if code.get("X") else x
            y = _numbers(code.get("Y", ""), 1)[0] if code.get("Y") else y
            text = "".join(code.itertext())
            if text.strip():
                at_x, at_y = _transform(matrix, x, y)
                steps = sum(_deltas(code.get("DeltaX", "")))
                width = (steps * (abs(matrix[0]) or 1.0) if matrix else steps) + size
                yield _Run(left + at_x, top + at_y, width, size, text)


def _transform(matrix: list[float] | None, x: float, y: float) -> tuple[float, float]:
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


def _line_text(line: list[_Run]) -> str:
    pieces: list[str] = []
    end = 0.0
    for run in line:
        if pieces and run.x - end > _BLANK * run.size:
            pieces.append(" ")
        pieces.append(run.text)
        end = run.x + run.width
    return "".join(pieces)


def _deltas(value: str) -> Iterator[float]:
    """Advances between characters, in millimetres; ``g 3 2.5`` is short for 2.5 three times."""
    words = iter(value.split())
    for word in words:
        if word == "g":
            count, step = _numbers(f"{next(words, '0')} {next(words, '0')}", 2)
            yield count * step
        else:
            yield _numbers(word, 1)[0]


def _numbers(value: str, count: int) -> list[float]:
    """Exactly ``count`` numbers; missing or malformed ones are 0 (placement is best effort)."""
    numbers: list[float] = []
    for word in value.split()[:count]:
        try:
            numbers.append(float(word))
        except ValueError:
            numbers.append(0.0)
    return numbers + [0.0] * (count - len(numbers))
