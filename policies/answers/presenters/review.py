"""What an editor and a reviewer see of an entry: what would be read, and what it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from disclosure.comparison import Stretch, compare
from disclosure.presenters.prose import Prose, prose_of
from disclosure.reading import read
from portal.text.plain import plain

if TYPE_CHECKING:
    from policies.answers.models import Basis, EntryVersion

_FACTS = (
    "applies_to", "region", "item_code", "effective_on", "expires_on",
)  # fmt: skip


@dataclass(frozen=True)
class ShownVersion:
    """A version as the back office shows it; `stretches` is what it changes of the one before."""

    version: EntryVersion
    prose: Prose
    facts: list[tuple[str, str]]
    bases: list[tuple[Basis, bool]]
    stretches: list[Stretch]


def shown_version(
    version: EntryVersion,
    bases: Sequence[Basis],
    standing: set[int],
    before: EntryVersion | None,
) -> ShownVersion:
    """`standing` are the documents that still stand, `before` is what is read meanwhile."""
    return ShownVersion(
        version=version,
        prose=prose_of(read(version.answer), {}),
        facts=_facts(version),
        bases=[(basis, basis.document_id in standing) for basis in bases],
        stretches=compare(_lines(before), _lines(version)) if before else [],
    )


def _facts(version: EntryVersion) -> list[tuple[str, str]]:
    fields: Any = version._meta
    found = [(fields.get_field(name).verbose_name, getattr(version, name)) for name in _FACTS]
    return [(str(label), str(value)) for label, value in found if value]


def _lines(version: EntryVersion) -> list[str]:
    facts = (f"{label}：{value}" for label, value in _facts(version))
    asked = (version.question, *version.similar, version.short_answer)
    return [line for line in (*asked, *plain(version.answer), *facts) if line]
