"""The key of a form that is sent once, however often its button is pressed."""

from __future__ import annotations

import uuid

from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def key_of(request: HttpRequest, nonce: uuid.UUID, *, salt: str) -> uuid.UUID:
    """The key of a form in this browser: the same form sent from another one is not the same.

    `nonce` came with the form and names it; `salt` names the kind of form, for ever: a form that
    was sent under another one would be taken in twice.
    """
    secret = request.META.get("CSRF_COOKIE", "")
    return uuid.UUID(salted_hmac(f"{salt}.{nonce}", secret).hexdigest()[:32])
