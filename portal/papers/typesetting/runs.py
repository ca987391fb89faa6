"""Words in a Word file: marks, links, readings, formulas, breaks and notes."""

from __future__ import annotations

from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from portal.papers.typesetting.footnotes import Footnotes
from portal.papers.typesetting.markup import font
from portal.papers.typesetting.omml import formula
from portal.text.model import Break, Formula, Inline, Inlines, Mark, Note, Ruby, Words

NOTE_PT: Final = 10.5


class Runs:
    """Adds words to the paragraphs of one file; its notes go to the foot of their pages."""

    def __init__(self, file: Any) -> None:
        self._notes = Footnotes(file)

    def say(self, paragraph: Any, inlines: Inlines, family: str, size: float) -> None:
        """Add the words at the end of a paragraph."""
        for inline in inlines:
            self._say(paragraph, inline, family, size)

    def _say(self, paragraph: Any, inline: Inline, family: str, size: float) -> None:
        match inline:
            case Words(text, marks, href):
                run = paragraph.add_run(text)
                font(run, family, size)
                _mark(run, marks)
                if href and not href.startswith("/"):
                    _link(paragraph, run, href)
            case Ruby(base, reading):
                run = paragraph.add_run()
                font(run, family, size)
                run._r.append(_ruby(base, reading, size))
            case Formula(text, given):
                paragraph._p.append(formula(text, given))
            case Break():
                run = paragraph.add_run()
                run.add_break()
            case Note(words):
                self.say(self._notes.called(paragraph), words, family, NOTE_PT)


def _mark(run: Any, marks: frozenset[Mark]) -> None:
    shape = run.font
    for mark, name in (
        (Mark.STRONG, "bold"),
        (Mark.EMPHASIS, "italic"),
        (Mark.UNDERLINE, "underline"),
        (Mark.SUPERSCRIPT, "superscript"),
        (Mark.SUBSCRIPT, "subscript"),
    ):
        if mark in marks:
            setattr(shape, name, True)


def _link(paragraph: Any, run: Any, href: str) -> None:
    """Let the run lead outside."""
    link = OxmlElement("w:hyperlink")
    target = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), target)
    run._r.addprevious(link)
    link.append(run._r)


def _ruby(base: str, reading: str, size: float) -> Any:
    ruby, properties = OxmlElement("w:ruby"), OxmlElement("w:rubyPr")
    half_points = round(size * 2)
    for name, value in (
        ("rubyAlign", "center"),
        ("hps", str(half_points // 2)),
        ("hpsRaise", str(half_points)),
        ("hpsBaseText", str(half_points)),
        ("lid", "zh-CN"),
    ):
        part = OxmlElement(f"w:{name}")
        part.set(qn("w:val"), value)
        properties.append(part)
    ruby.append(properties)
    for name, text in (("rt", reading), ("rubyBase", base)):
        holder, run, words = (OxmlElement(f"w:{tag}") for tag in (name, "r", "t"))
        words.text = text
        run.append(words)
        holder.append(run)
        ruby.append(holder)
    return ruby
