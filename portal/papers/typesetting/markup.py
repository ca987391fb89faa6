"""Marks of a Word file that python-docx has no name for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from portal.papers.typesetting.sheet import NUMBER, RED


def font(target: Any, name: str, size: float) -> None:
    """Name the font for Chinese and for Latin letters alike."""
    target.font.name, target.font.size = name, Pt(size)
    fonts = target.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), name)


def outline(paragraph: Any, level: int) -> None:
    """Let the paragraph stand in the navigation pane."""
    mark = OxmlElement("w:outlineLvl")
    mark.set(qn("w:val"), str(level))
    paragraph._p.get_or_add_pPr().append(mark)


def kept_whole(body: Any) -> None:
    """Let no line end behind a hyphen of a number, which is copied and typed as one word."""
    for text in list(body.iter(qn("w:t"))):
        if not NUMBER.search(text.text or ""):
            continue
        place = text
        for piece in _pieces(text.text):
            part = OxmlElement("w:noBreakHyphen" if piece == "-" else "w:t")
            if piece != "-":
                part.text = piece
                part.set(qn("xml:space"), "preserve")
            place.addnext(part)
            place = part
        text.getparent().remove(text)


def _pieces(text: str) -> Iterator[str]:
    """The text with every hyphen of a number by itself."""
    end = 0
    for found in NUMBER.finditer(text):
        head, *rest = found[0].split("-")
        yield f"{text[end : found.start()]}{head}"
        for word in rest:
            yield from ("-", word)
        end = found.end()
    if text[end:]:
        yield text[end:]


def red_line(paragraph: Any) -> None:
    """The red line below the number, 4 mm down."""
    borders(paragraph, bottom="12", colour=RED, space="11")


def borders(
    paragraph: Any, *, top: str = "", bottom: str = "", colour: str = "000000", space: str = "2"
) -> None:
    """Rules above and below a paragraph; widths in eighths of a point."""
    properties = paragraph._p.get_or_add_pPr()
    frame = OxmlElement("w:pBdr")
    for side, width in (("w:top", top), ("w:bottom", bottom)):
        if width:
            edge = OxmlElement(side)
            for name, value in (
                ("val", "single"),
                ("sz", width),
                ("space", space),
                ("color", colour),
            ):
                edge.set(qn(f"w:{name}"), value)
            frame.append(edge)
    properties.insert_element_before(
        frame, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )


def foot_of_page(paragraph: Any) -> None:
    """Let the paragraph stand at the foot of its page, over the whole width of the text."""
    frame = OxmlElement("w:framePr")
    for name, value in (
        ("w", str(round(156 / 25.4 * 1440))),
        ("wrap", "topAndBottom"),
        ("vAnchor", "margin"),
        ("hAnchor", "margin"),
        ("xAlign", "left"),
        ("yAlign", "bottom"),
    ):
        frame.set(qn(f"w:{name}"), value)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        frame, "w:widowControl", "w:numPr", "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs",
        "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc",
    )  # fmt: skip


def field_part(kind: str) -> Any:
    """One part of the field that prints the number of the page."""
    if kind in ("", "shown"):
        part = OxmlElement("w:t" if kind else "w:instrText")
        part.text = "1" if kind else "PAGE"
        return part
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    return part
