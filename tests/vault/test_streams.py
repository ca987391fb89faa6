"""Sealed files: whole, in order, at their place, or they do not open."""

from __future__ import annotations

import io
import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.vault.ciphers import TAG_BYTES
from portal.vault.envelope import Head
from portal.vault.errors import DoesNotOpen, Malformed, NotAuthentic, TooLarge, UnknownKey
from portal.vault.streams import PIECE_BYTES, UnsealedReader, read_head, seal_stream
from tests.vault.conftest import NEW, OLD
from tests.vault.test_envelope import ring

PLACE = b"sealed\nevidence/1.jpg"
SEALED_PIECE = PIECE_BYTES + TAG_BYTES
LIMIT = 10 * PIECE_BYTES


def sealed(content: bytes, *, algorithm: str = "aes256gcm") -> bytes:
    pieces = seal_stream([content], ring=ring(algorithm=algorithm), context=PLACE, limit=LIMIT)
    return b"".join(pieces)


def reader(data: bytes, *, context: bytes = PLACE, key: str = OLD) -> UnsealedReader:
    return UnsealedReader(io.BytesIO(data), ring=ring(key), context=context)


def content(size: int) -> bytes:
    return random.Random(size).randbytes(size)  # noqa: S311


@pytest.mark.parametrize("algorithm", ["aes256gcm", "sm4gcm"])
@pytest.mark.parametrize(
    "size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES, 200_000]
)
def test_what_is_sealed_opens(size: int, algorithm: str) -> None:
    data = content(size)
    opened = reader(sealed(data, algorithm=algorithm))
    assert opened.size == size
    assert opened.read() == data
    assert read_head(io.BytesIO(sealed(data, algorithm=algorithm))) == Head(algorithm, "old")


@settings(max_examples=40, deadline=None)
@given(
    cuts=st.lists(st.integers(0, 150_000), max_size=6),
    start=st.integers(0, 160_000),
    length=st.integers(0, 160_000),
)
def test_however_it_comes_in_any_part_can_be_read(cuts: list[int], start: int, length: int) -> None:
    data, marks = content(150_000), [0, *sorted(cuts), 150_000]
    parts = [data[a:b] for a, b in itertools.pairwise(marks)]
    whole = b"".join(seal_stream(parts, ring=ring(), context=PLACE, limit=LIMIT))
    opened = io.BufferedReader(reader(whole))
    assert opened.seek(start) == start
    assert opened.read(length) == data[start : start + length]
    assert opened.seek(0, io.SEEK_END) == len(data)


def test_no_byte_can_be_changed() -> None:
    whole = sealed(b"identity card")
    for at in range(len(whole)):
        forged = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        with pytest.raises(DoesNotOpen):
            reader(forged).read()


@pytest.mark.parametrize("size", [10, PIECE_BYTES, 2 * PIECE_BYTES + 5])
def test_a_file_cut_short_gives_out_nothing(size: int) -> None:
    whole = sealed(content(size))
    start = whole.index(b"\n") + 1
    cuts = {0, 5, start - 1, start, start + 1, start + TAG_BYTES, len(whole) - 1}
    cuts |= {start + SEALED_PIECE, start + 2 * SEALED_PIECE, start + SEALED_PIECE + 3}
    for cut in sorted(cut for cut in cuts if cut < len(whole)):
        with pytest.raises(DoesNotOpen):
            reader(whole[:cut])


def test_pieces_keep_their_order_and_number() -> None:
    whole = sealed(content(3 * PIECE_BYTES + 5))
    start = whole.index(b"\n") + 1
    head, body = whole[:start], whole[start:]
    a, b, c, last = (body[n * SEALED_PIECE : (n + 1) * SEALED_PIECE] for n in range(4))
    assert reader(head + a + b + c + last).read() == content(3 * PIECE_BYTES + 5)
    for pieces in ((b, a, c, last), (a, c, last), (a, a, b, c, last), (a, b, c, c, last),
                   (a, b, c, last, last), (a, b, c), (last,), (a, b, last, c)):  # fmt: skip
        with pytest.raises(NotAuthentic):
            reader(head + b"".join(pieces)).read()


def test_a_piece_of_another_file_does_not_fit() -> None:
    first, second = sealed(content(100_000)), sealed(content(100_000))
    cut = first.index(b"\n") + 1 + SEALED_PIECE
    with pytest.raises(NotAuthentic):
        reader(first[:cut] + second[cut:])


def test_each_file_has_a_key_of_its_own() -> None:
    """Under one key the same content would give the same ciphertext, the nonces being numbers."""
    bodies = [sealed(b"identity card").partition(b"\n")[2] for _ in range(2)]
    assert bodies[0][:13] != bodies[1][:13]


def test_it_opens_at_no_other_place_and_under_no_other_key() -> None:
    whole = sealed(b"identity card")
    with pytest.raises(NotAuthentic):
        reader(whole, context=b"sealed\nevidence/2.jpg")
    with pytest.raises(UnknownKey):
        reader(whole, key=NEW)


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"plain text of a letter\n" * 20, b"v1.aes256gcm.old\n"]
)
def test_what_was_never_sealed_is_told_apart(data: bytes) -> None:
    with pytest.raises(Malformed):
        reader(data)


def test_the_limit_is_exact() -> None:
    def size_of(length: int) -> int:
        pieces = [b"x" * 1000] * (length // 1000) + [b"x" * (length % 1000)]
        return sum(map(len, seal_stream(pieces, ring=ring(), context=PLACE, limit=70_000)))

    assert size_of(70_000) > 70_000
    with pytest.raises(TooLarge, match="请压缩"):
        size_of(70_001)


def test_a_reader_closes_its_source() -> None:
    source = io.BytesIO(sealed(b"identity card"))
    with UnsealedReader(source, ring=ring(), context=PLACE):
        assert not source.closed
    assert source.closed
