"""The figures of an organ's month, as values: what came, what was answered, what was published."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Month:
    """Valid messages of a month, how many of them are answered by now, how many of these were
    published, how many are past their day.
    """

    received: int
    answered: int
    published: int
    overdue: int

    @property
    def rate(self) -> int | None:
        """答复率 in whole per cent, rounded down; None where nothing came."""
        return self.answered * 100 // self.received if self.received else None
