"""Word files with lists, drawings and fields of every kind, made in code."""

from collections.abc import Sequence
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.files.samples import saved

NAMESPACES = (
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:q="urn:example:unknown" '
) + nsdecls("w", "wp", "a", "pic", "r")


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def item(text: str, number: int, level: int = 0) -> str:
    """A paragraph of the list `number` at a level."""
    place = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
    return f"<w:p><w:pPr><w:numPr>{place}</w:numPr></w:pPr>{run(text)}</w:p>"


def level(at: int, pattern: str, form: str = "decimal", start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'{more}<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def definition(number: int, *levels: str, inner: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{inner}{"".join(levels)}</w:abstractNum>'


def listed(number: int, of: int, inner: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{inner}</w:num>'


def word(*blocks: str, numbering: Sequence[str] = (), styles: Sequence[str] = ()) -> bytes:
    """A docx whose body is the given blocks (WordprocessingML)."""
    document = docx.Document()
    body = document.element.body
    for block in blocks:
        root = parse_xml(f"<w:body {NAMESPACES}>{block}</w:body>")
        for element in list(root):
            body.insert(len(body) - 1, element)
    if numbering:
        part: Any = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
        rows = parse_xml(f"<w:numbering {NAMESPACES}>{''.join(numbering)}</w:numbering>")
        part.element.clear()
        part.element.extend(list(rows))
    for style in styles:
        document.styles.element.append(parse_xml(style.replace(">", f" {NAMESPACES}>", 1)))
    return saved(document)


def rows_of(table: Sequence[Sequence[str]]) -> str:
    """A table of plain cells."""
    lines = (
        "<w:tr>" + "".join(f"<w:tc><w:p>{run(cell)}</w:p></w:tc>" for cell in row) + "</w:tr>"
        for row in table
    )
    return f"<w:tbl>{''.join(lines)}</w:tbl>"
