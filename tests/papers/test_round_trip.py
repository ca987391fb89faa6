"""What was read from a file comes back from the Word file and the PDF that are made of it."""

from __future__ import annotations

import pytest

from benchmarks.round_trip import losses
from tests.files.made import Made, made_files

# The first and the last of each kind; `python -m benchmarks.round_trip` goes over all of them.
BY_KIND: dict[str, list[Made]] = {}
for made in made_files():
    BY_KIND.setdefault(made.kind, []).append(made)


@pytest.mark.parametrize("kind", BY_KIND)
def test_nothing_is_lost_on_the_way(kind: str) -> None:
    first, *_, last = BY_KIND[kind]
    assert [list(losses(made)) for made in (first, last)] == [[], []]
