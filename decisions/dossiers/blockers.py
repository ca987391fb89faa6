"""What keeps records of a decision from the public: numbers of persons in what everybody reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from decisions.dossiers.models import (
    DraftRecord,
    ParticipationRecord,
    PublicationRecord,
    Record,
    SimplifiedRecord,
)
from portal.common.verdicts import Blocker
from portal.files.selectors import office_contacts
from portal.personal.free_text import grave
from portal.text.plain import plain

# The texts of a record that everybody reads, beside its note. What is not named here (risk,
# dissent, legal opinion) stays in the file.
PUBLIC_TEXTS: Final[Mapping[type[Record], tuple[str, ...]]] = {
    SimplifiedRecord: ("reason",),
    DraftRecord: ("explanation", "interpretation"),
    ParticipationRecord: ("short_reason", "selection"),
    PublicationRecord: ("withheld", "adopted", "experts_adopted"),
}


def blockers_of(records: Sequence[Record]) -> list[Blocker]:
    """Everything that keeps these rows from readers; what organs publish as their own telephone is
    none.
    """
    contacts = office_contacts()
    known = contacts.phones | contacts.others
    return [
        Blocker(
            "personal_data", f"{row}里疑似有{spot.kind}：{spot.masked}，请更正登记。", row=row.pk
        )
        for row in records
        for text in public_texts(row)
        for spot in grave(text)
        if text[spot.start : spot.end].lower() not in known
    ]


def public_texts(row: Record) -> Iterator[str]:
    """Every text of a row that everybody would read."""
    yield row.note
    for name in PUBLIC_TEXTS.get(type(row), ()):
        yield getattr(row, name)
    if isinstance(row, DraftRecord):
        yield "\n".join(plain(row.text))
