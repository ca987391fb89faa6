"""How the work on an input grows with it: the one measure of time that a busy machine keeps."""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")

# Twice the input may take twice the time; a quadratic one takes four times.
LINEAR = 3.0
_LEAST_SECONDS = 0.01
_TRIES = 8
_TRIES_OVER_ALL = 3
_MOST = 1 << 21
# Sizes so far apart that a neighbour on the machine would have to slow every try of the larger
# more than threefold before a linear function were taken for another.
_DOUBLINGS = 3


def growth_factor(
    work: Callable[[T], object],
    make: Callable[[int], T],
    start: int = 1 << 11,
    *,
    most: int = _MOST,
) -> float:
    """By how much more the processor works when the input `make(n)` doubles: 2 is linear, 4
    quadratic.

    The input grows from `start` until the work can be measured; work that cannot be measured at
    `most` counts as 1: what is quadratic takes its time there. Each of two sizes is measured
    several times, the quickest counts. What then looks worse than linear is measured once more
    over several doublings: only what grows over all of them is believed.
    """
    with _no_collection():
        size = start
        while _seconds(work, make(size)) < _LEAST_SECONDS:
            if size >= most:
                return 1.0
            size *= 2
        factor = _factor(work, make, size, 1, _TRIES)
        if factor < LINEAR:
            return factor
        return _factor(work, make, size, _DOUBLINGS, _TRIES_OVER_ALL)


def _factor(
    work: Callable[[T], object], make: Callable[[int], T], size: int, doubled: int, tries: int
) -> float:
    """The factor of one doubling, from two sizes that are `doubled` doublings apart."""
    smaller, larger = make(size), make(size << doubled)
    shorter = longer = float("inf")
    for _ in range(tries):
        shorter = min(shorter, _seconds(work, smaller))
        longer = min(longer, _seconds(work, larger))
        if longer < 2.5**doubled * shorter:
            break
    return float((longer / shorter) ** (1 / doubled))


def _seconds(work: Callable[[T], object], given: T) -> float:
    begun = time.thread_time()
    work(given)
    return time.thread_time() - begun


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Without the collection of garbage, which goes over all that is alive, not over the input."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
