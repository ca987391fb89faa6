"""What publication would say of a received file."""

from __future__ import annotations

from dataclasses import dataclass

from portal.files.confinement import ConfinementError, confined
from portal.files.formats.limits import BUDGETS
from portal.files.gate.items import SECRECY, Item, item_of_hidden, item_of_unread, items_in
from portal.files.gate.reading import read_copy
from portal.files.inspection import RejectedFile
from portal.files.scrubbing import HiddenContent, UnscrubbableFile


@dataclass(frozen=True, slots=True)
class Verdict:
    """``problem`` says why there is no cleaned copy, empty when there is one.

    ``blocked`` is true when the file cannot be published as it is, whoever confirms what.
    """

    kind: str
    problem: str
    findings: tuple[Item, ...] = ()
    unread: tuple[Item, ...] = ()
    cleaned: bytes | None = None

    @property
    def blocked(self) -> bool:
        return bool(self.problem) or any(item.blocks for item in self.findings)

    @property
    def is_secret(self) -> bool:
        """Whether it bears a mark of secrecy: it may not even be kept."""
        return any(item.blocks and item.kind == SECRECY for item in self.findings)


def would_publish(data: bytes, *, name: str, pictures: bool = True) -> Verdict:
    """Inspect, clean and read a file as the portal does, and judge what was found.

    ``pictures``: scans and pictures are read as well. What cannot be cleaned is read as received,
    so that all there is to mend is told at once. Never raises for what is in the file.
    """
    kind, problem, cleaned = "", "", None
    hidden: list[Item] = []
    try:
        kind = confined("inspect", data, budget=BUDGETS.inspect, name=name).value.kind
        try:
            cleaned = confined("scrub", data, budget=BUDGETS.scrub, kind=kind).value
        except HiddenContent as error:
            problem = error.message
            hidden = [item_of_hidden(sentence) for sentence in error.findings]
        except UnscrubbableFile as error:
            problem = error.message
        read = data if cleaned is None else cleaned
        reading = read_copy(read, kind=kind, name=name, pictures=pictures)
    except (RejectedFile, ConfinementError) as error:
        return Verdict(kind, problem or error.message, tuple(hidden))
    unread = tuple(item_of_unread(part) for part in reading.unread)
    return Verdict(kind, problem, (*hidden, *items_in(reading.passages)), unread, cleaned)
