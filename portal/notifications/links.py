"""Signed links by which the owner of a mail address confirms or ends a subscription.

A token is the subscription's random number, signed for one purpose: nothing is stored, nobody
can make one up, and a link to end a subscription cannot confirm one.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

if TYPE_CHECKING:
    from portal.notifications.models import Subscription

CONFIRM, UNSUBSCRIBE = "confirm", "unsubscribe"
# The one word for ending a subscription: in mails, short messages and the list of an account.
STOP: Final = "退订"


def link(subscription: Subscription, purpose: str) -> str:
    """The path that serves this purpose for this subscription alone."""
    token = _signer(purpose).sign(subscription.public_id.hex)
    return reverse(f"notifications:{purpose}", args=[token])


def number_in(token: str, purpose: str) -> uuid.UUID | None:
    """The number of the subscription a token was made for, or None when it was not made here."""
    try:
        return uuid.UUID(_signer(purpose).unsign(token))
    except (BadSignature, ValueError):
        return None


def absolute(path: str) -> str:
    """A path of this site as a mail has to write it."""
    return urljoin(settings.PUBLIC_URL, path)


def _signer(purpose: str) -> Signer:
    return Signer(sep=".", salt=f"portal.notifications.{purpose}")
