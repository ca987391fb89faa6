"""Files that are handed in, checked before anything is kept, and kept without their names."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, Final, TypeVar

from django.core.files.base import ContentFile

from portal.common.errors import ActRefused
from portal.files.inspection import Inspected, Limits, RejectedFile, inspect_upload
from portal.personal.sealed_papers import SealedPaper

if TYPE_CHECKING:
    from django.db.models import TextChoices

PAPER_BYTES: Final = 10 * 1024 * 1024
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


def checked(files: Sequence[HandedIn], *, most_bytes: int = PAPER_BYTES) -> list[Checked]:
    """Every file inspected. Raises ActRefused, saying what is wrong and what to do."""
    if len(files) > MOST_FILES:
        raise ActRefused(f"材料最多{MOST_FILES}个，请合并后再上传。")
    return [_checked(given, most_bytes) for given in files]


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


def _checked(given: HandedIn, most_bytes: int) -> Checked:
    try:
        found = inspect_upload(given.stream, name=given.name, limits=Limits(max_bytes=most_bytes))
    except RejectedFile as error:
        raise ActRefused(error.message) from error
    given.stream.seek(0)
    return Checked(given, found, given.stream.read())
