"""All that is counted of a consultation: from the opinions while they are handled, and kept in one
place when the outcome is published, since nothing of it changes from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from decisions.consultations.models import Consultation
from decisions.consultations.workflow import OpinionStatus, Status
from decisions.ledgers import terms
from decisions.ledgers.ledger import Counted, Ledger, ledger_of


@dataclass(frozen=True)
class Counts:
    """The numbers of opinions by channel, clause and outcome; those that were taken back; by group,
    those in the same words as another of it; by clause, those adopted one by one.
    """

    counted: Sequence[Counted]
    withdrawn: int
    copies: Mapping[int, int]
    adopted_singly: Mapping[int, int]

    @property
    def ledger(self) -> Ledger:
        """The ledger of these numbers."""
        return ledger_of(self.counted, withdrawn=self.withdrawn)

    def as_data(self) -> dict[str, Any]:
        """As they are kept."""
        return {
            "counted": [list(each) for each in self.counted],
            "withdrawn": self.withdrawn,
            "copies": [list(each) for each in self.copies.items()],
            "adopted_singly": [list(each) for each in self.adopted_singly.items()],
        }


def counts_of(consultation: Consultation) -> Counts:
    """Those kept with a published outcome, else what the opinions come to now. An outcome that was
    published before they were kept is counted.
    """
    if consultation.status != Status.ANSWERED or consultation.figures is None:
        return count(consultation)
    kept = consultation.figures
    return Counts(
        [(way, now, outcome, number) for way, now, outcome, number in kept["counted"]],
        kept["withdrawn"], dict(kept["copies"]), dict(kept["adopted_singly"]),
    )  # fmt: skip


def ledger_for(consultation: Consultation) -> Ledger:
    """The ledger alone: of a published outcome as it was published, else in two queries."""
    if consultation.status == Status.ANSWERED and consultation.figures is not None:
        return counts_of(consultation).ledger
    return ledger_of(_counted(consultation), withdrawn=_withdrawn(consultation))


def count(consultation: Consultation) -> Counts:
    """Count the opinions. Four queries whatever their number."""
    rows = consultation.opinions.counted().order_by()
    singles = rows.filter(
        outcome__in=[terms.ADOPTED, terms.PARTLY], now__isnull=False, group__isnull=True
    )
    alike = (
        rows.filter(group__isnull=False)
        .exclude(text_index="")
        .values_list("group", "text_index")
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
    )
    copies: dict[int, int] = {}
    for group, _text, number in alike:
        copies[group] = copies.get(group, 0) + number
    return Counts(
        list(_counted(consultation)), _withdrawn(consultation), copies,
        dict(singles.values_list("now").annotate(number=Count("pk"))),
    )  # fmt: skip


def _counted(consultation: Consultation) -> Iterable[Counted]:
    rows = consultation.opinions.counted().order_by()
    return rows.values_list("way", "now", "outcome").annotate(number=Count("pk"))


def _withdrawn(consultation: Consultation) -> int:
    return consultation.opinions.filter(status=OpinionStatus.WITHDRAWN).count()
