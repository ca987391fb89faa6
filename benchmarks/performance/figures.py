"""Figures: what was measured, beside what it is measured by, at which size."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sample:
    """Times of one act in milliseconds."""

    times: tuple[float, ...]

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        if len(self.times) < 2:
            return self.times[0]
        return statistics.quantiles(self.times, n=20, method="inclusive")[-1]


@dataclass(frozen=True)
class Figure:
    """One act at one size beside its baseline; `target` is the ratio it should not exceed."""

    section: str
    name: str
    baseline: str
    size: int
    own: Sample
    base: Sample
    target: float | None = None

    @property
    def ratio(self) -> float:
        """How many times its baseline it takes, by the medians."""
        return self.own.p50 / self.base.p50 if self.base.p50 else float("inf")

    @property
    def is_met(self) -> bool:
        return self.target is None or self.ratio <= self.target


@dataclass
class Run:
    """What was measured so far, and a line for each step on the terminal."""

    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def measure(
        self,
        section: str,
        name: str,
        baseline: str,
        size: int,
        own: Callable[[], object],
        base: Callable[[], object],
        *,
        times: int,
        target: float | None = None,
    ) -> Figure:
        """Both by turns, so that a busy moment meets both; the first of each does not count."""
        own(), base()
        took: tuple[list[float], list[float]] = ([], [])
        for number in range(times):
            bar(f"{section}：{name}（{size:,}）", number + 1, times)
            for act, kept in zip((own, base), took, strict=True):
                began = time.perf_counter()
                act()
                kept.append((time.perf_counter() - began) * 1000)
        figure = Figure(
            section, name, baseline, size, Sample(tuple(took[0])), Sample(tuple(took[1])), target
        )
        self.figures.append(figure)
        print(
            f"  {name:<30}{size:>10,}{figure.own.p50:>10.2f}{figure.own.p95:>10.2f}"
            f"  {baseline}{figure.base.p50:>10.2f}  ×{figure.ratio:.2f}",
            flush=True,
        )
        return figure

    def note(self, text: str) -> None:
        self.notes.append(text)
        print(f"  {text}", flush=True)


def bar(what: str, done: int, whole: int) -> None:
    """A bar on a terminal; nothing in a file."""
    if sys.stderr.isatty():
        filled = 24 * done // max(1, whole)
        sys.stderr.write(f"\r{what} [{'█' * filled}{'·' * (24 - filled)}] {done}/{whole} ")
        sys.stderr.write("\r\033[K" if done >= whole else "")
        sys.stderr.flush()
