"""What the gate found in a document, as rows for those who decide about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from disclosure.scan import Found, Scan, scan
from portal.files.gate.items import UNREAD

if TYPE_CHECKING:
    from disclosure.models import Confirmation, Document


@dataclass(frozen=True)
class GateRow:
    """One finding with what became of it."""

    found: Found
    words: str
    confirmation: Confirmation | None

    @property
    def state(self) -> str:
        """What has to be done about it."""
        if not self.found.item.confirmable:
            return "须先处理"
        return "已确认" if self.confirmation else "待确认"


@dataclass(frozen=True)
class GateTable:
    """The whole of a document's check, and confirmations of what it no longer says."""

    result: Scan
    rows: list[GateRow]
    former: list[Confirmation]

    @property
    def is_empty(self) -> bool:
        return not (self.result.waiting or self.result.refused or self.rows or self.former)


def gate_table(document: Document) -> GateTable:
    """Every finding in order, what blocks first, each with its confirmation."""
    given = {
        (row.content_sha256, row.item_key): row
        for row in document.confirmations.select_related("by")
    }
    result = scan(document)
    rows = []
    for found in sorted(result.found, key=lambda each: each.item.confirmable):
        confirmation = given.pop((found.content_sha256, found.key), None)
        rows.append(GateRow(found, wording(found), confirmation))
    return GateTable(result, rows, list(given.values()))


def unconfirmed(document: Document) -> list[Found]:
    """What a person may confirm and nobody has."""
    given = set(document.confirmations.values_list("content_sha256", "item_key"))
    found = scan(document).doubtful
    return [each for each in found if (each.content_sha256, each.key) not in given]


def wording(found: Found) -> str:
    """One line that says what was found and where; masked."""
    item = found.item
    if item.kind == UNREAD:
        return f"{found.place}：{item.shown}"
    return f"{found.place}：{item.label} {item.shown}"
