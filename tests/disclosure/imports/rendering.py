"""Renders a text as it comes out of PDF and DOCX files: one visual line per line, with pages."""

from __future__ import annotations

import unicodedata

CHARS, LINES = 28, 22
MAY_NOT_OPEN = "，。；：、！？”’）》〕"


def cut(text: str, width: int = CHARS) -> list[str]:
    """Cut at every ``width`` characters, whatever they are."""
    return [text[start : start + width] for start in range(0, len(text), width)]


def hard_wrap(text: str, width: int = CHARS, indent: str = "") -> str:
    """Hard-wrap every line; lines that fill a line are indented like paragraphs."""
    wrapped: list[str] = []
    for line in text.splitlines():
        paragraph = indent + line if indent and len(line) > width - 4 else line
        wrapped += cut(paragraph, width) or [""]
    return "\n".join(wrapped)


def columns(text: str) -> float:
    """Return the printed width in Han characters."""
    return sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def typeset(paragraph: str, width: int = CHARS) -> list[str]:
    """Break by printed width; a mark that may not open a line hangs into the margin."""
    lines, line = [], ""
    for char in paragraph:
        if columns(line + char) > width and char not in MAY_NOT_OPEN:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line] if line else lines


def pages(text: str, margin: str = "") -> str:
    """Return ``text`` as typeset pages of 22 lines with ``— 1 —`` between them.

    Long lines are indented paragraphs, short ones are centred above the 主送 and set flush right
    or indented below it; ``margin`` stands before every line, as pdftotext -layout has it.
    """
    lines: list[str] = []
    in_head = True
    for paragraph in (line.strip() for line in text.splitlines() if line.strip()):
        if in_head and paragraph.endswith("："):
            in_head = False
            lines += typeset(paragraph)
        elif in_head and len(paragraph) <= 40 and "。" not in paragraph:
            lines += [" " * int(CHARS - columns(part)) + part for part in typeset(paragraph, 20)]
        else:
            in_head = False
            closing = len(paragraph) <= 14 and paragraph.endswith(("日", "府", "局", "厅", "院"))
            lines += [" " * 28 + paragraph] if closing else typeset("　　" + paragraph)
    paged: list[str] = []
    for number, start in enumerate(range(0, len(lines), LINES), start=1):
        paged += [margin + line for line in lines[start : start + LINES]]
        paged += ["", f"— {number} —", "\f"]
    return "\n".join(paged)
