"""Signed links: by which a ballot is confirmed, and by which an expert without an account marks.

A token is a random number signed for one purpose; nobody can make one up.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from django.core.signing import BadSignature, Signer
from django.urls import reverse

if TYPE_CHECKING:
    from policies.selection.models import AskedBallot, Expert

BALLOT: Final = "ballot"
EXPERT: Final = "expert"


def ballot_link(asked: AskedBallot) -> str:
    """Where the choice is confirmed."""
    token = _signer(BALLOT).sign(f"{asked.public_id.hex}{_moment(asked)}")
    return reverse("policies:selection_confirm", args=[token])


def ballot_in(token: str) -> tuple[uuid.UUID, str] | None:
    """The ballot of a link and the letter it came by; None where it was not made here."""
    try:
        text = _signer(BALLOT).unsign(token)
        return uuid.UUID(text[:32]), text[32:]
    except (BadSignature, ValueError):
        return None


def is_latest(asked: AskedBallot, moment: str) -> bool:
    """Whether a link is that of the last letter: an earlier one stands for an earlier choice."""
    return _moment(asked) == moment


def expert_link(expert: Expert) -> str:
    """Where an expert without an account marks."""
    token = _signer(EXPERT).sign(expert.public_id.hex)
    return reverse("policies:selection_marking_link", args=[token])


def expert_in(token: str) -> uuid.UUID | None:
    """The expert of a link; None where it was not made here."""
    try:
        return uuid.UUID(_signer(EXPERT).unsign(token))
    except (BadSignature, ValueError):
        return None


def _moment(asked: AskedBallot) -> str:
    return f"{asked.asked_at.timestamp():.0f}"


def _signer(purpose: str) -> Signer:
    return Signer(sep=".", salt=f"policies.selection.{purpose}")
