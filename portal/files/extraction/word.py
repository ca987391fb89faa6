"""docx: body paragraphs and tables in order, as a reader of the final version sees them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from zipfile import BadZipFile

from portal.files.extraction.drawings import Pictures
from portal.files.extraction.numbering import Numbering
from portal.files.extraction.pieces import Gathered, Piece, clean, extracted, gathered
from portal.files.extraction.result import Doubt, ExtractedText, UnreadableFile
from portal.files.extraction.worddoubts import Doubts
from portal.files.extraction.wordparts import WordPart, document_part
from portal.files.extraction.wordreader import WordReader
from portal.files.extraction.wordstyles import Styles
from portal.files.formats.wordml import W, child, hidden_styles
from portal.files.formats.xml import XML_ERRORS
from portal.text.model import Break, Heading, Inline, Inlines, Paragraph

_ERRORS: Final = (BadZipFile, KeyError, AttributeError, RecursionError, *XML_ERRORS)
_NOTES: Final = {"footnote": "footnotes", "endnote": "endnotes"}
_QUOTED: Final = 40


def from_docx(data: bytes) -> ExtractedText:
    """Text of the body, then foot- and endnotes; headers and footers are left out and named.

    In the structure notes stand where they are called. Automatic numbers are counted and written
    in front of their paragraphs. Tracked insertions count as accepted, deletions and hidden text
    as gone. Raises UnreadableFile.
    """
    try:
        word = _Word(document_part(data))
        found = gathered(word.pieces())
        doubts = (*word.doubts_at(found), *word.margins())
    except _ERRORS as error:
        raise UnreadableFile("docx 已损坏，请用 Word 或 WPS 重新保存后上传。") from error
    return extracted(found, "docx", doubts=doubts, parts=word.pictures.parts)


class _Word:
    """One document on its way through the readers of its parts."""

    def __init__(self, part: WordPart) -> None:
        self._part = part
        styles = _root(part, "styles")
        self._styles = Styles(styles)
        self._hidden = hidden_styles(styles)
        self.numbering = Numbering(_root(part, "numbering"), styles)
        self._doubts = Doubts()
        self.pictures = Pictures()
        self._notes: dict[tuple[str, str], Inlines] = {}

    def pieces(self) -> Iterator[Piece]:
        """The body, then the lines of the notes, which are read first for their places."""
        lines = list(self._read_notes())
        body = child(self._part.root, "body")
        if body is None:
            raise KeyError("body")
        yield from self._reader(self._part, self._doubts).pieces(body)
        yield from lines

    def doubts_at(self, found: Gathered) -> Iterator[Doubt]:
        """What is doubtful, and the blocks it is about."""
        for sentence in _numbering_doubts(self.numbering):
            yield Doubt(sentence)
        for kind, sentence in self._doubts.sentences():
            yield Doubt(sentence, found.places.get(kind, ()))

    def margins(self) -> Iterator[Doubt]:
        """A doubt that quotes headers and footers with words in them; page numbers are none."""
        found: list[str] = []
        for kind in ("header", "footer"):
            for part in self._part.related(kind):
                reader = self._reader(part, Doubts(), Numbering(None, None))
                lines = (line for piece in reader.pieces(part.root) for line in piece.lines)
                text = " ".join(" ".join(lines).split())
                if sum("\u3400" <= letter <= "\u9fff" for letter in text) > 2 and text not in found:
                    found.append(text)
        if found:
            quoted = "；".join(found)
            shown = quoted if len(quoted) <= _QUOTED else quoted[: _QUOTED - 1] + "…"
            yield Doubt(f"页眉页脚中的文字（{shown}）没有录入正文，请核对是否需要。")

    def _read_notes(self) -> Iterator[Piece]:
        for name, kind in _NOTES.items():
            for part in self._part.related(kind):
                reader = self._reader(part, self._doubts)
                for note in part.root:
                    # The two separator "notes" carry a type; real notes do not.
                    if note.get(W + "type") is not None:
                        continue
                    pieces = list(reader.pieces(note))
                    self._notes[name, note.get(W + "id", "")] = _words_of(pieces)
                    for piece in pieces:
                        yield Piece(piece.lines, noted=piece.noted)

    def _reader(
        self, part: WordPart, doubts: Doubts, numbering: Numbering | None = None
    ) -> WordReader:
        return WordReader(
            part,
            numbering or self.numbering,
            self._styles,
            self._hidden,
            doubts=doubts,
            pictures=self.pictures,
            notes=self._notes,
        )


def _root(part: WordPart, kind: str) -> Any | None:
    """The parsed part of a kind, None where the document has none."""
    return next((each.root for each in part.related(kind)), None)


def _words_of(pieces: list[Piece]) -> Inlines:
    """The words of a note; its paragraphs are parted by breaks."""
    found: list[Inline] = []
    for piece in pieces:
        if isinstance(piece.block, Paragraph | Heading):
            found += [*([Break()] if found else []), *piece.block.words]
    return clean(found)


def _numbering_doubts(numbering: Numbering) -> Iterator[str]:
    if numbering.used:
        yield "文档使用了自动编号，编号已按文档的设置算出并写入文字，请对照原件核对。"
    if numbering.unknown:
        forms = "、".join(sorted(numbering.unknown))
        yield f"自动编号用了本系统不认识的格式（{forms}），已写成阿拉伯数字，请对照原件改正。"
    if numbering.missing:
        yield "有自动编号在文档中没有定义，编号未能算出，请对照原件补上。"
