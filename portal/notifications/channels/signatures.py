"""Signatures of pushed messages, made here and checked by whoever receives them.

Every push carries two: the one of our own headers, HMAC-SHA256 over "timestamp.delivery.body" with
the endpoint's secret, and that of Standard Webhooks (v1), over "delivery.timestamp.body" with the
key that the secret spells. A receiver checks whichever it knows, refuses an old timestamp (replay)
and answers a delivery it has seen with 200.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass

DELIVERY_HEADER = "X-Portal-Delivery"
TIMESTAMP_HEADER = "X-Portal-Timestamp"
SIGNATURE_HEADER = "X-Portal-Signature"
STANDARD_ID = "webhook-id"
STANDARD_TIMESTAMP = "webhook-timestamp"
STANDARD_SIGNATURE = "webhook-signature"
TOLERANCE_SECONDS = 300
PREFIX = "whsec_"
_MOST_SIGNATURES = 5


@dataclass(frozen=True)
class Signed:
    """The headers of Standard Webhooks as they came; blank or 0 where one is no such thing."""

    call: str
    timestamp: int
    signatures: str


def sign(secret: str, *, timestamp: int, delivery: str, body: bytes) -> str:
    """The value of the signature header: sha256=<64 hex digits>."""
    text = f"{timestamp}.{delivery}.".encode() + body
    return "sha256=" + hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def standard_headers(secret: str, *, timestamp: int, delivery: str, body: bytes) -> dict[str, str]:
    """The headers of Standard Webhooks, with one signature of version 1."""
    return {
        STANDARD_ID: delivery,
        STANDARD_TIMESTAMP: str(timestamp),
        STANDARD_SIGNATURE: _standard(secret, timestamp, delivery, body),
    }


def is_standard(secret: str, signed: Signed, *, body: bytes, now: int) -> bool:
    """Whether one of the signatures, of which there are several while a key is changed, is of the
    secret and of lately.
    """
    expected = _standard(secret, signed.timestamp, signed.call, body).encode()
    found = signed.signatures.encode("utf-8", "replace").split()
    equal = [hmac.compare_digest(expected, each) for each in found[:_MOST_SIGNATURES]]
    return any(equal) and abs(now - signed.timestamp) <= TOLERANCE_SECONDS


def _standard(secret: str, timestamp: int, delivery: str, body: bytes) -> str:
    text = f"{delivery}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(_key(secret), text, "sha256")).decode()


def _key(secret: str) -> bytes:
    """The key a secret spells; of one without the prefix, from before, its letters themselves."""
    if secret.startswith(PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
        except binascii.Error:
            pass
    return secret.encode()
