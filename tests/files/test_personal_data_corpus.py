"""The measured table of docs/personal-data.md, held by floors: nothing measured may get worse."""

from __future__ import annotations

import functools
from collections import Counter

import pytest

from benchmarks.personal_corpus import negatives, positives
from benchmarks.personal_corpus.measuring import Measured, measure
from portal.files.personal_data import Kind, Severity, scan_text
from portal.files.personal_data.thresholds import SIGNS, THRESHOLDS

# Kind: recall and precision that were measured, each a floor.
FLOORS = {
    Kind.ID_CARD: (0.95, 1.0),
    Kind.BANK_CARD: (1.0, 1.0),
    Kind.MOBILE: (1.0, 1.0),
    Kind.LANDLINE: (1.0, 1.0),
    Kind.EMAIL: (1.0, 1.0),
    Kind.PLATE: (1.0, 1.0),
    Kind.ADDRESS: (1.0, 1.0),
    Kind.NAME_LIST: (1.0, 1.0),
    Kind.NAME: (0.90, 1.0),
    Kind.PASSPORT: (1.0, 1.0),
    Kind.SOCIAL_SECURITY: (1.0, 1.0),
    Kind.BANK_ACCOUNT: (0.87, 1.0),
    Kind.HEALTH: (0.89, 1.0),
    Kind.MINOR: (1.0, 1.0),
    Kind.FAMILY: (1.0, 1.0),
    Kind.COORDINATES: (1.0, 1.0),
}
# Two columns read across each other: no rule puts such a number together again.
INTERLEAVED = "难例：两栏交错的号码"


@functools.cache
def measured() -> Measured:
    return measure([*positives(), *negatives()])


def test_the_corpus_is_large_and_the_same_each_time() -> None:
    found, alarms = positives(), negatives()
    assert len(found) >= 400
    assert len(alarms) >= 400
    assert len({case.layout for case in found}) >= 20
    assert (found, alarms) == (positives(), negatives())
    assert {truth.kind for case in found for truth in case.truths if truth.must} == set(Kind)
    assert all(any(truth.must for truth in case.truths) for case in found)


@pytest.mark.parametrize("kind", list(Kind))
def test_floors(kind: Kind) -> None:
    told = measured()
    recall, precision = FLOORS[kind]
    assert told.recall(kind.value) >= recall, [m.text for m in told.missed if m.kind is kind]
    assert told.precision(kind.value) >= precision, [m.text for m in told.false if m.kind is kind]


def test_every_layout_of_a_proven_number_blocks() -> None:
    """Those whose check character is right; old numbers and slips of the pen are doubts."""
    passed: Counter[str] = Counter()
    for case in positives():
        kinds = {truth.kind for truth in case.truths if truth.must}
        if not kinds <= {Kind.ID_CARD, Kind.BANK_CARD} or case.layout == INTERLEAVED:
            continue
        proven = [f for f in scan_text(case.text) if f.severity is Severity.BLOCK]
        doubts = [f for f in scan_text(case.text) if "校验码不符" in f.evidence]
        assert bool(proven) != bool(doubts), case.text
        passed[case.layout] += bool(proven)
    assert all(passed.values())


def test_every_finding_says_why() -> None:
    for case in positives():
        for finding in scan_text(case.text):
            assert finding.evidence.endswith("。"), case.text
            assert any(sign.words in finding.evidence for sign in SIGNS.values())


def test_no_finding_shows_what_it_found() -> None:
    for case in positives():
        values = [case.text[t.start : t.end].strip() for t in case.truths if t.must]
        for finding in scan_text(case.text):
            assert not any(value in finding.excerpt_masked for value in values), case.text
            assert not any(value in finding.evidence for value in values), case.text


def test_each_kind_has_a_threshold_its_signs_can_reach() -> None:
    assert set(THRESHOLDS) == set(Kind)
    most = sum(sign.points for sign in SIGNS.values() if sign.points > 0)
    assert all(0 < row.warn_from < (row.block_from or most) for row in THRESHOLDS.values())
