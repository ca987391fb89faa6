"""Lists of a Word file: counted and marked by the file itself, not by letters in the text."""

from __future__ import annotations

from typing import Any, Final

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from portal.papers.typesetting.blocks import BULLETS, Series

_LEVELS: Final = 4
_STEP: Final = 640  # twentieths of a point: two characters


class Numbering:
    """The lists of one file; each series counts by itself."""

    def __init__(self, file: Any) -> None:
        self._root = file.part.numbering_part.element
        self._forms: dict[bool, int] = {}
        self._known: dict[Series, int] = {}

    def mark(self, paragraph: Any, series: Series, depth: int) -> None:
        """Make a paragraph an item of a series."""
        number = self._known.get(series) or self._made(series, depth)
        properties = paragraph._p.get_or_add_pPr()
        properties.get_or_add_numPr().get_or_add_numId().val = number
        properties.get_or_add_numPr().get_or_add_ilvl().val = min(depth, _LEVELS - 1)

    def _made(self, series: Series, depth: int) -> int:
        if series.ordered not in self._forms:
            self._forms[series.ordered] = self._form(series.ordered)
        number = 1 + max((int(n.numId) for n in self._root.num_lst), default=0)
        level = min(depth, _LEVELS - 1)
        begins = (
            f'<w:lvlOverride w:ilvl="{level}">'
            f'<w:startOverride w:val="{series.start}"/></w:lvlOverride>'
        )
        made = parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}">'
            f'<w:abstractNumId w:val="{self._forms[series.ordered]}"/>'
            f"{begins if series.ordered else ''}</w:num>"
        )
        self._root.append(made)
        self._known[series] = number
        return number

    def _form(self, ordered: bool) -> int:
        """What items of a kind look like; must stand before every series."""
        known = self._root.findall(qn("w:abstractNum"))
        number = 1 + max((int(each.get(qn("w:abstractNumId"))) for each in known), default=-1)
        levels = "".join(_level(depth, ordered) for depth in range(_LEVELS))
        made = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
        if known:
            known[-1].addnext(made)
        else:
            self._root.insert(0, made)
        return number


def _level(depth: int, ordered: bool) -> str:
    sign = f"%{depth + 1}." if ordered else BULLETS[min(depth, len(BULLETS) - 1)]
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{"decimal" if ordered else "bullet"}"/><w:lvlText w:val="{sign}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{(depth + 2) * _STEP}" '
        f'w:hanging="{_STEP // 2}"/></w:pPr></w:lvl>'
    )
