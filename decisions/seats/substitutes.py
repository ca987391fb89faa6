"""Who comes next when a seat falls free: by the published order alone. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from decisions.draws.draw import Candidate


def next_in(order: Sequence[Candidate], used: Collection[str], seat_group: str) -> Candidate | None:
    """The next of the order for a seat: one that was kept for a group (`seat_group`) goes to the
    next of that group, and where none is left, like every other seat, to the next of all.
    """
    left = [each for each in order if each.number not in used]
    own = [each for each in left if seat_group and each.group == seat_group]
    return next(iter(own or left), None)
