"""The answer to "may this be done?": yes, or no with the reason a person is shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """One answer, used alike by button, view, API and service; true when the act is allowed.

    Without `has_occasion` the case gives none for the act, and no page offers it. `not_now` says
    that the state forbids it, whoever asks.
    """

    allowed: bool
    reason: str = ""
    has_occasion: bool = True
    not_now: bool = False

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(allowed=True)


def refuse(reason: str) -> Verdict:
    """Refuse with a sentence that says why and, where it helps, what to do."""
    return Verdict(allowed=False, reason=reason)


def no_occasion(reason: str) -> Verdict:
    """Refuse what makes no sense in this case, so that its button isn't even shown."""
    return Verdict(allowed=False, reason=reason, has_occasion=False)


def not_now(reason: str) -> Verdict:
    """Refuse what the state of the row does not allow, to whoever asks."""
    return Verdict(allowed=False, reason=reason, not_now=True)


@dataclass(frozen=True)
class Blocker:
    """Something that keeps an act from being done until it is mended.

    `field` names the form field to mend ("" when none), `row` the key of a row of the case that
    is to be mended by an act of its own (a file), `basis` the rule it comes from, and
    `overridable` whether a person may go on after giving a reason.
    """

    code: str
    message: str
    field: str = ""
    basis: str = ""
    overridable: bool = False
    row: int | None = None
