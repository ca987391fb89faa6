"""The draw reckoned again without the portal: Python's standard library alone.

    python3 draw.py LIST.csv SEED PLACES [GROUP=N …]

Each key is SHA-256 of "SEED:NUMBER"; quotas first, in the order of the keys, then the other places.
With a shell and no quotas: cut -d, -f1 LIST.csv | tail -n +2 | while read n; do
printf '%s %s\\n' "$(printf '%s' "SEED:$n" | sha256sum | cut -c1-64)" "$n"; done | sort
"""

from __future__ import annotations

import csv
import hashlib
import sys
from pathlib import Path


def draw(
    rows: list[tuple[str, str]], seed: str, places: int, quotas: dict[str, int]
) -> tuple[list[str], list[str]]:
    """The chosen numbers and the substitutes, in the order of their keys."""
    order = sorted(
        rows,
        key=lambda row: (hashlib.sha256(f"{seed}:{row[0]}".encode()).hexdigest(), len(row[0]), row),
    )
    taken: set[str] = set()
    for group, quota in quotas.items():
        taken |= set([number for number, own in order if own == group][:quota])
    others = [number for number, _ in order if number not in taken]
    taken |= set(others[: places - len(taken)])
    numbers = [number for number, _ in order]
    return [n for n in numbers if n in taken], [n for n in numbers if n not in taken]


if __name__ == "__main__":
    path, seed, places, *words = sys.argv[1:]
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["number"], row["group"]) for row in csv.DictReader(file)]
    quotas = {group: int(number) for group, _, number in (word.rpartition("=") for word in words)}
    chosen, substitutes = draw(rows, seed, int(places), quotas)
    print("\n".join([*chosen, "候补（依次）", *substitutes]))
