"""What a version still lacks before it may be reviewed and released: one list for page and acts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from policies.answers.querysets import standing_documents
from portal.common.verdicts import Blocker
from portal.files.personal_data import Severity, scan_text
from portal.files.selectors import office_contacts
from portal.text.plain import plain

if TYPE_CHECKING:
    from policies.answers.models import Entry, EntryVersion


def blockers_of(entry: Entry, version: EntryVersion, *, on: dt.date) -> list[Blocker]:
    """Everything that keeps this version from readers."""
    found = []
    if not version.short_answer:
        found.append(Blocker("no_answer", "还没有写简答。", "short_answer"))
    bases = list(version.bases.select_related("document"))
    if not bases:
        found.append(Blocker("no_basis", "还没有写依据的文件。", "policies"))
    standing = set(
        standing_documents()
        .filter(pk__in=[basis.document_id for basis in bases])
        .values_list("pk", flat=True)
    )
    found += [
        Blocker("basis_ended", f"依据的文件已经失效或者撤下：{basis.label}。", "policies")
        for basis in bases
        if basis.document_id not in standing
    ]
    if entry.review_on is None or entry.review_on <= on:
        found.append(Blocker("no_review_day", "下次复核日应在今天以后。", "review_on"))
    if version.expires_on and version.expires_on < on:
        found.append(Blocker("over", "失效日期已过。", "expires_on"))
    if entry.current_id and not version.note:
        found.append(Blocker("no_note", "请写明改了什么。", "note"))
    return found + personal_data_in(version)


def personal_data_in(version: EntryVersion) -> list[Blocker]:
    """Personal data in what would become readable; telephones of offices are none."""
    contacts = office_contacts()
    texts = (version.question, *version.similar, version.short_answer, *plain(version.answer))
    found = []
    for text in texts:
        for each in scan_text(text, allowed_phones=contacts.phones):
            if each.severity == Severity.BLOCK and not contacts.covers(each, text):
                told = f"疑似{each.kind.label}：{each.excerpt_masked}，请删去。"
                found.append(Blocker("personal_data", told, "answer"))
    return found
