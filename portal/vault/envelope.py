"""One sealed value as text: `v1.<algorithm>.<key id>.<nonce>.<ciphertext and tag>`. Pure.

The context (which field of which row) and the head are authenticated with the value: a value
moved to another place, or given another head, does not open.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from dataclasses import dataclass
from uuid import UUID

from portal.vault.ciphers import ALGORITHMS, NONCE_BYTES, TAG_BYTES, Algorithm, decrypt, encrypt
from portal.vault.errors import Malformed
from portal.vault.keyring import Key, KeyRing

VERSION = "v1"
_FORM = re.compile(
    r"(?P<head>v1\.(?P<algorithm>[a-z0-9]+)\.(?P<key>[A-Za-z0-9_-]{1,32}))"
    r"\.(?P<nonce>[A-Za-z0-9_-]+)\.(?P<body>[A-Za-z0-9_-]+)"
)


@dataclass(frozen=True)
class Head:
    """How something was sealed, readable without a key."""

    algorithm: str
    key_id: str

    def __str__(self) -> str:
        return f"{VERSION}.{self.algorithm}.{self.key_id}"

    def is_current(self, ring: KeyRing) -> bool:
        """Whether new values are sealed this way too."""
        return self == head_for(ring)


def head_for(ring: KeyRing) -> Head:
    """The head of what is sealed now."""
    return Head(ring.algorithm.name, ring.current.id)


def context_of(label: str, row: UUID) -> bytes:
    """The place of a value: its field's label and its row's own identifier."""
    return f"{label}\n{row}".encode()


def seal(plaintext: bytes, *, ring: KeyRing, context: bytes) -> str:
    """Seal a value for one place, under the current key and a nonce of its own."""
    head, nonce = head_for(ring), os.urandom(NONCE_BYTES)
    sealed = encrypt(
        ring.algorithm,
        key=_value_key(ring.current, ring.algorithm),
        nonce=nonce,
        plaintext=plaintext,
        bound_to=_bound_to(head, context),
    )
    return f"{head}.{encode(nonce)}.{encode(sealed)}"


def unseal(text: str, *, ring: KeyRing, context: bytes) -> bytes:
    """Open a value at its place. Raises Malformed, UnknownKey or NotAuthentic."""
    found = _match(text)
    nonce, sealed = decode(found["nonce"]), decode(found["body"])
    if len(nonce) != NONCE_BYTES or len(sealed) < TAG_BYTES:
        raise _malformed()
    head = Head(found["algorithm"], found["key"])
    algorithm = known_algorithm(head.algorithm)
    return decrypt(
        algorithm,
        key=_value_key(ring.find(head.key_id), algorithm),
        nonce=nonce,
        sealed=sealed,
        bound_to=_bound_to(head, context),
    )


def head_of(text: str) -> Head:
    """How a value was sealed, without opening it. Raises Malformed."""
    found = _match(text)
    return Head(found["algorithm"], found["key"])


def known_algorithm(name: str) -> Algorithm:
    """The algorithm of this name. Raises Malformed."""
    if name not in ALGORITHMS:
        raise _malformed()
    return ALGORITHMS[name]


def encode(data: bytes) -> str:
    """Base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes of `encode`; of several spellings only its own is taken. Raises Malformed."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise _malformed() from None
    if encode(data) != text:
        raise _malformed()
    return data


def _value_key(key: Key, algorithm: Algorithm) -> bytes:
    return key.derive(f"value/{algorithm.name}", size=algorithm.key_bytes)


def _bound_to(head: Head, context: bytes) -> bytes:
    return f"{head}\n".encode() + context


def _match(text: str) -> re.Match[str]:
    if (found := _FORM.fullmatch(text)) is None:
        raise _malformed()
    return found


def _malformed() -> Malformed:
    return Malformed("密文不完整或不是本系统的格式。请从备份恢复，并查明原因。")
