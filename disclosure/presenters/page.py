"""The page of one document: facts, elements, attachments, how to cite it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from disclosure.choices import ATTACHED, DocumentType, Language, Reach, Validity
from disclosure.elements import Element as Row
from disclosure.elements import Form, Given, page_elements
from disclosure.imports.titles import quoted
from disclosure.models import Document, DocumentAttachment
from disclosure.presenters.facets import REST
from disclosure.presenters.prose import Pictures
from disclosure.presenters.words import day, issuers_of

NEAR_EXPIRY_DAYS = 180
# Nobody signs a table: it was made.
_FORMED = "形成日期"
_ENDING = re.compile(
    r"(?i)docx?|xlsx?|pptx?|wps|et|dps|pdf|ofd|txt|csv|rtf|zip|rar|jpe?g|png|tiff?"
)
_BRACKETED = re.compile(r"[（(]([^（）()]*)[）)]")


@dataclass(frozen=True)
class Element:
    """A line of the element table; `across` takes the whole width."""

    label: str
    value: str
    across: bool = False
    is_number: bool = False


@dataclass(frozen=True)
class Fact:
    """A fact of the line below the title; `is_wide` is left out on phones, where it is unfolded."""

    text: str
    is_number: bool = False
    is_wide: bool = False


@dataclass(frozen=True)
class Kindred:
    """Documents of the same theme, as a filter of the library and in words."""

    query: str
    label: str


@dataclass(frozen=True)
class AttachedFile:
    """An attachment as the list shows it."""

    name: str
    kind: str
    size: int
    sha256: str
    public_id: str

    @property
    def title(self) -> str:
        """What the sheet calls it: a 附件说明 names a text, not a file."""
        stem, dot, ending = self.name.rpartition(".")
        is_ending = dot and stem.strip() and _ENDING.fullmatch(ending)
        return stem.strip() if is_ending else self.name


def main_elements(document: Document, *, on: dt.date) -> list[Element]:
    """The five elements that matter most, blank ones left out."""
    own = {"effective_on": _period(document, on=on)}
    found: list[Element] = []
    for element in page_elements("main"):
        value = own.get(element.name) or _value(document, element)
        last = element.name == "theme" and len(found) % 2 == 0
        found += _line(document, element, value, across=last or element.across)
    return found


def other_elements(document: Document) -> list[Element]:
    """Every other element, blank ones left out."""
    return [
        line
        for element in page_elements("other")
        for line in _line(document, element, _value(document, element), across=element.across)
    ]


def kept_elements(document: Document) -> list[Element]:
    """The elements that are the text's own, and not what acts have made of the document since."""
    return [
        line
        for part in ("main", "other")
        for element in page_elements(part)
        if element.given is not Given.ACTS
        for line in _line(document, element, _value(document, element), across=element.across)
    ]


def facts(document: Document, *, on: dt.date) -> list[Fact]:
    """The line below the title: who, which number, since when and until when."""
    formed = "形成" if document.kind in ATTACHED else "成文"
    found = [
        Fact(issuers_of(document, most=2), is_wide=True),
        Fact(document.doc_number, is_number=True),
        Fact(f"{day(document.signed_on)}{formed}" if document.signed_on else "", is_wide=True),
        # That it is an old paper is told on phones too.
        Fact(_released(document), is_wide=not document.is_historical),
        Fact(f"{day(document.effective_on)}起施行" if document.effective_on else ""),
        Fact(_ending(document, on=on), is_wide=True),
    ]
    return [fact for fact in found if fact.text]


def kindred(document: Document) -> Kindred | None:
    """The theme to subscribe to beside the document; of 其他 the theme it is the rest of."""
    if document.theme is None:
        return None
    above, _, leaf = document.theme.path.rpartition("\\")
    if not above:
        return Kindred(urlencode({"theme": leaf}), leaf)
    if leaf == REST:
        return Kindred(urlencode({"theme": above}), f"{above}（{REST}）")
    return Kindred(urlencode({"subtheme": document.theme.path}), f"{above}／{leaf}")


def files_of(document: Document) -> list[AttachedFile]:
    """The published attachments in order, by their cleaned copies."""
    files: list[DocumentAttachment] = document.public_files  # type: ignore[attr-defined]
    return [
        AttachedFile(
            name=row.title or row.file.name,
            kind=row.file.extension.lstrip(".").upper() or row.file.kind.upper(),
            size=row.file.cleaned_size or row.file.size,
            sha256=row.file.cleaned_sha256 or row.file.sha256,
            public_id=str(row.file.public_id),
        )
        for row in files
        if not row.is_figure
    ]


def pictures_of(document: Document) -> Pictures:
    """Where the pictures of its text are served, by their cleaned copies."""
    files: list[DocumentAttachment] = document.public_files  # type: ignore[attr-defined]
    return {
        str(row.file.public_id): reverse("files:download", args=[row.file.public_id])
        for row in files
        if row.is_figure and row.file.cleaned
    }


