"""Notes at the foot of a page, which python-docx has no part for."""

from __future__ import annotations

from typing import Any, Final

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

_NAME: Final = PackURI("/word/footnotes.xml")
# What parts the notes from the text; Word refuses a file with notes and without them.
_SEPARATORS: Final = (("separator", "0"), ("continuationSeparator", "1"))


class Footnotes:
    """The notes of one file; their part is made with the first of them."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._part: XmlPart | None = None
        self._last = len(_SEPARATORS) - 1

    @property
    def part(self) -> XmlPart:
        """What the paragraphs of notes belong to."""
        if self._part is None:
            package = self._file.part.package
            self._part = XmlPart(_NAME, CONTENT_TYPE.WML_FOOTNOTES, _empty(), package)
            self._file.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        return self._part

    def called(self, paragraph: Any) -> Paragraph:
        """Call a new note at the end of a paragraph; returns the note's own, to be filled."""
        self._last += 1
        number = str(self._last)
        _raised(paragraph, _numbered("w:footnoteReference", number))
        note, words = _numbered("w:footnote", number), OxmlElement("w:p")
        note.append(words)
        self.part.element.append(note)
        inside = Paragraph(words, self)  # type: ignore[arg-type] # it only asks for our part
        _raised(inside, OxmlElement("w:footnoteRef"))
        inside.add_run(" ")
        return inside


def _empty() -> Any:
    root = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}/>")
    for kind, number in _SEPARATORS:
        note = _numbered("w:footnote", number)
        note.set(qn("w:type"), kind)
        words, run = OxmlElement("w:p"), OxmlElement("w:r")
        run.append(OxmlElement(f"w:{kind}"))
        words.append(run)
        note.append(words)
        root.append(note)
    return root


def _numbered(tag: str, number: str) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:id"), number)
    return element


def _raised(paragraph: Any, mark: Any) -> None:
    run = paragraph.add_run()
    run.font.superscript = True
    run._r.append(mark)
