"""Reading a cleaned copy: its text part by part, then its pictures and scans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.files.confinement import ConfinementError, confined
from portal.files.exposure import Exposure, Passage, Unread
from portal.files.formats.limits import BUDGETS
from portal.files.pictures import Reading as Picture
from portal.files.pictures import Shot, read_file

# Changes with every rule of reading or finding: what was read by other rules is read again.
RULES = "2026-12-01.1"
# Which unread parts the reader of pictures looks at: in pages, in pictures, in parts of a package.
_SEEN = {
    "pdf": (":blank", ":pictures"),
    "png": ("picture",),
    "jpeg": ("picture",),
}
_MEDIA = {"docx": "part:word/media/", "xlsx": "part:xl/media/", "ofd": "part:"}


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a cleaned copy says, and what of it nobody could read; each row is plain data."""

    passages: tuple[Passage, ...] = ()
    unread: tuple[Unread, ...] = ()


def expose(data: bytes, *, kind: str, name: str) -> Exposure:
    """`exposed` in a process of its own. Raises ConfinementError."""
    read: Exposure = confined("expose", data, budget=BUDGETS.read, kind=kind, name=name).value
    return read


def read_copy(data: bytes, *, kind: str, name: str, pictures: bool) -> Reading:
    """What a cleaned copy says. Raises ConfinementError.

    ``pictures`` reads scans and pictures as well, which takes seconds a page; without it they
    stay unread parts.
    """
    read = expose(data, kind=kind, name=name)
    reading = Reading(read.passages, read.unread)
    # A page whose words are drawn as lines, or as many small pictures, has no part that says so.
    if not pictures or not (kind == "pdf" or any(part.picture for part in read.unread)):
        return reading
    try:
        return _with_pictures(reading, look_at(data, kind=kind), kind)
    except ConfinementError as error:
        # A page whose words are drawn as lines has no other part that says so.
        missed = Unread(
            "图片和没有文字层的页", f"没有读出：{error.message.rstrip('。')}", "pictures"
        )
        return replace(reading, unread=(*reading.unread, missed))


def look_at(data: bytes, *, kind: str) -> tuple[Picture, ...]:
    """What pictures and scans show; they are drawn in one process and read in another.

    Raises ConfinementError.
    """
    return read_file(data, kind=kind, draw=_drawn)


def _drawn(data: bytes, *, kind: str, after: int) -> tuple[Shot, ...]:
    found: tuple[Shot, ...] = confined(
        "shots", data, budget=BUDGETS.shots, kind=kind, after=after
    ).value
    return found


def _with_pictures(reading: Reading, pictures: tuple[Picture, ...], kind: str) -> Reading:
    """What was read from pixels, and doubts in the place of parts that had not been read."""
    left = tuple(part for part in reading.unread if not _is_seen(part, kind))
    return replace(
        reading,
        passages=(*reading.passages, *_read(pictures)),
        unread=(*left, *_doubts(pictures)),
    )


def _is_seen(part: Unread, kind: str) -> bool:
    if not part.picture:
        return False
    if kind in _MEDIA:
        return part.picture.startswith(_MEDIA[kind])
    return part.key.endswith(_SEEN.get(kind, ()))


def _read(pictures: tuple[Picture, ...]) -> Iterator[Passage]:
    for picture in pictures:
        text = "\n".join(line.text for line in picture.lines)
        if text.strip():
            yield Passage(f"{picture.where}（图上的文字）", text, picture.page or None)


def _doubts(pictures: tuple[Picture, ...]) -> Iterator[Unread]:
    for number, picture in enumerate(pictures):
        if picture.doubt:
            key = f"picture:{picture.page}:{number}"
            yield Unread(picture.where, picture.doubt.rstrip("。"), key, picture.page or None)
