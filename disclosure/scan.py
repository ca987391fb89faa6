"""What of a document would become public, and what in it keeps it from the public.

Every public element, the names and titles of the attachments, and of each attachment the reading
of its cleaned copy (`portal.files.gate`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects

from disclosure.elements import TABLE, Element, Form, Given
from portal.common.fingerprints import fingerprint
from portal.files.exposure import Passage, Unread
from portal.files.gate import RULES, Item, item_of_unread, items_in, masked
from portal.files.selectors import OfficeContacts, office_contacts
from portal.text import mathml
from portal.text.lines import from_lines
from portal.text.serial import digest
from portal.text.walk import formulas_in

if TYPE_CHECKING:
    from disclosure.models import Document, DocumentAttachment
    from portal.files.models import FileReading, StoredFile

__all__ = [
    "Found",
    "OfficeContacts",
    "Scan",
    "doubts_in",
    "office_contacts",
    "public_attachments",
    "public_texts",
    "scan",
    "text_fingerprint",
]


@dataclass(frozen=True)
class Found:
    """One item found in a document: in which part, and the hash of the content it stands in.

    `part` may be shown: it is masked. `field` is the form's field it stands in, "" in a file;
    `attachment` the key of the attachment whose name, title or content it is.
    """

    item: Item
    part: str
    content_sha256: str
    field: str = ""
    file: StoredFile | None = None
    attachment: int | None = None

    @property
    def key(self) -> str:
        """What a confirmation names it by."""
        return fingerprint(self.field, self.item.key)

    @property
    def place(self) -> str:
        """Part and place within it."""
        return self.part if self.field else f"{self.part}（{self.item.where}）"


@dataclass(frozen=True)
class Uncleaned:
    """An attachment of which no copy for the public can be made, and why; its name is masked."""

    part: str
    problem: str
    attachment: int


@dataclass(frozen=True)
class Scan:
    """What the gate finds: attachments not read yet, those that cannot be cleaned with the reason,
    and every item. Names in it are masked.
    """

    waiting: tuple[str, ...]
    refused: tuple[Uncleaned, ...]
    found: tuple[Found, ...]

    @property
    def doubtful(self) -> list[Found]:
        """What a person may confirm."""
        return [each for each in self.found if each.item.confirmable]


def text_fingerprint(document: Document) -> str:
    """The hash of what a reviewer reads: the words, and the form of a text that its lines alone
    would not give.
    """
    form = []
    if document.text != from_lines(document.paragraphs(), enclosed=document.enclosed_titles()):
        form = [digest(document.text)]
    return fingerprint(
        document.title,
        document.body,
        document.abstract,
        document.recipients,
        document.copy_to,
        *form,
        *filter(None, [document.annotation]),
    )


def public_attachments(document: Document) -> list[DocumentAttachment]:
    """The files that are published with it, attachments and the pictures of its text; the source
    file of an import is not, nor a picture that the text shows no more.

    Of an edition in memory those that are proposed: what it knows is not asked again.
    """
    shown = document.figure_ids()
    rows = [
        row
        for row in document.attachments.all()
        if not row.is_source and (not row.is_figure or str(row.file.public_id) in shown)
    ]
    prefetch_related_objects(rows, "file__reading")
    return rows


@dataclass(frozen=True)
class PublicText:
    """A text that would become public: its heading, the form's field and the attachment it
    belongs to, where it has one.
    """

    heading: str
    field: str
    text: str
    attachment: int | None = None


def public_texts(document: Document) -> list[PublicText]:
    """Every element that page, interface, tables or dumps tell, notes to relations, and the titles
    and file names of attachments.
    """
    texts = [
        PublicText(element.heading, element.name, text)
        for element in TABLE
        if _is_public(element) and (text := _text(document, element)).strip()
    ]
    texts += [
        PublicText("文件关系的说明", "", row.note)
        for row in document.relations_out.all()
        if row.note.strip()
    ]
    # A formula is drawn from more than its one line.
    if formulas := " ".join(_letters(document)):
        texts.append(PublicText("正文的公式", "body", formulas))
    for attachment in public_attachments(document):
        texts.append(PublicText("附件名称", "", attachment.title, attachment.pk))
        if attachment.file.name != attachment.title:
            texts.append(PublicText("附件文件名", "", attachment.file.name, attachment.pk))
    return texts


def scan(document: Document) -> Scan:
    """Everything the gate finds in a document as it stands."""
    waiting: list[str] = []
    refused: list[Uncleaned] = []
    found = list(_in_elements(document))
    for attachment in public_attachments(document):
        kind = "正文的图片" if attachment.is_figure else "附件"
        part = f"{kind}“{masked(attachment.title)}”"
        reading = getattr(attachment.file, "reading", None)
        if reading is None or reading.rules != RULES:
            waiting.append(part)
        elif reading.problem:
            refused.append(Uncleaned(part, reading.problem, attachment.pk))
        elif reading.cleaned_sha256 != attachment.file.cleaned_sha256:
            waiting.append(part)
        else:
            found += _in_file(part, attachment, reading)
    return Scan(tuple(waiting), tuple(refused), tuple(found))


def doubts_in(where: str, text: str) -> list[Item]:
    """What stands in a text of its own that may not be public, or not without a person."""
    contacts = office_contacts()
    return items_in([Passage(where, text)], phones=contacts.phones, passes=contacts.covers)


def _letters(document: Document) -> Iterator[str]:
    for formula in formulas_in(document.text):
        if formula.mathml:
            yield mathml.letters(mathml.read(formula.mathml))


def _is_public(element: Element) -> bool:
    told = element.in_api or element.in_oai or element.on_page or element.in_portable
    words = element.form in (Form.TEXT, Form.NAMES) and element.given is not Given.ACTS
    return bool(words and (told or element.in_open_table))


def _text(document: Document, element: Element) -> str:
    if element.name == "issuers":
        return "\n".join(row.name for row in document.issuer_rows.all())
    value = getattr(document, element.name)
    if element.given is Given.LABELS:
        return "\n".join(str(row) for row in value.all())
    return str(value) if value else ""


def _in_elements(document: Document) -> Iterator[Found]:
    contacts = office_contacts()
    texts = public_texts(document)
    # A confirmation holds for every element as it stood, attachments by name and title.
    content = fingerprint(*(each.text for each in texts))
    for each in texts:
        where = "文件名" if each.attachment else each.heading
        passage = Passage(where, each.text)
        for item in items_in([passage], phones=contacts.phones, passes=contacts.covers):
            field = each.field or "attachments"
            yield Found(item, each.heading, content, field, attachment=each.attachment)


def _in_file(part: str, attachment: DocumentAttachment, reading: FileReading) -> Iterator[Found]:
    rows: list[dict[str, Any]] = reading.findings
    items = [Item(**row) for row in rows]
    items += [item_of_unread(Unread(**row)) for row in reading.unread]
    for item in items:
        # The name stands among the elements, where it can be changed.
        if item.where != "文件名":
            yield Found(
                item,
                part,
                reading.cleaned_sha256,
                file=attachment.file,
                attachment=attachment.pk,
            )
