"""The page of one document: notices, elements, relations, attachments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from disclosure.choices import (
    DATED_RELATIONS,
    DocumentType,
    Language,
    Openness,
    Reach,
    RelationKind,
    Validity,
)
from disclosure.elements import Element as Row
from disclosure.elements import Form, Given, page_elements
from disclosure.importing.titles import quoted
from disclosure.models import Document, DocumentAttachment
from disclosure.presenters.prose import Pictures
from disclosure.presenters.relations import (
    BELONGING,
    Sentence,
    incoming,
    inward,
    outgoing,
    outward,
    tone_of,
)
from disclosure.presenters.words import day, issuers_of
from disclosure.presenters.works import (
    NamedText,
    compared,
    next_text,
    standing_text,
    work_of,
)

NEAR_EXPIRY_DAYS = 180


@dataclass(frozen=True)
class Element:
    """A line of the element table; `across` takes the whole width."""

    label: str
    value: str
    across: bool = False
    is_number: bool = False


@dataclass(frozen=True)
class Notice:
    """What a reader must know before reading on; `tone` is warn, gone or empty.

    `links` are what there is to do about it, the first before all.
    """

    tone: str
    text: str
    sentence: Sentence | None = None
    links: tuple[NamedText, ...] = ()


@dataclass(frozen=True)
class AttachedFile:
    """An attachment as the list shows it."""

    name: str
    kind: str
    size: int
    sha256: str
    public_id: str


def main_elements(document: Document, *, on: dt.date) -> list[Element]:
    """The five elements that matter most, blank ones left out."""
    own = {"effective_on": _period(document, on=on)}
    found: list[Element] = []
    for element in page_elements("main"):
        value = own.get(element.name) or _value(document, element)
        last = element.name == "theme" and len(found) % 2 == 0
        found += _line(element, value, across=last or element.across)
    return found


def other_elements(document: Document) -> list[Element]:
    """Every other element, blank ones left out."""
    return [
        line
        for element in page_elements("other")
        for line in _line(element, _value(document, element), across=element.across)
    ]


def kept_elements(document: Document) -> list[Element]:
    """The elements that are the text's own, and not what acts have made of the document since."""
    return [
        line
        for part in ("main", "other")
        for element in page_elements(part)
        if element.given is not Given.ACTS
        for line in _line(element, _value(document, element), across=element.across)
    ]


def notices(document: Document, *, on: dt.date) -> list[Notice]:
    """The banners above the text, by the validity and by what is still to come.

    Above an older text stands one and no other: what to read instead.
    """
    found = []
    if document.reach == Reach.ADDRESSED:
        found.append(Notice("warn", "本文件定向公开，仅供指定的机关和对象阅读，请勿转发。"))
    if older := _older_text(document, on=on):
        return [*found, older]
    changes = [
        Notice(tone_of(relation, on=on), "", incoming(relation, on=on))
        for relation in inward(document)
        if relation.kind in _BANNERS
    ]
    if coming := _coming_text(document, on=on):
        changes.append(coming)
    belonging = [
        Notice("", "", outgoing(relation))
        for relation in outward(document)
        if relation.kind in BELONGING
        # A text of a work has its place on the line of texts.
        if relation.kind != RelationKind.REVISES or not hasattr(document, "work_text")
    ]
    ended = any(notice.tone == "gone" for notice in changes)
    standing = _standing(document, told_as_ended=ended, on=on)
    return [*([standing] if standing else []), *found, *changes, *belonging]


# What is told of another document's act; a later text is told by its own banner.
_BANNERS = tuple(kind for kind in DATED_RELATIONS if kind != RelationKind.REVISES)


