"""Films and sound taken in: kept like any upload, cleaned and looked at the same way.

They are a kind apart: no other upload takes one, and nothing of them is read as text.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import transaction

from portal.audit.services import record
from portal.common.errors import ActRefused
from portal.files.formats.films import FILMS, film_kind
from portal.files.formats.kinds import extension_of
from portal.files.gate import masked
from portal.files.inspection import too_large
from portal.files.models import StoredFile
from portal.files.services import have_read, refuse_secret

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

_CHUNK = 1024 * 1024
_LONGEST_NAME = 200


@transaction.atomic
def store_film(
    *, stream: BinaryIO, name: str, organ: Organ, by: User, at: dt.datetime
) -> StoredFile:
    """Check and keep a film or sound; a worker makes the copy for the public afterwards.

    Raises ActRefused for what is none of the kinds taken, is too large, or bears a name that is no
    name; SecretFile for a name that bears a 密级.
    """
    name = name.replace("\x00", "").strip()
    if not name or len(name) > _LONGEST_NAME or "/" in name or "\\" in name:
        raise ActRefused("文件名为空或者过长，请改名后再上传。")
    kind = film_kind(stream)
    film = FILMS.get(kind)
    if film is None or extension_of(name) not in film.extensions:
        accepted = "、".join(row.label for row in FILMS.values())
        raise ActRefused(f"请上传{accepted}，扩展名与内容一致；其他格式请先转换。")
    size, digest = _measured(stream)
    refuse_secret(b"", kind=kind, name=name)
    stored = StoredFile(
        organ=organ,
        name=name,
        kind=kind,
        media_type=film.media_type,
        extension=film.extensions[0],
        size=size,
        sha256=digest,
        uploaded_at=at,
        uploaded_by_id=by.pk,
    )
    stream.seek(0)
    stored.received.save(name, File(stream, name=name), save=False)
    stored.save()
    have_read(stored, at=at)
    record(
        action="files.store",
        summary=f"上传文件“{masked(name)}”",
        by=by,
        at=at,
        organ=organ,
        subject=stored,
        details={"sha256": digest, "kind": kind, "size": size},
    )
    return stored


def _measured(stream: BinaryIO) -> tuple[int, str]:
    """Bytes and hash. Raises ActRefused for more than a film may have."""
    limit, size, digest = settings.FILM_MAX_BYTES, 0, hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise ActRefused(too_large(limit))
        digest.update(chunk)
    return size, digest.hexdigest()
