"""A sealed file: a head line, then pieces that are each sealed (the STREAM construction). Pure.

Each file has a key of its own, derived with the salt in its head. A piece's nonce is its number
and whether it is the last, so that pieces left out, repeated or put in another order do not open.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from portal.vault.ciphers import NONCE_BYTES, TAG_BYTES, Algorithm, decrypt, encrypt
from portal.vault.envelope import Head, decode, encode, head_for, known_algorithm
from portal.vault.errors import Malformed, TooLarge
from portal.vault.keyring import Key, KeyRing

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE_BYTES = 64 * 1024
_SEALED_PIECE = PIECE_BYTES + TAG_BYTES
_SALT_BYTES = 32
_HEAD_LIMIT = 256
_FORM = re.compile(
    rb"v1\.(?P<algorithm>[a-z0-9]+)\.(?P<key>[A-Za-z0-9_-]{1,32})\.(?P<salt>[A-Za-z0-9_-]+)\n"
)


def seal_stream(
    pieces: Iterable[bytes], *, ring: KeyRing, context: bytes, limit: int
) -> Iterator[bytes]:
    """The sealed file for this content. Raises TooLarge beyond `limit` bytes of content."""
    salt = os.urandom(_SALT_BYTES)
    head = f"{head_for(ring)}.{encode(salt)}\n".encode()
    key = _file_key(ring.current, ring.algorithm, salt)
    yield head
    for number, (piece, last) in enumerate(_even(pieces, limit)):
        yield encrypt(
            ring.algorithm,
            key=key,
            nonce=_nonce(number, last=last),
            plaintext=piece,
            bound_to=head + context,
        )


def read_head(source: BinaryIO) -> Head:
    """How a file was sealed, without opening it. Raises Malformed."""
    return _head(source.readline(_HEAD_LIMIT))[0]


class UnsealedReader(io.RawIOBase):
    """The content of a sealed file, readable from anywhere; closes its source with itself.

    The last piece is opened first: that a file was cut short is known before it gives out a byte.
    Raises Malformed, UnknownKey or NotAuthentic.
    """

    def __init__(self, source: BinaryIO, *, ring: KeyRing, context: bytes) -> None:
        self._source = source
        line = source.readline(_HEAD_LIMIT)
        head, salt = _head(line)
        self._algorithm = known_algorithm(head.algorithm)
        self._key = _file_key(ring.find(head.key_id), self._algorithm, salt)
        self._bound_to = line + context
        self._start = len(line)
        body = source.seek(0, os.SEEK_END) - self._start
        if body < TAG_BYTES:  # an empty file has one piece too
            raise _malformed()
        self._pieces = -(-body // _SEALED_PIECE)
        self.size = body - self._pieces * TAG_BYTES
        self._position = 0
        self._number, self._piece = -1, b""
        self._load(self._pieces - 1)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        self._position = max(base + offset, 0)
        return self._position

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        target = memoryview(buffer)
        if self._position >= self.size:
            return 0
        self._load(self._position // PIECE_BYTES)
        start = self._position % PIECE_BYTES
        part = self._piece[start : start + len(target)]
        target[: len(part)] = part
        self._position += len(part)
        return len(part)

    def close(self) -> None:
        if not self.closed:
            self._source.close()
        super().close()

    def _load(self, number: int) -> None:
        if number == self._number:
            return
        self._source.seek(self._start + number * _SEALED_PIECE)
        sealed = self._source.read(_SEALED_PIECE)
        if len(sealed) < TAG_BYTES:
            raise _malformed()
        self._piece = decrypt(
            self._algorithm,
            key=self._key,
            nonce=_nonce(number, last=number == self._pieces - 1),
            sealed=sealed,
            bound_to=self._bound_to,
        )
        self._number = number


def _even(pieces: Iterable[bytes], limit: int) -> Iterator[tuple[bytes, bool]]:
    """The content in pieces of one size and whether each is the last; the last may be shorter."""
    held, total = bytearray(), 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise TooLarge(f"文件超过{limit // 1024 // 1024}MB，请压缩后再上传。")
        held += piece
        while len(held) > PIECE_BYTES:
            yield bytes(held[:PIECE_BYTES]), False
            del held[:PIECE_BYTES]
    yield bytes(held), True


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(NONCE_BYTES - 1, "big") + bytes([last])


def _file_key(key: Key, algorithm: Algorithm, salt: bytes) -> bytes:
    return key.derive(f"file/{algorithm.name}", size=algorithm.key_bytes, salt=salt)


def _head(line: bytes) -> tuple[Head, bytes]:
    if (found := _FORM.fullmatch(line)) is None:
        raise _malformed()
    salt = decode(found["salt"].decode())
    if len(salt) != _SALT_BYTES:
        raise _malformed()
    return Head(found["algorithm"].decode(), found["key"].decode()), salt


def _malformed() -> Malformed:
    return Malformed("加密文件不完整或不是本系统的格式。请从备份恢复，并查明原因。")
