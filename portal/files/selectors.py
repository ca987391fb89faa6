"""What organs publish as their own contacts, and which files still have to be read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from portal.files.choices import Recognition
from portal.files.gate import RULES
from portal.files.models import StoredFile
from portal.files.personal_data import Finding
from portal.organs.models import Organ


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


def unread_files() -> QuerySet[StoredFile]:
    """Files nobody has read by the rules of today and scans that wait for their text, the newest
    first.
    """
    waiting = Q(recognition=Recognition.WAITING)
    return StoredFile.objects.filter(
        waiting | Q(reading=None) | ~Q(reading__rules=RULES), destroyed_at=None
    ).order_by("-pk")
