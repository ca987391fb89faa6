"""The report of slow tests, read from the records that pytest writes with `--junit-xml`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from defusedxml.ElementTree import ParseError, parse

SHOWN = 25


@dataclass(frozen=True)
class Duration:
    """One test, its preparation and its clearing away included."""

    seconds: float
    test: str
    step: str


def durations(record: Path, step: str, checkout: Path) -> list[Duration]:
    """Every test in a record; none when pytest was stopped before it could write one."""
    try:
        cases = parse(record).iter("testcase")
    except (OSError, ParseError):
        return []
    return [
        Duration(
            float(case.get("time", 0)),
            _address(case.get("classname", ""), case.get("name", ""), checkout),
            step,
        )
        for case in cases
    ]


def _address(dotted: str, name: str, checkout: Path) -> str:
    """`tests.search.test_a.TestB` and `test_c` as pytest takes them on its command line."""
    parts = dotted.split(".")
    for count in range(len(parts), 0, -1):
        path = Path(*parts[:count]).with_suffix(".py")
        if (checkout / path).is_file():
            return "::".join([str(path), *parts[count:], name])
    return f"{dotted}::{name}"


def report(found: Iterable[Duration]) -> str:
    """The slowest, one line each, over all steps; empty when nothing was recorded."""
    slowest = sorted(found, key=lambda each: -each.seconds)[:SHOWN]
    if not slowest:
        return ""
    lines = [f"{each.seconds:6.1f} 秒  {each.step}  {each.test}" for each in slowest]
    return "\n".join(["", f"── 最慢的 {len(slowest)} 个测试", *lines, ""])
