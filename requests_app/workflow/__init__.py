"""The handling of an application, as data: from 待确认 to 归档.

Each act names the states it leaves, the state it reaches, whose it is, who may not do it too,
and its article. What runs beside the answer (征求意见, 协办, 联系记录) changes no state and is
in `BESIDE`, with the states in which it may be done. The diagram, the buttons, the refusals, the
audit sentences and the test matrix are all drawn from these tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.workflow.side_acts import BESIDE, BULK_ACTS, IN_BULK, SIDE_ACTS, SideAct
from requests_app.workflow.states import (
    ANSWERED,
    ANSWERING,
    APPLICANT,
    ARCHIVED,
    AT_WORK,
    AWAITING_CONFIRMATION,
    AWAITING_CORRECTION,
    AWAITING_PAYMENT,
    AWAITING_REASONS,
    BEFORE_DELIVERY,
    DELIVERING,
    HANDLER,
    HANDLING,
    HEAD,
    INTAKE,
    JOINED,
    KEPT,
    RECEIVED,
    REGISTERED,
    REVIEW,
    REVIEWER,
    SECOND_REVIEW,
    SECRECY,
    SECRECY_REVIEW,
    SIGNER,
    SIGNING,
    SPLIT,
    STATES,
    SUPERVISOR,
    UNSIGNED,
    WITHDRAWN,
)
from requests_app.workflow.transitions import ACTIONS, RETURNS, TRANSITIONS, Transition

__all__ = [
    "ACTIONS",
    "ANSWERED",
    "ANSWERING",
    "APPLICANT",
    "ARCHIVED",
    "AT_WORK",
    "AWAITING_CONFIRMATION",
    "AWAITING_CORRECTION",
    "AWAITING_PAYMENT",
    "AWAITING_REASONS",
    "BEFORE_DELIVERY",
    "BESIDE",
    "BULK_ACTS",
    "DELIVERING",
    "HANDLER",
    "HANDLING",
    "HEAD",
    "INTAKE",
    "IN_BULK",
    "JOINED",
    "KEPT",
    "RECEIVED",
    "REGISTERED",
    "RETURNS",
    "REVIEW",
    "REVIEWER",
    "SECOND_REVIEW",
    "SECRECY",
    "SECRECY_REVIEW",
    "SIDE_ACTS",
    "SIGNER",
    "SIGNING",
    "SPLIT",
    "STATES",
    "SUPERVISOR",
    "TRANSITIONS",
    "UNSIGNED",
    "WITHDRAWN",
    "SideAct",
    "Transition",
    "beside",
    "find",
    "leaving",
]


def find(action: str, source: str) -> Transition | None:
    """The transition an act makes from a state, or None when the act is not lawful there."""
    transition = ACTIONS.get(action)
    return transition if transition and source in transition.sources else None


def leaving(source: str) -> Iterator[Transition]:
    """Every transition out of a state, in the table's order."""
    return (transition for transition in TRANSITIONS if source in transition.sources)


def beside(state: str) -> Iterator[SideAct]:
    """Every act that may be done in a state without leaving it."""
    return (act for act in BESIDE if state in act.states)
