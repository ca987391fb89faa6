"""答复率: whole per cent, rounded down."""

from __future__ import annotations

import pytest

from policies.messages.indicators import Month


@pytest.mark.parametrize(
    ("received", "answered", "rate"), [(3, 2, 66), (3, 3, 100), (200, 199, 99), (0, 0, None)]
)
def test_rate(received: int, answered: int, rate: int | None) -> None:
    assert Month(received, answered, 0, 0).rate == rate
