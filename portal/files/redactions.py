"""遮盖 as an act: what can be marked, and taking it out of a file for good.

The work is the same for a stored file and for one that is kept sealed: it knows bytes, not rows.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction

from portal.audit.services import record
from portal.common.errors import ActRefused
from portal.common.fingerprints import fingerprint
from portal.files.confinement import ConfinementError, confined
from portal.files.extraction import UnreadableFile
from portal.files.formats.limits import BUDGETS
from portal.files.gate import look_at
from portal.files.models import FileReading, FileStructure, Redaction, StoredFile
from portal.files.personal_data import scan_text
from portal.files.redaction import Mark, Sight, Unredactable
from portal.files.services import have_read, keep_structure, read_text

if TYPE_CHECKING:
    from portal.accounts.models import User

_CHANGED = "文件刚刚被他人改动，请重新打开页面再遮盖。"
_NOWHERE = "页面上没有找到要遮盖的文字，请在页面图上标出范围。"
_ABSENT = "第{}处要遮盖的文字在文件里没有找到，请改正，或者在页面图上标出范围。"
_PICTURES = frozenset({"png", "jpeg"})
# What has pages to mark on, and what is marked by its words besides.
PAGED = frozenset({"pdf", *_PICTURES})
REDACTABLE = PAGED | {"docx", "xlsx"}


@dataclass(frozen=True, slots=True)
class Redactable:
    """A file as it is now: its bytes, and what was read in its pictures before, by place."""

    data: bytes
    kind: str
    name: str
    seen: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can be taken out: ``key`` tells nothing of it, ``shown`` is masked.

    ``words`` are in clear, for the act alone; a cover has its ``box`` besides.
    """

    key: str
    label: str
    where: str
    shown: str
    words: str
    page: int = 0
    box: tuple[float, float, float, float] | None = None


def redactable(stored: StoredFile) -> Redactable:
    """What the public copy of a stored file is made from, with what was read when it was made."""
    reading = FileReading.objects.filter(file=stored).first()
    seen = tuple((row["where"], row["text"]) for row in (reading.passages if reading else ()))
    return Redactable(_bytes(stored), stored.kind, stored.name, seen)


def found_in(file: Redactable) -> list[Found]:
    """Personal data and covered text in a file, each once.

    Raises ActRefused when the file cannot be opened.
    """
    try:
        read = confined(
            "expose", file.data, budget=BUDGETS.read, kind=file.kind, name=file.name
        ).value
        hidden = confined("covers", file.data, budget=BUDGETS.read, kind=file.kind).value
    except (ConfinementError, UnreadableFile) as error:
        raise ActRefused(error.message) from error
    # The file's name is no part of the file.
    passages = [(part.where, part.text) for part in read.passages if part.where != "文件名"]
    passages += file.seen
    found: dict[str, Found] = {}
    for where, text in passages:
        for finding in scan_text(text):
            words = "".join(text[finding.start : finding.end].split())
            key = fingerprint(finding.kind.value, words)
            item = Found(key, finding.kind.label, where, finding.excerpt_masked, words)
            found.setdefault(key, item)
    for cover in hidden:
        if not cover.lawful:
            key = fingerprint("cover", str(cover.page), str(cover.box))
            where = f"第 {cover.page} 页" if cover.page else "正文"
            found[key] = Found(key, cover.label, where, "", cover.hidden, cover.page, cover.box)
    return list(found.values())


def page_sight(file: Redactable, page: int) -> Sight:
    """One page to mark on. Raises ActRefused for what has no pages."""
    try:
        seen: Sight = confined(
            "sight", file.data, budget=BUDGETS.sight, kind=file.kind, page=page
        ).value
    except (ConfinementError, Unredactable) as error:
        raise ActRefused(error.message) from error
    return seen


@dataclass(frozen=True, slots=True)
class Prepared:
    """A redacted file that passed its proof and is not kept yet."""

    before: bytes
    after: bytes
    marks: tuple[Mark, ...]


