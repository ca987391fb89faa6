"""Films and sound: what they are by their bytes, and a copy without what tells of their makers.

MP4 and M4A are boxes within boxes. What only tells about the film (place, telephone, programme,
times) is overwritten where it stands, so that no offset moves and nothing is decoded. MP3 has such
things before and behind the sound.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final


@dataclass(frozen=True, slots=True)
class Film:
    """One accepted kind; ``extensions`` as in ``portal.files.formats.kinds``."""

    kind: str
    label: str
    media_type: str
    extensions: tuple[str, ...]


FILMS: Final = {
    row.kind: row
    for row in (
        Film("mp4", "MP4 视频", "video/mp4", ("mp4",)),
        Film("m4a", "M4A 音频", "audio/mp4", ("m4a",)),
        Film("mp3", "MP3 音频", "audio/mpeg", ("mp3",)),
    )
}
_BOX: Final = 8
_MOST_BOXES: Final = 100_000
_DEEPEST: Final = 8
_HOLDING: Final = frozenset(
    {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"moof", b"traf"}
)
_TELLING: Final = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip"})
# Their first fields after version and flags are when they were made and changed.
_DATED: Final = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_SOUND_BRANDS: Final = (b"M4A ", b"M4B ")
_ID3: Final = 10
_ID3_END: Final = 128


class BadFilm(ValueError):
    """Why the bytes are no film or sound that can be taken, in words."""


def film_kind(stream: BinaryIO) -> str:
    """The kind of a seekable stream, "" for what is none of ours."""
    stream.seek(0)
    head = stream.read(16)
    stream.seek(0)
    if head[4:8] == b"ftyp":
        return "m4a" if head[8:12] in _SOUND_BRANDS else "mp4"
    is_frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2
    return "mp3" if head[:3] == b"ID3" or is_frame else ""


def scrub_film(data: bytes) -> bytes:
    """An MP4 or M4A of the same length in which nothing tells of its making. Raises BadFilm."""
    copy = bytearray(data)
    seen = [0]
    found = set(_wiped(copy, 0, len(copy), 0, seen))
    if not {b"ftyp", b"moov"} <= found:
        raise BadFilm("视频文件不完整或者已损坏，请重新导出为 MP4 后上传。")
    return bytes(copy)


def scrub_sound(data: bytes) -> bytes:
    """An MP3 without the tags before and behind the sound. Raises BadFilm."""
    start = 0
    while data[start : start + 3] == b"ID3" and len(data) >= start + _ID3:
        size = 0
        for part in data[start + 6 : start + _ID3]:
            size = size << 7 | part & 0x7F
        start += _ID3 + size + (_ID3 if data[start + 5] & 0x10 else 0)
    end = len(data)
    if data[end - _ID3_END : end - _ID3_END + 3] == b"TAG":
        end -= _ID3_END
    sound = data[start:end]
    if len(sound) < 2 or sound[0] != 0xFF:
        raise BadFilm("音频文件不完整或者已损坏，请重新导出为 MP3 后上传。")
    return sound


def _wiped(copy: bytearray, start: int, end: int, depth: int, seen: list[int]) -> Iterator[bytes]:
    """The kind of every box of a stretch, wiped where it tells; those it holds are gone through."""
    for kind, head, body, after in list(_boxes(copy, start, end, seen)):
        if kind in _TELLING or (kind == b"trak" and _is_of_data(copy, body, after)):
            copy[head + 4 : head + _BOX] = b"free"
            copy[body:after] = bytes(after - body)
        elif kind in _DATED and after - body > 20:
            width = 16 if copy[body] == 1 else 8
            copy[body + 4 : body + 4 + width] = bytes(width)
        elif kind in _HOLDING and depth < _DEEPEST:
            for _ in _wiped(copy, body, after, depth + 1, seen):
                pass
        yield kind


def _boxes(
    copy: bytearray, start: int, end: int, seen: list[int]
) -> Iterator[tuple[bytes, int, int, int]]:
    """Kind, where it begins, where its content begins, and its end, of each box of a stretch."""
    at = start
    while at + _BOX <= end:
        seen[0] += 1
        if seen[0] > _MOST_BOXES:
            raise BadFilm("视频文件的结构过于复杂，请重新导出为 MP4 后上传。")
        size, kind = struct.unpack_from(">I4s", copy, at)
        body = at + _BOX
        if size == 1 and at + 16 <= end:
            size = struct.unpack_from(">Q", copy, at + _BOX)[0]
            body = at + 16
        elif size == 0:
            size = end - at
        if size < body - at or at + size > end:
            raise BadFilm("视频文件不完整或者已损坏，请重新导出为 MP4 后上传。")
        yield kind, at, body, at + size
        at += size


def _is_of_data(copy: bytearray, start: int, end: int) -> bool:
    """Whether a track is neither seen nor heard: places a telephone noted while it filmed."""
    for kind, _, body, after in _boxes(copy, start, end, [0]):
        if kind == b"mdia":
            inner = _boxes(copy, body, after, [0])
            heads = [at for name, _, at, _ in inner if name == b"hdlr"]
            return any(copy[at + 8 : at + 12] in (b"meta", b"camm") for at in heads)
    return False