def citation(document: Document) -> str:
    """How to cite it, without the address."""
    parts = [document.doc_number, day(document.signed_on) if document.signed_on else ""]
    inside = "，".join(part for part in parts if part)
    return f"{issuers_of(document)}：{quoted(document.title)}" + (f"（{inside}）" if inside else "")


def mark_ending(document: Document) -> str:
    """What follows the organ's name in the red head: 文件, 令, or nothing for a letter."""
    endings = {DocumentType.ORDER: "令", DocumentType.LETTER: ""}
    return endings.get(DocumentType(document.doc_type), "文件") if document.doc_type else "文件"


def leads_with_files(document: Document) -> bool:
    """Whether it says everything in its files: 附件型信息 without a text."""
    return document.kind in ATTACHED and not document.body.strip()


def annotation_of(document: Document) -> str:
    """The 附注 below the date, in its brackets: what the original says there and nothing of our
    own. A translation has none.
    """
    said = document.annotation.strip()
    if bracketed := _BRACKETED.fullmatch(said):
        said = bracketed[1]
    return f"（{said}）" if said and not is_translated(document) else ""


def is_translated(document: Document) -> bool:
    """Whether it is a text in another language, which is nobody's signed paper."""
    return document.language != Language.CHINESE


def _released(document: Document) -> str:
    """When it was published; of a 历史公文 when it first was, and when it was taken in here."""
    at = document.published_at
    if document.first_published_on is None:
        return f"{timezone.localtime(at):%Y-%m-%d %H:%M} 发布" if at else ""
    taken_in = f"，{_taken_in(document)}" if at else ""
    return f"{day(document.first_published_on)}首次公开{taken_in}"


def _taken_in(document: Document) -> str:
    first = document.first_published_at or document.published_at
    return f"{day(timezone.localdate(first))}收入本库" if first else ""


def _ending(document: Document, *, on: dt.date) -> str:
    """Until when it holds."""
    return _period(document, on=on).rpartition("，")[2] if document.ends_on else ""


def _line(document: Document, element: Row, value: str, *, across: bool) -> list[Element]:
    label = element.page_heading or element.heading
    if element.name == "signed_on" and document.kind in ATTACHED:
        label = _FORMED
    return [Element(label, value, across, is_number=element.name == "doc_number")] if value else []


def _value(document: Document, element: Row) -> str:
    """The value as the page prints it, empty when there is nothing to say."""
    if element.name in _WORDS:
        return _WORDS[element.name](document)
    value = getattr(document, element.name)
    match element.form:
        case Form.DATE:
            return day(value) if value else ""
        case Form.MOMENT:
            return day(timezone.localdate(value)) if value else ""
        case Form.FLAG:
            return "是" if value else ""
        case Form.CHOICE:
            return dict(element.choices).get(value, value)
    return "" if value is None else str(value)


def _period(document: Document, *, on: dt.date) -> str:
    text = day(document.effective_on) if document.effective_on else ""
    if document.ends_on is None:
        return text
    text += ("，" if text else "") + f"有效期至{day(document.ends_on)}"
    left = (document.ends_on - on).days
    if document.validity in (Validity.IN_FORCE, Validity.AMENDED) and 0 <= left <= NEAR_EXPIRY_DAYS:
        text += f"（还有{left}天）"
    return text


def _end(document: Document) -> str:
    """The last day; one that another document moved, with the one the document itself gave."""
    own, now = document.expires_on, document.ends_on
    if own is None or own == now:
        return day(now) if now else ""
    return f"{day(now) if now else '继续有效'}（原为{day(own)}）"


def _first_published(document: Document) -> str:
    """The day and the place, and that it was taken in here afterwards."""
    if document.first_published_on is None:
        return ""
    came_out = f"{day(document.first_published_on)}（{document.first_published_in}）"
    return "，".join(part for part in (came_out, _taken_in(document)) if part)


def _published(document: Document) -> str:
    at = document.published_at
    return day(timezone.localdate(at)) if at and not document.is_historical else ""


def _language(document: Document) -> str:
    return "" if document.language == Language.CHINESE else document.get_language_display()


def _reach(document: Document) -> str:
    return document.get_reach_display() if document.reach == Reach.ADDRESSED else ""


def _nature(document: Document) -> str:
    if document.of_rule:
        return "政府规章"
    return "行政规范性文件" if document.of_normative else ""


def _theme(document: Document) -> str:
    return document.theme.path.replace("\\", " \\ ") if document.theme else ""


# What is more than one value of the row, or said only when it is not the usual.
_WORDS: Mapping[str, Callable[[Document], str]] = {
    "issuers": issuers_of,
    "theme": _theme,
    "category": lambda document: document.category.name if document.category else "",
    "reach": _reach,
    "first_published_on": _first_published,
    "published_at": _published,
    "language": _language,
    "expires_on": _end,
    "is_normative": _nature,
    "audiences": lambda document: "、".join(each.name for each in document.audiences.all()),
    "subject_words": lambda document: "、".join(each.word for each in document.subject_words.all()),
    "tags": lambda document: "、".join(tag.name for tag in document.tags.all()),
}