def prepare(file: Redactable, marks: Sequence[Mark]) -> Prepared:
    """Take what is marked out of a file: slow work, without a lock, and nothing is kept.

    Words without a box are looked up in the text and, where there are pictures, by OCR. The
    result is proved before it counts: ActRefused says what is wrong otherwise.
    """
    before = file.data
    try:
        placed = _placed(file, marks)
        after = confined(
            "redact", before, budget=BUDGETS.redact, kind=file.kind, marks=placed
        ).value
        problems = confined(
            "verify", before, budget=BUDGETS.redact, after=after, kind=file.kind, marks=placed
        ).value
    except (ConfinementError, Unredactable) as error:
        raise ActRefused(error.message) from error
    if problems:
        raise ActRefused(f"遮盖没有通过核验，没有保存：{''.join(problems)}")
    return Prepared(before, after, tuple(placed))


def _bytes(stored: StoredFile) -> bytes:
    with stored.source.open("rb") as source:
        data: bytes = source.read()
    return data


def _placed(file: Redactable, marks: Sequence[Mark]) -> list[Mark]:
    """Marks with boxes for words that have none; office files are marked by words."""
    placed = [mark for mark in marks if mark.box is not None]
    words = [mark.words for mark in marks if mark.box is None and mark.words]
    if not words:
        return placed
    in_text: list[Mark] = []
    if file.kind not in _PICTURES:
        in_text = list(
            confined(
                "marks", file.data, budget=BUDGETS.read, kind=file.kind, words=words, readings=[]
            ).value
        )
    told = {mark.words for mark in in_text}
    unseen = [word for word in words if _condensed(word) not in told]
    if unseen and file.kind in {*_PICTURES, "pdf"}:
        readings = list(look_at(file.data, kind=file.kind))
        in_text += confined(
            "marks", file.data, budget=BUDGETS.read, kind=file.kind, words=unseen, readings=readings
        ).value
    _refuse_absent(file, words, {mark.words for mark in in_text if mark.box is not None})
    if not in_text:
        raise Unredactable(_NOWHERE)
    return [*placed, *in_text]


def _refuse_absent(file: Redactable, words: Sequence[str], placed: Set[str]) -> None:
    """Words that stand nowhere in the file are a slip of whoever typed them: taking out the others
    alone would look as if all were gone. Which they are is said by number, not in clear.
    """
    if placed >= set(map(_condensed, words)):
        return
    read = confined("expose", file.data, budget=BUDGETS.read, kind=file.kind, name=file.name).value
    said = "\n".join(_condensed(part.text) for part in read.passages)
    for number, word in enumerate(words, 1):
        if _condensed(word) not in placed and _condensed(word) not in said:
            raise Unredactable(_ABSENT.format(number))


def _condensed(words: str) -> str:
    return "".join(words.split())


@transaction.atomic
def keep(*, stored: StoredFile, prepared: Prepared, by: User, at: dt.datetime) -> Redaction:
    """Let the redacted file count: the public copy and the reading are made anew from it.

    The original stays as it came, sealed in its place. Raises ActRefused when the file has
    changed since.
    """
    marks = prepared.marks
    held = (
        StoredFile.objects.select_for_update(of=("self",), no_key=True).filter(pk=stored.pk).first()
    )
    if held is None or held.destroyed_at or _bytes(held) != prepared.before:
        raise ActRefused(_CHANGED)
    redaction = Redaction(
        file=held,
        marks=[{"page": mark.page, "box": mark.box} for mark in marks if mark.box is not None],
        words=sum(1 for mark in marks if mark.box is None),
        before_sha256=hashlib.sha256(prepared.before).hexdigest(),
        after_sha256=hashlib.sha256(prepared.after).hexdigest(),
        at=at,
        by_id=by.pk,
    )
    redaction.content.save(held.name, ContentFile(prepared.after), save=False)
    redaction.save()
    old = held.cleaned
    if old:
        # After the commit: a rolled back act must not have lost the copy.
        transaction.on_commit(partial(old.storage.delete, str(old.name)))
    for name in held.sights():
        transaction.on_commit(partial(held.received.storage.delete, name))
    held.cleaned, held.cleaned_sha256, held.cleaned_size = "", "", 0
    structure = read_text(held, prepared.after)
    held.save()
    FileStructure.objects.filter(file=held).delete()
    keep_structure(held, structure)
    FileReading.objects.filter(file=held).delete()
    have_read(held, at=at)
    record(
        action="files.redact",
        summary=f"遮盖附件内容 {len(marks)} 处",
        by=by,
        at=at,
        organ=held.organ,
        subject=held,
        details={
            "before": redaction.before_sha256,
            "after": redaction.after_sha256,
            "places": len(marks),
        },
    )
    return redaction
