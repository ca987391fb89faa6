"""Styles of a Word file that say what a paragraph or a run is, and change nothing of its looks."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt, RGBColor

# Read again by portal.files.extraction.wordstyles.
NUMBER_STYLE: Final = "编号"
COUNTED_STYLE: Final = "计数列表"
_BLACK: Final = RGBColor(0, 0, 0)


class NamedStyles:
    """The styles of one file, made when they are first needed."""

    def __init__(self, file: Any) -> None:
        self._file = file

    @cached_property
    def number(self) -> Any:
        """Numbering that opens a paragraph."""
        return self._file.styles.add_style(NUMBER_STYLE, WD_STYLE_TYPE.CHARACTER)

    @cached_property
    def counted_item(self) -> Any:
        """An item of a list that is counted by the file: a list, and no numbering of the text."""
        return self._file.styles.add_style(COUNTED_STYLE, WD_STYLE_TYPE.PARAGRAPH)

    @cached_property
    def caption(self) -> Any:
        """题注 of a table or a picture."""
        style = self._file.styles["Caption"]
        style.font.bold, style.font.color.rgb = False, _BLACK
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        return style
