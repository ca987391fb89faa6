"""What of a document would become public, and the personal data found in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.common.fingerprints import fingerprint
from portal.files.personal_data import Finding, Severity, scan_text
from portal.organs.models import Organ

if TYPE_CHECKING:
    from disclosure.models import Document, DocumentAttachment


@dataclass(frozen=True)
class Found:
    """One piece of personal data: where it stands, its kind, how it looks masked."""

    where: str
    label: str
    masked: str
    blocks: bool


def text_fingerprint(document: Document) -> str:
    """The hash of the words of a document that a reviewer reads."""
    return fingerprint(
        document.title, document.body, document.abstract, document.recipients, document.copy_to
    )


def public_attachments(document: Document) -> list[DocumentAttachment]:
    """The attachments that are published with it; the source file of an import is not."""
    return [a for a in document.attachments.select_related("file") if not a.is_source]


def content_fingerprint(document: Document) -> str:
    """The hash of everything that would become public, attachments included."""
    files = [attachment.file.sha256 for attachment in public_attachments(document)]
    return fingerprint(text_fingerprint(document), files)


@dataclass(frozen=True)
class OfficeContacts:
    """What organs publish as their own contacts; these are no personal data."""

    phones: frozenset[str]
    others: frozenset[str]

    def covers(self, finding: Finding, text: str) -> bool:
        """Whether a finding is an office's e-mail or postal address."""
        value = text[finding.start : finding.end].lower()
        return any(value in contact for contact in self.others)


def office_contacts() -> OfficeContacts:
    """Telephone and fax numbers, e-mail and postal addresses of every organ."""
    rows = Organ.objects.values_list("phone", "fax", "email", "address")
    return OfficeContacts(
        phones=frozenset(number for row in rows for number in row[:2] if number),
        others=frozenset(contact.lower() for row in rows for contact in row[2:] if contact),
    )


def personal_data(document: Document) -> list[Found]:
    """Everything the scan finds in title, text and attachments, values masked."""
    contacts = office_contacts()
    parts = [("正文", "\n".join((document.title, document.abstract, document.body)))]
    parts += [(f"附件“{a.title}”", a.file.text) for a in public_attachments(document)]
    return [
        Found(
            where=where,
            label=finding.kind.label,
            masked=finding.excerpt_masked,
            blocks=finding.severity is Severity.BLOCK,
        )
        for where, text in parts
        for finding in scan_text(text, allowed_phones=contacts.phones)
        if not contacts.covers(finding, text)
    ]
