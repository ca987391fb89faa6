"""Solicitations and proposals in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from decisions.solicitations.choices import Outcome
from decisions.solicitations.models import Project, Proposal, ProposalAct, Solicitation
from decisions.solicitations.workflow import Standing, Status
from decisions.surveys.workflow import Status as Survey
from portal.common.moments import moment_words, until_words

_COLOURS: Final = {
    Outcome.CHOSEN: "in_force", Outcome.LATER: "amended", Outcome.NOT_CHOSEN: "expired",
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A solicitation with its state in a word and in a sentence."""

    row: Solicitation
    code: str
    word: str
    told: str
    may_propose: bool = False


def shown(row: Solicitation, *, at: dt.datetime) -> Shown:
    """Where it stands at a moment."""
    if row.status == Status.RUNNING:
        return _running(row, at)
    if row.status in (Status.SORTED, Status.DECIDED):
        told = "建议已经归并成下面几件，正在研究。"
        if row.poll is not None and row.poll.is_open(at):
            told = f"建议已经归并成下面几件，投票到{until_words(row.poll.closes_at)}截止。"
        return Shown(row, "amended", "事项已公布", told)
    if row.status == Status.ANSWERED:
        return Shown(row, "in_force", "已反馈", "列入的正在办，进展写在每一件下面。")
    if row.status == Status.DONE:
        return Shown(row, "in_force", "已办完", "列入的都已办成。")
    return Shown(row, "expired", "已终止", row.ended_reason)


def _running(row: Solicitation, at: dt.datetime) -> Shown:
    until = until_words(row.closes_at)
    if at < row.opens_at:
        return Shown(
            row, "not_yet", "还没开始", f"{moment_words(row.opens_at)}开始，到{until}截止。"
        )
    if at < row.closes_at:
        return Shown(row, "in_force", "征集中", f"到{until}截止。", may_propose=True)
    return Shown(row, "amended", "已截止", "正在逐条归并，归并以后公布。")


@dataclass(frozen=True)
class Card:
    """A project as everybody reads it; the outcome from the answer on, `code` its colour."""

    row: Project
    proposed: int
    votes: str
    outcome: str
    code: str
    reason: str


def cards_of(row: Solicitation, projects: Sequence[Project]) -> list[Card]:
    """What the proposals came to, by number."""
    is_told = row.answered_at is not None and row.status in (Status.ANSWERED, Status.DONE)
    return [_card(row, each, is_told=is_told) for each in projects]


def _card(row: Solicitation, project: Project, *, is_told: bool) -> Card:
    votes = ""
    if is_told and row.poll is not None and row.poll.status == Survey.PUBLISHED:
        votes = "人数少，不单列" if project.votes is None else f"{project.votes}票"
    outcome = project.get_outcome_display() if is_told else ""
    code = _COLOURS[Outcome(project.outcome)] if outcome else ""
    proposed = getattr(project, "proposed", 0)
    return Card(project, proposed, votes, outcome, code, project.reason if is_told else "")


@dataclass(frozen=True)
class State:
    """A state of a proposal with its colour, in a word, and what it means."""

    code: str
    word: str
    meaning: str


@dataclass(frozen=True)
class Told:
    """One line of what happened."""

    at: dt.datetime
    words: str


_STATES: Final[Mapping[str, tuple[str, str, str]]] = {
    Standing.SUBMITTED: (
        "in_force", "已收到", "截止以后逐条归并，归入哪一件、为什么，写在这里。公布以前可以撤回。",
    ),
    Standing.MERGED: ("in_force", "已归并", "您的建议归入了一件事项，结果公布时告诉您。"),
    Standing.ASIDE: ("expired", "没有列入", "您的建议没有列入，理由写在下面。"),
    Standing.ANSWERED: ("in_force", "已反馈", "结果和理由写在下面。"),
    Standing.WITHDRAWN: ("expired", "已撤回", "您撤回了建议，不再计入。"),
    Standing.CALLED_OFF: ("expired", "征集终止", "这次征集终止了，原因写在征集的网页上。"),
}  # fmt: skip


def standing_of(proposal: Proposal) -> State:
    """The state of a proposal in words. That it was merged is said once the projects are public."""
    status = proposal.status
    is_early = proposal.solicitation.sorted_at is None
    if is_early and status in (Standing.MERGED, Standing.ASIDE):
        status = Standing.SUBMITTED
    return State(*_STATES[status])


def timeline_of(acts: Sequence[ProposalAct], proposal: Proposal) -> list[Told]:
    """What happened, earliest first; how it is handled from the publication of the projects on."""
    hidden = {"merge", "put_aside", "take_back"} if proposal.solicitation.sorted_at is None else ()
    return [Told(act.at, act.sentence) for act in acts if act.action not in hidden]
