"""What pictures say of themselves, without unpacking them."""

import struct
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from portal.files.formats.pictures import picture_end, pixels
from tests.files import samples
from tests.growth import growth_factor

PNG = samples.image_bytes("PNG", (40, 20))
JPEG = samples.image_bytes("JPEG", (40, 20))
PROGRESSIVE = samples.image_bytes("JPEG", (64, 48), progressive=True)


def test_pixels_are_those_of_the_header() -> None:
    assert (pixels(PNG), pixels(JPEG), pixels(PROGRESSIVE)) == (800, 800, 3072)
    assert pixels(PNG[:16] + struct.pack(">II", 60_000, 60_000) + PNG[24:]) == 3_600_000_000
    for other in (b"", b"%PDF-1.7", PNG[:20], JPEG[:6], b"\xff\xd8\xff\xd9"):
        assert pixels(other) == 0


def test_a_picture_ends_where_its_structure_says() -> None:
    for sound in (PNG, JPEG, PROGRESSIVE):
        assert picture_end(sound) == len(sound)
        assert picture_end(sound + b"\xff\xd9IEND" + bytes(99)) == len(sound)
        assert picture_end(sound[:-3]) == len(sound) - 3
    assert picture_end(b"%PDF-1.7") == 8


@given(st.sampled_from([PNG[:8], b"\xff\xd8\xff"]), st.binary(max_size=200))
def test_rubbish_never_breaks_it(head: bytes, rest: bytes) -> None:
    data = head + rest
    assert pixels(data) >= 0
    assert 0 <= picture_end(data) <= len(data)


def repeated(head: bytes, piece: bytes, number: int) -> bytes:
    return head + piece * number


def test_the_work_grows_no_faster_than_the_picture() -> None:
    def look(data: bytes) -> None:
        picture_end(data)
        pixels(data)

    for piece in (b"\xff\xff", b"\xff\x01", b"\xff\xe0\x00\x02", b"\xff\x00", b"\xff\xda\x00\x02"):
        assert growth_factor(look, partial(repeated, b"\xff\xd8\xff", piece)) < 3
    chunk = struct.pack(">I4sI", 0, b"tEXt", 0)
    assert growth_factor(look, partial(repeated, PNG[:8], chunk)) < 3
