"""The page of a batch of 历史公文: how far it has come, and what each step waits for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from disclosure.models import HistoricalSample, SampledDocument
from disclosure.workflow import Status
from portal.common.verdicts import Verdict


@dataclass(frozen=True)
class Step:
    """One of the four steps as the page shows it to a person."""

    action: str
    label: str
    waiting: int
    run: Verdict
    draw: Verdict | None
    sample: HistoricalSample | None
    drawn: Sequence[SampledDocument]
    # The rule by which anybody draws the same again.
    seed: str
    needs_opinion: bool

    @property
    def is_offered(self) -> bool:
        """Whether the person has anything to do with it now."""
        return bool(self.waiting) and (bool(self.run) or bool(self.draw) or self.sample is not None)


def tally(states: Iterable[str]) -> list[tuple[str, int]]:
    """How many documents are in each state, in the order of the way."""
    found = Counter(states)
    return [(state.label, found[state]) for state in Status if found[state]]
