"""The table of outcomes: what withholds something is judged twice and filed, by its heading."""

from __future__ import annotations

from collections import Counter

import pytest

from requests_app.outcomes import OUTCOMES, Outcome

_WITHHOLDING = {"部分公开", "不予公开", "无法提供"}


def test_there_are_twenty_one_each_with_a_code_of_its_own() -> None:
    assert len({outcome.code for outcome in OUTCOMES}) == len(OUTCOMES) == 21
    groups = Counter(outcome.group for outcome in OUTCOMES)
    assert [groups[name] for name in ("予以公开", "部分公开", "不予公开", "无法提供")] == [
        1,
        1,
        8,
        3,
    ]


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: outcome.code)
def test_it_withholds_by_its_heading(outcome: Outcome) -> None:
    assert outcome.withholds == (outcome.group in _WITHHOLDING)
