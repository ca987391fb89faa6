"""The label in a file's metadata that machines made it: set once, and on every copy from then on.

人工智能生成合成内容标识办法 asks for it; what the field is called and what stands in it are
settings.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from portal.audit.services import record
from portal.files.formats.labels import labelled, packet
from portal.files.models import FileReading, StoredFile

if TYPE_CHECKING:
    from portal.accounts.models import User


def with_label(stored: StoredFile, copy: bytes) -> bytes:
    """The copy as it may be shown: of what machines made with its label."""
    if not stored.made_by_ai:
        return copy
    said = {name: _filled(value, stored) for name, value in settings.AI_LABEL_VALUES.items()}
    text = json.dumps(said, ensure_ascii=False)
    xmp = packet(settings.AI_LABEL_FIELD, settings.AI_LABEL_NAMESPACE, text)
    return labelled(copy, stored.kind, xmp)


def _filled(value: str, stored: StoredFile) -> str:
    told = value.replace("{organ}", stored.organ.name)
    return told.replace("{number}", str(stored.public_id))


@transaction.atomic
def mark_made_by_ai(*, files: Iterable[StoredFile], by: User, at: dt.datetime) -> int:
    """Say of files that machines made them, and label the copies there are; returns how many were
    not marked before. Nobody takes it back.
    """
    numbers = {stored.pk for stored in files}
    rows = StoredFile.objects.select_for_update(of=("self",), no_key=True)
    unmarked = rows.filter(pk__in=numbers, made_by_ai=False).select_related("organ").order_by("pk")
    marked = 0
    for stored in unmarked:
        stored.made_by_ai = True
        stored.save(update_fields=["made_by_ai"])
        if stored.cleaned:
            _label_copy(stored)
        record(
            action="files.made_by_ai",
            summary="标明文件由人工智能生成",
            by=by,
            at=at,
            organ=stored.organ,
            subject=stored,
            details={"sha256": stored.cleaned_sha256},
        )
        marked += 1
    return marked


def _label_copy(stored: StoredFile) -> None:
    """Put the label into the copy that is there; what was read of it stays true."""
    with stored.cleaned.open("rb") as file:
        before = file.read()
    copy = with_label(stored, before)
    if copy == before:
        return
    storage, old = stored.cleaned.storage, str(stored.cleaned.name)
    former, digest = stored.cleaned_sha256, hashlib.sha256(copy).hexdigest()
    stored.cleaned_sha256, stored.cleaned_size = digest, len(copy)
    stored.cleaned.save(stored.name, ContentFile(copy), save=False)
    stored.save(update_fields=["cleaned", "cleaned_sha256", "cleaned_size"])
    readings = FileReading.objects.filter(file=stored, cleaned_sha256=former)
    readings.update(cleaned_sha256=digest)
    transaction.on_commit(lambda: storage.delete(old), robust=True)
