"""The helper that measures growth tells a linear function from a quadratic one."""

import re

from tests.growth import LINEAR, growth_factor


def test_a_linear_function_passes() -> None:
    assert growth_factor(lambda text: text.count("a"), lambda n: "a" * n, 20_000) < LINEAR


def test_a_quadratic_one_does_not() -> None:
    blanks = re.compile(r" +\n")
    assert growth_factor(blanks.search, lambda n: " " * n + "x", 2_000) > LINEAR


def test_a_function_that_takes_no_time_passes() -> None:
    assert growth_factor(len, lambda n: "a" * n, 1_000) == 1.0
