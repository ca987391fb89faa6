"""What publication would say of a received file."""

from __future__ import annotations

import io
from dataclasses import dataclass

from portal.files.gate.items import Item, item_of_cover, item_of_unread, items_in, masked
from portal.files.gate.reading import read_copy
from portal.files.inspection import RejectedFile, inspect_upload
from portal.files.scrubbing import HiddenContent, UnscrubbableFile, scrub


@dataclass(frozen=True, slots=True)
class Verdict:
    """``problem`` says why there is no cleaned copy, empty when there is one.

    ``blocked`` is true when the file cannot be published as it is, whoever confirms what.
    """

    kind: str
    problem: str
    findings: tuple[Item, ...]
    unread: tuple[Item, ...]
    cleaned: bytes | None

    @property
    def blocked(self) -> bool:
        return bool(self.problem) or any(item.blocks for item in self.findings)


def would_publish(data: bytes, *, name: str) -> Verdict:
    """Inspect, clean and read a file as the portal does, and judge what was found."""
    try:
        kind = inspect_upload(io.BytesIO(data), name=name).kind
    except RejectedFile as error:
        return Verdict("", error.message, (), (), None)
    try:
        cleaned = scrub(data, kind=kind)
    except (HiddenContent, UnscrubbableFile) as error:
        return Verdict(kind, error.message, (), (), None)
    reading = read_copy(cleaned, kind=kind, name=name)
    findings = items_in(reading.passages)
    findings += [
        item_of_cover(cover, masked(cover.hidden)) for cover in reading.covers if not cover.lawful
    ]
    unread = tuple(item_of_unread(part) for part in reading.unread)
    return Verdict(kind, "", tuple(findings), unread, cleaned)
