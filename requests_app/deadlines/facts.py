"""The ledger: what happened to an application, on which day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class FactsError(ValueError):
    """The facts cannot be true, or cannot be read; `problems` are Chinese sentences."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class ConsultationKind(StrEnum):
    """Whose opinion is asked: silence means something else with each."""

    THIRD_PARTY = "third_party"
    CO_MAKER = "co_maker"


@dataclass(frozen=True)
class Correction:
    """The one notice of correction (补正告知), and when the corrected application arrived."""

    noticed_on: dt.date
    received_on: dt.date | None = None


@dataclass(frozen=True)
class Consultation:
    """A letter asking for an opinion; `closed_on` is the day on which the opinion arrived, or on
    which the organ ended the matter without one (`is_ended`).
    """

    kind: ConsultationKind
    sent_on: dt.date
    served_on: dt.date | None = None
    closed_on: dt.date | None = None
    is_ended: bool = False


@dataclass(frozen=True)
class Extension:
    """An extension of `days` working days, approved by the head of the disclosure office."""

    approved_on: dt.date
    days: int


@dataclass(frozen=True)
class Fee:
    """A notice to pay the processing fee, dated by its arrival at the applicant."""

    notice_received_on: dt.date
    paid_on: dt.date | None = None


@dataclass(frozen=True)
class Facts:
    """Everything the clock needs to know about one application.

    `delivered_on` is the day on which the applicant received the reply. `as_of` is the day on
    which the state is read; the dates come from the whole ledger.
    """

    received_on: dt.date
    corrections: tuple[Correction, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    extension: Extension | None = None
    fee: Fee | None = None
    delivered_on: dt.date | None = None
    as_of: dt.date | None = None

    @property
    def judged_on(self) -> dt.date:
        """The day on which the state is read: without `as_of`, that of the latest fact."""
        if self.as_of is not None:
            return self.as_of
        days = [self.received_on, self.delivered_on]
        for correction in self.corrections:
            days += [correction.noticed_on, correction.received_on]
        for consultation in self.consultations:
            days += [consultation.sent_on, consultation.served_on, consultation.closed_on]
        if self.extension:
            days.append(self.extension.approved_on)
        if self.fee:
            days += [self.fee.notice_received_on, self.fee.paid_on]
        return max(day for day in days if day is not None)

    def known_on(self, day: dt.date) -> "Facts":
        """The ledger as it stood at the end of `day`."""
        return replace(
            self,
            corrections=tuple(
                replace(each, received_on=_by(day, each.received_on))
                for each in self.corrections
                if each.noticed_on <= day
            ),
            consultations=tuple(
                replace(
                    each,
                    served_on=_by(day, each.served_on),
                    closed_on=_by(day, each.closed_on),
                )
                for each in self.consultations
                if each.sent_on <= day
            ),
            extension=(
                self.extension if self.extension and self.extension.approved_on <= day else None
            ),
            fee=(
                replace(self.fee, paid_on=_by(day, self.fee.paid_on))
                if self.fee and self.fee.notice_received_on <= day
                else None
            ),
            delivered_on=_by(day, self.delivered_on),
        )


def _by(day: dt.date, happened_on: dt.date | None) -> dt.date | None:
    return happened_on if happened_on is not None and happened_on <= day else None
