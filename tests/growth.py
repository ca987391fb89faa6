"""How the time of a function grows when its input doubles."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")
# Twice the input may take twice the time; a quadratic one takes four times.
LINEAR = 3.0
_SHORTEST = 0.004
_LONGEST_INPUT = 1 << 20
_ROUNDS = 5
_TRIES = 4


def growth_factor(
    function: Callable[[Given], object], make_input: Callable[[int], Given], n: int
) -> float:
    """Return the time for an input of ``2 * n`` over that for ``n``, in processor time.

    ``n`` is doubled first until a run takes long enough to be measured. The lowest of several
    measurements counts: other work on the machine only ever makes a run longer, so that a
    quadratic function stays one and a linear one is not taken for it.
    """
    small = make_input(n)
    while (once := _best(function, small, rounds=1)) < _SHORTEST and n < _LONGEST_INPUT:
        n *= 2
        small = make_input(n)
    if once < _SHORTEST:
        return 1.0
    large = make_input(2 * n)
    factor = float("inf")
    for _try in range(_TRIES):
        rounds = _ROUNDS if once < 0.05 else 2
        factor = min(factor, _best(function, large, rounds) / _best(function, small, rounds))
        if factor < LINEAR:
            break
    return factor


def _best(function: Callable[[Given], object], given: Given, rounds: int) -> float:
    best = float("inf")
    for _round in range(rounds):
        gc.collect(0)
        start = time.process_time()
        function(given)
        best = min(best, time.process_time() - start)
    return best
