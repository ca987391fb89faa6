"""What the desk shows of a correction that is under way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from disclosure.comparison import Stretch, compare
from disclosure.correction import blockers
from disclosure.correction.selectors import proposed_document
from disclosure.correction.workflow import EDITABLE, Status
from disclosure.editions import values_of
from disclosure.presenters.editions import Changed, changed_elements, changed_files
from disclosure.presenters.gate import GateRow, gate_table
from portal.common.verdicts import Blocker

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from disclosure.models import Correction

_REVIEWS = {"openness_review", "secrecy_review"}


@dataclass(frozen=True)
class Proposal:
    """What would change, what is found in it, and what still stands in its way."""

    changed: list[Changed]
    files_changed: list[str]
    stretches: list[Stretch]
    gate: list[GateRow]
    blockers: list[Blocker]


def proposal_of(correction: Correction, *, on: dt.date) -> Proposal:
    """The difference a reviewer decides about."""
    made, document = proposed_document(correction), correction.document
    if correction.status in EDITABLE:
        found = blockers.for_submission(correction, on=on)
    else:
        signing = correction.status == Status.SIGNING
        listed = blockers.for_signing(correction, on=on)
        found = [each for each in listed if signing or each.code not in _REVIEWS]
    public = document.attachments.filter(is_source=False).select_related("file")
    proposed = correction.attachments.select_related("file")
    return Proposal(
        changed=changed_elements(values_of(document), correction.elements),
        files_changed=changed_files(_by_file(public), _by_file(proposed)),
        stretches=compare(document.paragraphs(), made.paragraphs()),
        gate=gate_table(made).rows,
        blockers=found,
    )


def _by_file(rows: Iterable[Any]) -> list[dict[str, str]]:
    return [{"sha256": row.file.sha256, "title": row.title} for row in rows]
