"""Files that are handed in, checked before anything is kept, and kept without their names."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, Final, TypeVar, cast

from django.core.files.base import ContentFile

from portal.common.errors import ActRefused
from portal.files.confinement import ConfinementError, confined
from portal.files.formats.kinds import extension_of
from portal.files.formats.limits import BUDGETS, MOST_PIXELS, PAPERS
from portal.files.inspection import Inspected, Limits, RejectedFile, Taken, glance, too_large
from portal.personal.sealed_papers import SealedPaper

if TYPE_CHECKING:
    from django.db.models import TextChoices

MOST_FILES: Final = 10

Paper = TypeVar("Paper", bound=SealedPaper)


@dataclass(frozen=True)
class HandedIn:
    """A file as it was handed in; `purpose` is one of the kind's own choices, or none."""

    stream: BinaryIO
    name: str
    purpose: str = ""


@dataclass(frozen=True)
class Checked:
    """A file that is what it says; `data` are its bytes, cleaned where it is handed on."""

    given: HandedIn
    found: Inspected
    data: bytes


@dataclass(frozen=True)
class Refused:
    """A file that may not be kept, and what its owner is told."""

    given: HandedIn
    message: str


def checked(files: Sequence[HandedIn]) -> list[Checked]:
    """Papers that people hand in, inspected, as :func:`judged` does. Raises ActRefused for one
    that may not be kept as well.
    """
    found = []
    for each in judged(files):
        if isinstance(each, Refused):
            raise ActRefused(each.message)
        found.append(each)
    return found


def judged(files: Sequence[HandedIn]) -> list[Checked | Refused]:
    """Papers that people hand in, each inspected: pictures and PDF, as far as the picture goes.

    Number, kinds, sizes and pixels of all are looked at before any is opened, and each is opened
    once, however often it comes. Raises ActRefused when they are too many or too large together.
    """
    _refuse_too_many(files)
    found: dict[int, Checked | Refused] = {}
    likely: dict[int, bytes] = {}
    total = 0
    for number, each in enumerate(files):
        try:
            likely[number] = _read(each, PAPERS.max_bytes)
            total += glance(likely[number], name=each.name)
        except (RejectedFile, ActRefused) as error:
            found[number] = Refused(each, _words(error))
    if total > MOST_PIXELS:
        raise ActRefused("这些图片合计像素过大，请缩小图片或分几次上传。")
    opened: dict[tuple[str, str], Taken | str] = {}
    for number, data in likely.items():
        if number not in found:
            key = extension_of(files[number].name), hashlib.sha256(data).hexdigest()
            if key not in opened:
                opened[key] = _taken_in(data, files[number].name)
            found[number] = _verdict(files[number], opened[key])
    return [found[number] for number in range(len(files))]


def checked_documents(files: Sequence[HandedIn], *, most_bytes: int) -> list[Checked]:
    """Documents of every accepted kind that an officer hands over. Raises ActRefused."""
    _refuse_too_many(files)
    limits = Limits(max_bytes=most_bytes)
    found = []
    for each in files:
        data = _read(each, most_bytes)
        try:
            answer = confined(
                "inspect", data, budget=BUDGETS.inspect, name=each.name, limits=limits
            )
        except (RejectedFile, ConfinementError) as error:
            raise ActRefused(error.message) from error
        found.append(Checked(each, answer.value, data))
    return found


def added(files: Sequence[HandedIn], purpose: str, *, purposes: type[TextChoices]) -> list[Checked]:
    """What an officer adds to a case for one purpose, inspected. Raises ActRefused when there is
    nothing, or nobody said what for.
    """
    if purpose not in purposes.values:
        raise ActRefused("请选择材料的用途。")
    if not files:
        raise ActRefused("请选择要收存的文件。")
    return checked([replace(file, purpose=purpose) for file in files])


def keep(row: Paper, each: Checked) -> Paper:
    """The new row saved with the file as it is now, sealed and without the name it came with."""
    row.media_type = each.found.media_type
    row.extension = each.found.extension
    row.size = len(each.data)
    row.sha256 = hashlib.sha256(each.data).hexdigest()
    row.file.save("paper", ContentFile(each.data), save=False)
    row.save()
    return row


def _refuse_too_many(files: Sequence[HandedIn]) -> None:
    if len(files) > MOST_FILES:
        raise ActRefused(f"材料最多{MOST_FILES}个，请合并后再上传。")


def _read(given: HandedIn, most_bytes: int) -> bytes:
    given.stream.seek(0)
    data = given.stream.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise ActRefused(too_large(most_bytes))
    return data


def _taken_in(data: bytes, name: str) -> Taken | str:
    try:
        answer = confined("take_in", data, budget=BUDGETS.take_in, name=name)
    except (RejectedFile, ConfinementError) as error:
        return error.message
    return cast("Taken", answer.value)


def _verdict(given: HandedIn, opened: Taken | str) -> Checked | Refused:
    if isinstance(opened, str):
        return Refused(given, opened)
    return Checked(given, opened.found, opened.data)


def _words(error: RejectedFile | ActRefused) -> str:
    return error.message if isinstance(error, RejectedFile) else str(error)
