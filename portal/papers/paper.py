"""A letter as it is printed: the same paragraphs for the page, the Word file and the PDF."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from portal.common.typed import straight
from portal.statute import Law


@dataclass(frozen=True)
class Paragraph:
    """`kind` is text, heading, words or quoted (somebody's own, as text or set off), or table
    (label and value).
    """

    text: str = ""
    kind: str = "text"
    rows: tuple[tuple[str, str], ...] = ()

    @property
    def straight(self) -> Paragraph:
        """The same, read in one direction only."""
        rows = tuple((straight(label), straight(value)) for label, value in self.rows)
        return replace(self, text=straight(self.text), rows=rows)


@dataclass(frozen=True)
class Body:
    """What the facts say, and the day on which it was said."""

    paragraphs: tuple[Paragraph, ...]
    dated_on: dt.date | None
    enclosures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A whole letter, with what begins a page of its own after the signature (`attached`). A form
    has no red head; a preview has neither number nor day, and says what it is.
    """

    kind: str
    title: str
    to: str
    organ: str
    paragraphs: tuple[Paragraph, ...]
    dated_on: dt.date | None
    enclosures: tuple[str, ...] = ()
    number: str = ""
    is_form: bool = False
    attached: tuple[Paragraph, ...] = ()
    is_preview: bool = False

    @property
    def text(self) -> str:
        """Everything it says, a line each."""
        lines = [self.to]
        for part in (*self.paragraphs, *self.attached):
            lines += [part.text, *(f"{label}：{value}" for label, value in part.rows)]
        return "\n".join([*lines, *self.enclosures])


def to_json(paper: Paper) -> str:
    """As it is kept."""
    return json.dumps(asdict(paper), ensure_ascii=False, default=dt.date.isoformat)


def from_json(text: str) -> Paper:
    """As it was kept, also by an earlier edition that knew less."""
    data = json.loads(text)
    for name in ("paragraphs", "attached"):
        data[name] = tuple(
            Paragraph(part["text"], part["kind"], tuple((row[0], row[1]) for row in part["rows"]))
            for part in data.get(name, ())
        )
    day = data["dated_on"]
    data["dated_on"] = dt.date.fromisoformat(day) if day else None
    data["enclosures"] = tuple(data["enclosures"])
    return Paper(**data)


def introduced(parts: tuple[Paragraph, ...], law: Law) -> tuple[Paragraph, ...]:
    """A law by its full title where it is named first, and by its short name after that; the
    words of others stay as they are.
    """
    own = [part.kind not in ("words", "quoted") for part in parts]
    texts = [_texts(part) for part, is_own in zip(parts, own, strict=True) if is_own]
    if sum(text.count(law.cited) for found in texts for text in found) < 2:
        return parts
    seen = False

    def briefly(text: str) -> str:
        nonlocal seen
        if seen or law.cited not in text:
            return text.replace(law.cited, law.brief)
        seen = True
        before, after = text.split(law.cited, 1)
        told = f"{law.cited}（以下简称{law.brief}）"
        return f"{before}{told}{after.replace(law.cited, law.brief)}"

    return tuple(
        replace(
            part,
            text=briefly(part.text),
            rows=tuple((label, briefly(value)) for label, value in part.rows),
        )
        if is_own
        else part
        for part, is_own in zip(parts, own, strict=True)
    )


def _texts(part: Paragraph) -> tuple[str, ...]:
    return (part.text, *(value for _, value in part.rows))


def said(*sentences: str) -> tuple[Paragraph, ...]:
    """Sentences of the organ, a paragraph each; the empty ones are left out."""
    return tuple(Paragraph(text) for text in sentences if text)


def words(text: str) -> tuple[Paragraph, ...]:
    """Somebody's own words, a paragraph for each line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(Paragraph(line, "words") for line in lines)


def headed(heading: str, text: str) -> tuple[Paragraph, ...]:
    """Words of an officer below a heading; nothing where there are none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return ()
    return (Paragraph(heading, "heading"), *(Paragraph(line, "quoted") for line in lines))


def tabled(rows: Iterable[tuple[str, str]]) -> tuple[Paragraph, ...]:
    """Labels and values."""
    return (Paragraph(kind="table", rows=tuple(rows)),)
