"""Acts as whole rows, and the table of a kind of case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from portal.statute import Article
from portal.workflow.states import State

# The target of an act beside the way: it leaves the state as it is.
SAME: Final = ""
# The code of 催办, alike in every table that has it.
URGE: Final = "urge"


@dataclass(frozen=True)
class Act:
    """One act: from any of `sources` to `target`, done by a holder of `role`.

    The target of an act beside the way is `SAME`. `apart_from` lists
    acts whose last doer may not do this one too; `needs_reason` marks what is done only for a
    reason that is written down; `sentence` is what the audit trail says. `is_main` and `group`
    are the weight of its button and the heading it stands under.
    """

    action: str
    label: str
    sources: tuple[str, ...]
    target: str
    role: str
    basis: Article
    sentence: str
    apart_from: tuple[str, ...] = ()
    needs_reason: bool = False
    is_main: bool = False
    group: str = ""

    @property
    def citation(self) -> str:
        """Its article as pages print it: 条例第三十三条第二款."""
        return f"{self.basis.law.short}{self.basis}"


def urging(states: type[State], *, by: str, basis: Article, party: str = "") -> Act:
    """催办: those who supervise (`by`) press for what is overdue, while it is the organ's turn."""
    turns = tuple(state for state in states.open if state.waits_for not in ("", party))
    return Act(URGE, "催办", turns, SAME, by, basis, "监督人员催办", is_main=True)


@dataclass(frozen=True)
class Workflow:
    """The table of a kind of case: where it begins, every act, and whose acts are no role's.

    `acts` are offered on the page of a case in this order; `in_bulk` are done to many cases at
    once on a page of their own. `party` names whoever is outside the organ (the applicant).
    `groups` orders the headings of the acts beside; `openings` are the sentences of what a case
    begins with, by their codes.
    """

    states: type[State]
    start: str
    acts: tuple[Act, ...]
    in_bulk: tuple[Act, ...] = ()
    party: str = ""
    groups: tuple[str, ...] = ()
    openings: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def actions(self) -> Mapping[str, Act]:
        """Every act that is done to one case, by its code."""
        return {act.action: act for act in self.acts}

    @cached_property
    def bulk(self) -> Mapping[str, Act]:
        """The acts done to many cases at once, by their codes."""
        return {act.action: act for act in self.in_bulk}

    @cached_property
    def transitions(self) -> tuple[Act, ...]:
        """The acts that lead from one state to another, or back into the same."""
        return tuple(act for act in self.acts if act.target)

    def find(self, action: str, source: str) -> Act | None:
        """The act of that code in a state, or None when it is not lawful there."""
        act = self.actions.get(action)
        return act if act and source in act.sources else None

    def named(self, action: str) -> Act | None:
        """The act of that code, also one done in bulk; None for what the table does not know."""
        return self.actions.get(action) or self.bulk.get(action)

    def sentence(self, action: str) -> str:
        """What was done, as the trail and the history of a case say it."""
        act = self.named(action)
        return act.sentence if act else self.openings[action]

    def leaving(self, source: str) -> Iterator[Act]:
        """Every transition out of a state, in the table's order."""
        return (act for act in self.transitions if source in act.sources)

    def beside(self, state: str) -> Iterator[Act]:
        """Every act that may be done in a state without leaving it."""
        return (act for act in self.acts if not act.target and state in act.sources)

    def offered_in(self, state: str) -> Iterator[Act]:
        """Every act of the organ in a state: what leads on first, then what runs beside."""
        return (
            act for act in (*self.leaving(state), *self.beside(state)) if act.role != self.party
        )

    def by_party(self, action: str, source: str) -> Act | None:
        """The act in a state if it is the party's own, else None."""
        act = self.find(action, source)
        return act if act and act.role == self.party else None
