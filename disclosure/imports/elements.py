"""Dataclasses for the elements (要素) of a parsed official document."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from portal.text import serial
from portal.text.headings import HeadingLine
from portal.text.model import Text

__all__ = [
    "AttachedInstrument",
    "Evidence",
    "Line",
    "OrganName",
    "ParsedDocument",
    "Repeal",
]


@dataclass(frozen=True, slots=True)
class OrganName:
    """An organ the portal knows.

    ``name`` is the exact full name, ``short_names`` other names it signs or is cited by,
    ``prefixes`` the 机关代字 of its numbers (e.g. ``徐府发``).
    """

    code: str
    name: str
    short_names: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One cleaned line; ``numbers`` are the 1-based lines of the input it was made from.

    ``indent`` is its left margin in columns, ``gap`` whether a blank line or page break stood
    before it. ``printed`` is the line as it filled the page, before spaces and marks were taken
    out; ``whole`` says that it is complete and never part of a longer paragraph.
    """

    numbers: tuple[int, ...]
    text: str
    indent: int = 0
    gap: bool = False
    printed: str = ""
    whole: bool = False

    @property
    def squeezed(self) -> str:
        """Return the text without any whitespace."""
        return "".join(self.text.split())

    @property
    def is_row(self) -> bool:
        """Return whether the line is a row of a table, its cells parted by tabs."""
        return "\t" in self.text


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value came from.

    ``confidence`` runs from 0 to 1; ``where`` is a word an official knows (版头, 标题, 版记 …);
    ``raw`` is the text as printed.
    """

    confidence: float
    where: str
    lines: tuple[int, ...] = ()
    raw: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return a JSON-ready dict."""
        return {
            "confidence": round(self.confidence, 2),
            "where": self.where,
            "lines": list(self.lines),
            "raw": self.raw,
            **self.extra,
        }


@dataclass(frozen=True, slots=True)
class AttachedInstrument:
    """The text a document prints and distributes, forwards or promulgates.

    ``kind`` is its 体裁 (办法, 要点 …); ``paragraph`` the index of its title, None if the text
    itself is missing.
    """

    name: str
    kind: str | None
    paragraph: int | None

    def as_json(self) -> dict[str, Any]:
        """Return a JSON-ready dict."""
        return {"name": self.name, "kind": self.kind, "paragraph": self.paragraph}


@dataclass(frozen=True, slots=True)
class Repeal:
    """A document this one ends; ``doc_number`` is canonical or None."""

    title: str
    doc_number: str | None
    raw: str

    def as_json(self) -> dict[str, Any]:
        """Return a JSON-ready dict."""
        return {"title": self.title, "doc_number": self.doc_number, "raw": self.raw}


@dataclass(slots=True)
class ParsedDocument:
    """The elements of one document; dates are ISO strings, absent values None or empty.

    ``text`` is the body as blocks, ``places`` says which of them each block of the file became;
    ``paragraphs`` are the lines it was recognised by.
    """

    file: str
    title: str = ""
    issuers: list[str] = field(default_factory=list)
    doc_number: str | None = None
    genre: str | None = None
    recipients: list[str] = field(default_factory=list)
    copy_to: list[str] = field(default_factory=list)
    signed_on: str | None = None
    printed_by: str | None = None
    printed_on: str | None = None
    openness: str | None = None
    copies: int | None = None
    effective_on: str | None = None
    expires_on: str | None = None
    headings: list[HeadingLine] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    attached_instrument: AttachedInstrument | None = None
    repeals: list[Repeal] = field(default_factory=list)
    secrecy_mark: str | None = None
    signatory: str = ""
    urgency: str | None = None
    text: Text = field(default_factory=Text)
    places: dict[int, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return a JSON-ready dict, keys in the order of the fields above."""
        attached = self.attached_instrument
        return {
            "file": self.file,
            "title": self.title,
            "issuers": list(self.issuers),
            "doc_number": self.doc_number,
            "genre": self.genre,
            "recipients": list(self.recipients),
            "copy_to": list(self.copy_to),
            "signed_on": self.signed_on,
            "printed_by": self.printed_by,
            "printed_on": self.printed_on,
            "openness": self.openness,
            "copies": self.copies,
            "effective_on": self.effective_on,
            "expires_on": self.expires_on,
            "headings": [asdict(heading) for heading in self.headings],
            "paragraphs": list(self.paragraphs),
            "warnings": list(self.warnings),
            "evidence": {name: item.as_json() for name, item in self.evidence.items()},
            "attached_instrument": attached.as_json() if attached else None,
            "repeals": [repeal.as_json() for repeal in self.repeals],
            "secrecy_mark": self.secrecy_mark,
            "urgency": self.urgency,
            "blocks": serial.dump(self.text)["blocks"],
            "signatory": self.signatory,
        }