def _standing(document: Document, *, told_as_ended: bool, on: dt.date) -> Notice | None:
    """What the validity itself has to say."""
    reason = document.validity_reason.rstrip("。")
    work = work_of(document)
    match document.validity:
        case Validity.NOT_YET:
            begins_on = document.work_text.since if work else document.effective_on
            if begins_on is None:
                return None
            now = standing_text(work, on=on) if work else None
            links = (
                (NamedText("看现在适用的文本", now.document.get_absolute_url()),)
                if (now and now.document_id != document.pk)
                else ()
            )
            return Notice("", f"本文件尚未施行，自{day(begins_on)}起施行。", links=links)
        case Validity.EXPIRED:
            ended = f"有效期至{day(document.ends_on)}" if document.ends_on else reason
            return Notice("gone", f"本文件已失效，{ended}。以下内容仅供查阅。")
        case Validity.REPEALED if not told_as_ended:
            return Notice("gone", f"本文件已废止{f'：{reason}' if reason else ''}。")
        case Validity.TO_VERIFY:
            return Notice("warn", "本文件是否继续有效，正由制定机关核实。使用前请向其确认。")
    return None


def _older_text(document: Document, *, on: dt.date) -> Notice | None:
    """What to read instead of a text whose place another one has taken."""
    work, following = work_of(document), next_text(document)
    if work is None or following is None or following.since is None or following.since > on:
        return None
    current = standing_text(work, on=on) or following
    ended = current.document.validity in (Validity.REPEALED, Validity.EXPIRED)
    since = day(current.since) if current.since else ""
    if ended:
        text = f"您看的是旧文本，{day(following.since)}起不再适用；最后的文本也已经失去效力。"
    elif current.pk == following.pk:
        text = f"您看的是旧文本，{since}起适用现行文本。"
    else:
        text = f"您看的是旧文本，{day(following.since)}起不再适用；{since}起适用现行文本。"
    name = "看最后的文本" if ended else "看现行文本"
    return Notice(
        "warn",
        text,
        links=(
            NamedText(name, current.document.get_absolute_url()),
            NamedText("看改了哪里", compared(document.pk, current.document_id)),
        ),
    )


def _coming_text(document: Document, *, on: dt.date) -> Notice | None:
    """A later text that is published and does not apply yet."""
    following = next_text(document)
    if following is None or following.since is None or following.since <= on:
        return None
    return Notice(
        "",
        f"{day(following.since)}起适用新文本，在此之前适用本文本。",
        links=(
            NamedText("看新文本", following.document.get_absolute_url()),
            NamedText("看将改哪里", compared(document.pk, following.document_id)),
        ),
    )


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
    served = {
        str(row.file.public_id): reverse("files:download", args=[row.file.public_id])
        for row in files
        if row.is_figure and row.file.cleaned
    }
    return lambda file: served.get(file, "")


def citation(document: Document) -> str:
    """How to cite it, without the address."""
    parts = [document.doc_number, day(document.signed_on) if document.signed_on else ""]
    inside = "，".join(part for part in parts if part)
    return f"{issuers_of(document)}：{quoted(document.title)}" + (f"（{inside}）" if inside else "")


def mark_ending(document: Document) -> str:
    """What follows the organ's name in the red head: 文件, 令, or nothing for a letter."""
    endings = {DocumentType.ORDER: "令", DocumentType.LETTER: ""}
    return endings.get(DocumentType(document.doc_type), "文件") if document.doc_type else "文件"


def open_note(document: Document) -> str:
    """The 附注 below the date."""
    is_open = document.openness == Openness.OPEN and document.reach == Reach.EVERYONE
    return "（此件公开发布）" if is_open else ""


def _line(element: Row, value: str, *, across: bool) -> list[Element]:
    label = element.page_heading or element.heading
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
    "language": _language,
    "expires_on": _end,
    "is_normative": _nature,
    "audiences": lambda document: "、".join(each.name for each in document.audiences.all()),
    "subject_words": lambda document: "、".join(each.word for each in document.subject_words.all()),
    "tags": lambda document: "、".join(tag.name for tag in document.tags.all()),
}
