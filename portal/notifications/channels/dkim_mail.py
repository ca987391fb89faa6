"""Mail signed by the portal itself (DKIM), where it has a key and no provider signs for it.

RFC 8058 asks that both headers by which a reader's mail program ends a subscription are signed:
what signs by a list of its own often leaves `List-Unsubscribe-Post` out.
"""

from __future__ import annotations

from typing import Any, Final

import dkim
from django.conf import settings
from django.core.mail import EmailMessage

_SIGNED: Final = (
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "list-unsubscribe",
    "list-unsubscribe-post",
)


class SignedMessage(EmailMessage):
    """A mail that carries its signature wherever it is handed on, if there is a key."""

    def message(self, **how: Any) -> Any:
        """The message as it is sent, the signature over it included."""
        made = super().message(**how)
        if settings.DKIM_KEY and settings.DKIM_SELECTOR:
            name, value = _signature(made)
            made[name] = value
        return made


def _signature(made: Any) -> tuple[str, str]:
    """The header that signs a message, on one line: it is folded as the others are."""
    sender = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].rstrip(">")
    signature = dkim.sign(
        made.as_bytes(linesep="\r\n"),
        settings.DKIM_SELECTOR.encode(),
        sender.encode("idna"),
        settings.DKIM_KEY.encode(),
        # Of what relays change on the way, blanks and line ends, nothing is signed.
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=[name.encode() for name in _SIGNED if name in made],
    )
    name, _, value = signature.decode("ascii").partition(": ")
    return name, " ".join(value.split())
