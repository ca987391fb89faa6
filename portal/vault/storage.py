"""Files sealed at rest, in a folder of their own below MEDIA_ROOT; they have no address.

A file's name is part of its context: one put in another's place does not open. Names are given
once, so a file is never overwritten, only sealed anew.
"""

from __future__ import annotations

import fcntl
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible
from django.utils.functional import cached_property

from portal.vault.errors import NotPossible
from portal.vault.keys import current_ring
from portal.vault.streams import PIECE_BYTES, UnsealedReader, read_head, seal_stream

FOLDER = "sealed"
_KEPT, _WORK = "kept", "work"


@deconstructible(path="portal.vault.storage.SealedStorage")
class SealedStorage(FileSystemStorage):
    """Keeps every file sealed; only code that opens it by name reads it."""

    def __init__(self) -> None:
        super().__init__()

    @cached_property
    def base_location(self) -> str:
        return str(Path(settings.MEDIA_ROOT) / FOLDER / _KEPT)

    @property
    def _work(self) -> Path:
        """Unfinished files, beside the stored ones so that a rename is one step."""
        folder = Path(self.location).parent / _WORK
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def url(self, name: str | None) -> str:  # noqa: ARG002
        raise NotPossible("加密文件没有公开地址，请由办理页面核对权限后读取。")

    def size(self, name: str) -> int:
        with self._reader(name) as reader:
            return reader.size

    def delete(self, name: str) -> None:
        with self._alone():
            super().delete(name)

    def names(self) -> Iterator[str]:
        """Every stored file."""
        yield from sorted(
            path.relative_to(self.location).as_posix()
            for path in Path(self.location).rglob("*")
            if path.is_file()
        )

    def open_sealed(self, name: str) -> BinaryIO:
        """A file as it lies on disk."""
        return cast(BinaryIO, Path(self.path(name)).open("rb"))

    def reseal(self, name: str) -> bool:
        """Seal a file anew if it was sealed the old way; returns whether it was.

        The new file takes the old one's place in one step. A file deleted meanwhile stays deleted.
        """
        path = Path(self.path(name))
        with self._alone():
            if not path.exists():
                return False
            with self.open_sealed(name) as source:
                if read_head(source).is_current(current_ring()):
                    return False
            with self._reader(name) as reader:
                pieces = iter(lambda: reader.read(PIECE_BYTES), b"")
                with self._part(name, pieces, limit=reader.size) as part:
                    part.replace(path)
            _sync(path.parent)
        return True

    def clear_parts(self, *, before: float) -> int:
        """Remove what broken-off writes left before this instant; returns how many."""
        stale = [part for part in self._work.glob("part-*") if part.stat().st_mtime < before]
        for part in stale:
            part.unlink(missing_ok=True)
        return len(stale)

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise NotPossible("加密文件只能按 rb 打开；要更换内容请另存一份。")
        return File(cast(Any, io.BufferedReader(self._reader(name), PIECE_BYTES)), name)

    def _save(self, name: str, content: File[bytes]) -> str:
        while True:
            path = Path(self.path(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            limit = settings.UPLOAD_MAX_BYTES
            with self._part(name, content.chunks(), limit=limit) as part:
                try:
                    path.hardlink_to(part)
                except FileExistsError:  # another process was quicker; the name is sealed in
                    name = self.get_available_name(name)
                    continue
            _sync(path.parent)
            return str(name).replace("\\", "/")

    def _reader(self, name: str) -> UnsealedReader:
        source = self.open_sealed(name)
        try:
            return UnsealedReader(source, ring=current_ring(), context=self._context(name))
        except BaseException:
            source.close()
            raise

    def _context(self, name: str) -> bytes:
        place = Path(self.path(name)).relative_to(self.location)
        return f"{FOLDER}\n{place.as_posix()}".encode()

    @contextmanager
    def _part(self, name: str, pieces: Iterable[bytes], *, limit: int) -> Iterator[Path]:
        """The content, sealed and on disk under a name of no file; gone afterwards."""
        number, place = tempfile.mkstemp(prefix="part-", dir=self._work)
        part = Path(place)
        try:
            with os.fdopen(number, "wb") as target:
                sealed = seal_stream(
                    pieces, ring=current_ring(), context=self._context(name), limit=limit
                )
                target.writelines(sealed)
                target.flush()
                os.fsync(target.fileno())
            part.chmod(self.file_permissions_mode or 0o600)
            yield part
        finally:
            part.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Deleting and sealing anew keep out of each other's way, across processes."""
        with (self._work / "lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _sync(folder: Path) -> None:
    """Make a new or replaced name outlive a power cut."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
