"""Everything public as files for download, with their checksums.

Files are replaced one by one, the checksums last; all of them bear the moment of their making as
time of change. A set whose times differ is being replaced and is not shown. Attachments lie beside
them under the names of their own checksums: they are there before the set that names them, and
those that no set names any more go after it.
"""

from __future__ import annotations

import csv
import datetime as dt
import fcntl
import gzip
import hashlib
import io
import json
import logging
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from rest_framework.utils.encoders import JSONEncoder

from disclosure import selectors
from disclosure.api.serializers import FullDocumentSerializer
from disclosure.elements import OF_THE_ORDER, TABLE
from disclosure.exchange.checksums import SUMS
from disclosure.exchange.columns import COLUMNS
from disclosure.exchange.portable import FILES, PORTAL, portable_lines
from disclosure.exchange.records import record_of
from disclosure.exchange.values import to_cell
from disclosure.models import Document, EditionClosure
from disclosure.presenters.sheets import paragraphs_of
from disclosure.workflow import Status
from portal.files.models import StoredFile

_LOG = logging.getLogger(__name__)
JSONL = "documents.jsonl.gz"
CSV = "documents.csv.gz"
DATA = {
    JSONL: "每行一份文件的 JSON，结构与接口相同",
    CSV: "表格，一行一份文件",
    PORTAL: "机关、分类和文件的全部要素，可载入另一个门户",
}
_OFFICE_ONLY = {each.name for each in TABLE if not each.in_open_table}
_COLUMNS = tuple(column for column in COLUMNS if column.key not in _OFFICE_ONLY)


@dataclass(frozen=True)
class DumpFile:
    """One file of the set."""

    name: str
    about: str
    size: int
    sha256: str
    path: Path


@dataclass(frozen=True)
class Dump:
    """A complete set."""

    made_at: dt.datetime
    files: tuple[DumpFile, ...]
    sums: Path
    attachments: tuple[str, ...] = ()

    @property
    def made_on(self) -> dt.date:
        """The day it holds."""
        return timezone.localdate(self.made_at)


def write_dump(*, folder: Path, at: dt.datetime) -> int:
    """Write the set and return the number of documents; one writer at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder), TemporaryDirectory(dir=folder, prefix=".new-") as place:
        fresh = Path(place)
        count = _write_data(fresh, at)
        attachments = _write_portal(fresh, folder / FILES, at)
        lines = [f"{_sha256(fresh / name)}  {name}\n" for name in DATA]
        lines += [f"{digest}  {FILES}/{digest}\n" for digest in attachments]
        (fresh / SUMS).write_text("".join(lines), encoding="ascii")
        for name in (*DATA, SUMS):
            path = fresh / name
            path.chmod(0o644)
            os.utime(path, (int(at.timestamp()), int(at.timestamp())))
            with path.open("rb") as written:
                os.fsync(written.fileno())
            path.replace(folder / name)
        _drop_others(folder / FILES, attachments)
    return count


def current_dump(folder: Path) -> Dump | None:
    """The set as it lies there; None when there is none or it is just being replaced."""
    try:
        lines = (folder / SUMS).read_text(encoding="ascii").splitlines()
        sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
        states = {name: (folder / name).stat() for name in (*DATA, SUMS)}
        files = tuple(
            DumpFile(name, about, states[name].st_size, sums[name], folder / name)
            for name, about in DATA.items()
        )
    except (OSError, ValueError, KeyError):
        return None
    moments = {int(state.st_mtime) for state in states.values()}
    if len(moments) != 1:
        return None
    attachments = tuple(digest for name, digest in sums.items() if name.startswith(f"{FILES}/"))
    made_at = dt.datetime.fromtimestamp(moments.pop(), dt.UTC)
    return Dump(made_at, files, folder / SUMS, attachments)


def holds_withdrawn(dump: Dump) -> bool:
    """Whether something was withdrawn since: then the set must not be given out any more.

    What was published again since was withdrawn before, to be corrected or for fewer readers; an
    edition that was closed said what may not be public.
    """
    withdrawn = ~Q(status=Status.PUBLISHED) & Q(withdrawn_at__gte=dump.made_at)
    again = Q(first_published_at__lt=dump.made_at, published_at__gte=dump.made_at)
    closed = EditionClosure.objects.filter(at__gte=dump.made_at)
    return Document.objects.filter(withdrawn | again).exists() or closed.exists()


def refresh_dump(*, folder: Path, at: dt.datetime) -> int | None:
    """Write the set anew when it is of another day or holds something withdrawn, else nothing."""
    dump = current_dump(folder)
    if dump and dump.made_on == timezone.localdate(at) and not holds_withdrawn(dump):
        return None
    return write_dump(folder=folder, at=at)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _packed(path: Path, at: dt.datetime) -> Iterator[BinaryIO]:
    with gzip.GzipFile(path, "wb", mtime=at.timestamp()) as packed:
        yield cast(BinaryIO, packed)


def _write_data(folder: Path, at: dt.datetime) -> int:
    count = 0
    with _packed(folder / JSONL, at) as lines, _packed(folder / CSV, at) as table:
        # Excel takes a CSV for UTF-8 only when it begins with the mark.
        text = io.TextIOWrapper(table, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow(column.heading for column in _COLUMNS)
        for document in selectors.whole_records().order_by("pk").iterator(chunk_size=200):
            data = FullDocumentSerializer(document).data
            line = json.dumps(data, cls=JSONEncoder, ensure_ascii=False)
            lines.write(line.encode("utf-8", "replace") + b"\n")
            record = _record(document)
            writer.writerow(to_cell(column, record[column.key]) for column in _COLUMNS)
            count += 1
        text.flush()
        text.detach()
    return count


def _write_portal(folder: Path, files: Path, at: dt.datetime) -> list[str]:
    """Write what another portal needs; returns the checksums of the attachments named in it."""
    attachments: set[str] = set()
    with _packed(folder / PORTAL, at) as lines:
        for line in portable_lines():
            text = json.dumps(line, cls=JSONEncoder, ensure_ascii=False)
            lines.write(text.encode("utf-8", "replace") + b"\n")
            attachments.update(row["sha256"] for row in line.get("attachments", ()))
    return [digest for digest in sorted(attachments) if _keep(digest, files, folder / "copy")]


def _keep(digest: str, files: Path, copy: Path) -> bool:
    """Have an attachment lie among the files, unless its public copy is lost or damaged."""
    if (files / digest).exists():
        return True
    stored = StoredFile.objects.filter(cleaned_sha256=digest).exclude(cleaned="").first()
    try:
        if stored is None:
            raise FileNotFoundError(digest)
        with stored.cleaned.open("rb") as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target)
    except FileNotFoundError:
        _LOG.exception("the public copy of an attachment is missing: %s", digest)
        return False
    if _sha256(copy) != digest:
        _LOG.error("the public copy of an attachment is damaged: %s", stored.cleaned.name)
        return False
    files.mkdir(exist_ok=True)
    copy.chmod(0o644)
    copy.replace(files / digest)
    return True


def _drop_others(files: Path, wanted: Collection[str]) -> None:
    kept = set(wanted)
    for path in files.iterdir() if files.is_dir() else ():
        if path.name not in kept:
            path.unlink()


def _record(document: Document) -> dict[str, Any]:
    record: dict[str, Any] = record_of(document, site=settings.PUBLIC_URL.rstrip("/"))
    record["body"] = "\n".join(paragraphs_of(document))
    if document.of_rule:
        record |= dict.fromkeys(OF_THE_ORDER, "")
    return record


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
