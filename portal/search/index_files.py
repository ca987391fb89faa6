"""The files of an index: generations, which of them is current, who may write, and damage.

    <root>/CURRENT            the name of the generation readers use, replaced atomically
    <root>/generation-000001/ one tantivy index
    <root>/lock               held by the one indexer of this machine
    <root>/rebuild            left by whoever wants the running indexer to rebuild

tantivy's segment files never change once written and end in their own checksum; so any change
of size or time in a file already checked means damage, and a search notices before it reads
(a file cut short under a memory map would kill the process).
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

__all__ = ["IndexFiles", "IndexRoot", "IndexUnavailable", "LockHeld"]

_SUFFIXES = ("idx", "pos", "term", "store", "fast", "fieldnorm")
_FOOTER = struct.Struct("<II")
_FOOTER_MAGIC = 1337
_CHUNK = 1 << 20
_ATTEMPTS = 5

Stamp = tuple[int, int, int]


class IndexUnavailable(Exception):
    """There is no index that may be trusted; the rows must answer."""


class LockHeld(Exception):
    """Another indexer runs on this machine."""


def _write_atomically(path: Path, text: str) -> None:
    temporary = path.with_suffix(".new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class IndexRoot:
    """The directory that holds every generation."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pointer = path / "CURRENT"
        self._request = path / "rebuild"

    def current(self) -> Path:
        """The generation readers use; raises IndexUnavailable when there is none."""
        try:
            name = self._pointer.read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            raise IndexUnavailable("no current generation") from error
        if not name.startswith("generation-") or "/" in name or "\0" in name:
            raise IndexUnavailable("the pointer to the current generation is damaged")
        return self.path / name

    def new_generation(self) -> Path:
        """An empty directory for the next generation."""
        numbers = [int(p.name.split("-")[1]) for p in self._generations()]
        folder = self.path / f"generation-{max(numbers, default=0) + 1:06d}"
        folder.mkdir(parents=True)
        return folder

    def switch_to(self, generation: Path) -> None:
        """Make a finished generation the current one, and remove all others."""
        _write_atomically(self._pointer, generation.name)
        self.remove_all_but(generation)

    def remove_all_but(self, generation: Path) -> None:
        """Remove older generations and unfinished ones; open readers keep what they mapped."""
        for other in self._generations():
            if other != generation:
                shutil.rmtree(other, ignore_errors=True)

    def _generations(self) -> list[Path]:
        return [p for p in self.path.glob("generation-*") if p.name.split("-")[1].isdecimal()]

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Be the one indexer of this machine; the kernel lets go even of a killed one."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise LockHeld from error
            yield

    def request_rebuild(self) -> None:
        """Ask the running indexer to rebuild."""
        self._request.touch()

    @property
    def rebuild_requested(self) -> bool:
        """Whether a rebuild was asked for and not yet finished."""
        return self._request.exists()

    def rebuild_done(self) -> None:
        """Drop the request."""
        self._request.unlink(missing_ok=True)


class IndexFiles:
    """The files of one generation, checked once each and watched from then on.

    `checksum_limit` spares a web process the reading of files larger than this; the indexer
    has no limit.
    """

    def __init__(self, generation: Path, *, checksum_limit: int | None = None) -> None:
        self.generation = generation
        self._limit = checksum_limit
        self._checked: dict[str, Stamp] = {}

    def check(self) -> bytes:
        """Return meta.json once every file it names is sound; raises IndexUnavailable.

        Files vanish lawfully when segments are merged, but then meta.json has changed first.
        """
        for _ in range(_ATTEMPTS):
            meta = self._read_meta()
            damage = self._first_damage(meta)
            if damage is None:
                return meta
            if self._read_meta() == meta:
                break
        raise IndexUnavailable(f"damaged or missing: {damage}")

    def _read_meta(self) -> bytes:
        try:
            return (self.generation / "meta.json").read_bytes()
        except OSError as error:
            raise IndexUnavailable("meta.json cannot be read") from error

    def _first_damage(self, meta: bytes) -> str | None:
        checked: dict[str, Stamp] = {}
        for name in _file_names(meta):
            try:
                found = (self.generation / name).stat()
                stamp = (found.st_size, found.st_mtime_ns, found.st_ino)
                if self._checked.get(name) != stamp and not self._is_sound(name, stamp[0]):
                    return name
            except OSError:
                return name
            checked[name] = stamp
        self._checked = checked
        return None

    def _is_sound(self, name: str, size: int) -> bool:
        if name in self._checked:
            return False
        with (self.generation / name).open("rb") as file:
            if size < _FOOTER.size:
                return False
            file.seek(size - _FOOTER.size)
            length, magic = _FOOTER.unpack(file.read(_FOOTER.size))
            content = size - _FOOTER.size - length
            if magic != _FOOTER_MAGIC or content < 0:
                return False
            if self._limit is not None and size > self._limit:
                return True
            file.seek(content)
            try:
                expected = json.loads(file.read(length))["crc"]
            except (ValueError, KeyError, TypeError):
                return False
            file.seek(0)
            found = 0
            while content > 0 and (chunk := file.read(min(_CHUNK, content))):
                found = zlib.crc32(chunk, found)
                content -= len(chunk)
            return found == expected


def _file_names(meta: bytes) -> list[str]:
    names = []
    try:
        for segment in json.loads(meta)["segments"]:
            name = segment["segment_id"].replace("-", "")
            names += [f"{name}.{suffix}" for suffix in _SUFFIXES]
            if segment["deletes"]:
                names.append(f"{name}.{segment['deletes']['opstamp']}.del")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexUnavailable("meta.json is damaged") from error
    return names
