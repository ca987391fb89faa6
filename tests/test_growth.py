"""The helper that measures growth tells a linear function from a quadratic one."""

import re
from collections.abc import Callable

import pytest

from tests import growth
from tests.growth import LINEAR, growth_factor


def test_a_linear_function_passes() -> None:
    assert growth_factor(lambda text: text.count("a"), lambda n: "a" * n, 20_000) < LINEAR


def test_a_quadratic_one_does_not() -> None:
    blanks = re.compile(r" +\n")
    assert growth_factor(blanks.search, lambda n: " " * n + "x", 2_000) > LINEAR


def test_a_function_that_takes_no_time_passes() -> None:
    assert growth_factor(len, lambda n: "a" * n, 1_000) == 1.0


@pytest.mark.parametrize(
    ("spent", "linear"),
    [
        (lambda n: n * (1.7 if n == 2_000 else 1.0), True),  # a neighbour at the wrong moment
        (lambda n: n * (1.0 if n < 2_000 else 1.7), True),  # what no longer fits a cache
        (lambda n: n * n, False),
        (lambda n: n**1.7, False),
    ],
)
def test_one_bend_is_no_growth(
    spent: Callable[[int], float], linear: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growth, "_seconds", lambda _work, given: spent(given))
    factor = growth_factor(lambda given: given, lambda n: n, 1_000)
    assert (factor < LINEAR) is linear
