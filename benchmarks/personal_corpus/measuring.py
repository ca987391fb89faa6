"""Precision and recall of the rules over the corpus, by kind and by layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.personal_corpus.cases import Case
from portal.files.personal_data import Finding, Kind, scan_text


@dataclass(frozen=True, slots=True)
class Miss:
    """What went wrong in one text: something not found, or found for nothing."""

    kind: Kind
    layout: str
    text: str


@dataclass(slots=True)
class Measured:
    """Counts by kind, and by the name of a layout."""

    wanted: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    missed: list[Miss] = field(default_factory=list)
    false: list[Miss] = field(default_factory=list)

    def recall(self, name: str) -> float:
        """Share of what is there that was found."""
        return self.met[name] / self.wanted[name]

    def precision(self, name: str) -> float:
        """Share of what was found that is there."""
        return self.right[name] / self.found[name]


def measure(cases: Iterable[Case]) -> Measured:
    """Scan every text and compare with its truths."""
    told = Measured()
    for case in cases:
        findings = scan_text(case.text)
        for truth in case.truths:
            if not truth.must:
                continue
            names = (truth.kind.value, case.layout)
            told.wanted.update(names)
            if any(
                each.kind is truth.kind and each.start < truth.end and truth.start < each.end
                for each in findings
            ):
                told.met.update(names)
            else:
                told.missed.append(Miss(truth.kind, case.layout, case.text))
        for finding in findings:
            names = (finding.kind.value, case.layout)
            told.found.update(names)
            if _is_right(finding, case):
                told.right.update(names)
            else:
                told.false.append(Miss(finding.kind, case.layout, case.text))
    return told


def _is_right(finding: Finding, case: Case) -> bool:
    return finding.kind in case.also or any(
        truth.kind is finding.kind and finding.start < truth.end and truth.start < finding.end
        for truth in case.truths
    )
