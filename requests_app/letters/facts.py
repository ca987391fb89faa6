"""The dated facts each letter needs. Without them it cannot be made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from portal.statute import Article
from requests_app.preconditions import Part

Day = dt.date


@dataclass(frozen=True)
class Case:
    """What every letter of a case says of it. `you` is how its applicant is addressed;
    `received_by` the organ that ended, in whose place this one goes on.
    """

    organ: str
    contact: str
    number: str
    subject: str
    received_on: Day | None
    addressee: str
    you: str = "您"
    received_by: str = ""


@dataclass(frozen=True)
class Receipt:
    """An application that was taken in."""

    channel: str
    arrived_on: Day
    wanted: str
    due_on: Day | None


@dataclass(frozen=True)
class Correction:
    """What is unclear, and how it is mended."""

    unclear: str
    guidance: str
    noticed_on: Day
    respond_by: Day
    received_on: Day | None = None


@dataclass(frozen=True)
class Reasons:
    """Why it is too much, and until when to say why it is not."""

    why: str
    asked_on: Day
    respond_by: Day
    supplied_on: Day | None = None


@dataclass(frozen=True)
class Extension:
    """The head of the office agreed to more time."""

    days: int
    reason: str
    approved_on: Day
    due_on: Day | None


@dataclass(frozen=True)
class Deferral:
    """A later day, for reasons that are sound."""

    reason: str
    decided_on: Day
    until: Day


@dataclass(frozen=True)
class Fee:
    """What is to be paid, by which scale, how."""

    is_by_pages: bool
    quantity: int
    amount: Decimal
    sent_on: Day
    payment: str
    received_on: Day | None = None
    due_on: Day | None = None


@dataclass(frozen=True)
class Consulted:
    """Somebody was asked for an opinion; who, the applicant is not told."""

    is_co_maker: bool
    sent_on: Day


@dataclass(frozen=True)
class Question:
    """A letter that asks for an opinion."""

    number: str
    question: str
    sent_on: Day


@dataclass(frozen=True)
class Opening:
    """What is opened although a third party objected."""

    number: str
    text: str
    told_on: Day
    remedies: tuple[str, ...]


@dataclass(frozen=True)
class Assistance:
    """What another organ is asked for."""

    question: str
    asked_on: Day
    due_on: Day


@dataclass(frozen=True)
class Source:
    """A document that is public already: its title, its number, where it stands."""

    title: str
    number: str
    address: str


@dataclass(frozen=True)
class Opinions:
    """How the third parties answered: how many objected, said nothing, still had time."""

    asked: int = 0
    objecting: int = 0
    silent: int = 0
    waited_for: int = 0


@dataclass(frozen=True)
class Answer:
    """An answer, and the facts its outcome rests on; without a day until it is signed.

    `parts` are what it keeps back; `in_charge` is the sentence that says which organ has it;
    `earlier_number` and `earlier_on` are those of the answer that is not repeated.
    """

    outcome: str
    law: tuple[Article, ...]
    body: str
    reason: str
    signed_on: Day | None
    remedies: tuple[str, ...]
    wanted: str = ""
    override_reason: str = ""
    is_elsewhere: bool = False
    in_charge: str = ""
    parts: tuple[Part, ...] = ()
    provision: str = ""
    unasked_reason: str = ""
    earlier_number: str = ""
    earlier_on: Day | None = None
    files: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    opinions: Opinions = Opinions()
    correction: Correction | None = None
    demand: Reasons | None = None
    fee: Fee | None = None


@dataclass(frozen=True)
class Judgement:
    """One step of the review: what it is, what was said, by whom, when."""

    step: str
    opinion: str
    by: str
    on: Day


@dataclass(frozen=True)
class Approval:
    """An answer on its way through the office."""

    outcome: str
    basis: str
    reason: str
    due_on: Day | None
    drafted_by: str
    drafted_on: Day
    judgements: tuple[Judgement, ...]
    signed_by: str = ""
    signed_on: Day | None = None


@dataclass(frozen=True)
class Service:
    """What is handed over, and by which way it was wanted."""

    letters: tuple[str, ...]
    way: str
