"""The signed link of a letter, which turns the switch: it never expires, and opens nothing else."""

from __future__ import annotations

import uuid

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from policies.audiences.models import TraitProfile

_SIGNER = Signer(sep=".", salt="policies.audiences.stop")


def stop_link(user_id: int) -> str:
    """The path by which the letters of an account end; "" where it states nothing."""
    number = (
        TraitProfile.objects.filter(user_id=user_id).values_list("public_id", flat=True).first()
    )
    return reverse("policies:stop_push", args=[_SIGNER.sign(number.hex)]) if number else ""


def number_in(token: str) -> uuid.UUID | None:
    """The number a token was made for; None when it was not made here."""
    try:
        return uuid.UUID(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
