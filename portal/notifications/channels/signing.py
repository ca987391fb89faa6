"""Signatures of pushed messages, made here and checked by whoever receives them.

The signature is HMAC-SHA256 over "timestamp.delivery.body" with the endpoint's secret. A
receiver refuses an old timestamp (replay) and answers a delivery it has seen with 200.
"""

import hashlib
import hmac

DELIVERY_HEADER = "X-Portal-Delivery"
TIMESTAMP_HEADER = "X-Portal-Timestamp"
SIGNATURE_HEADER = "X-Portal-Signature"
TOLERANCE_SECONDS = 300


def sign(secret: str, *, timestamp: int, delivery: str, body: bytes) -> str:
    """The value of the signature header: sha256=<64 hex digits>."""
    text = f"{timestamp}.{delivery}.".encode() + body
    return "sha256=" + hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def is_genuine(
    secret: str, *, timestamp: int, delivery: str, body: bytes, signature: str, now: int
) -> bool:
    """Whether the request was signed with the secret, lately."""
    expected = sign(secret, timestamp=timestamp, delivery=delivery, body=body)
    return hmac.compare_digest(expected, signature) and abs(now - timestamp) <= TOLERANCE_SECONDS
