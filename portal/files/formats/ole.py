"""Directory reader for OLE compound files ([MS-CFB] 2.2-2.6): doc, xls, wps, locked OOXML."""

import struct
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_LAST = 0xFFFFFFFA  # sector numbers above are markers (end of chain, free, FAT, DIFAT)
_STREAM = 2
_MINI_CUTOFF = 4096


class BadCompoundFile(ValueError):
    """The bytes are not a readable compound file (usually: cut off)."""


@dataclass(frozen=True, slots=True)
class _Entry:
    start: int
    size: int
    type: int


class CompoundFile:
    """Names and regular streams of a compound file. Raises BadCompoundFile.

    Streams under 4096 bytes live in the mini stream and are not read: the ones looked into here
    (WordDocument, Workbook) are always longer.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEADER or not data.startswith(MAGIC):
            raise BadCompoundFile("no header")
        self._data = data
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise BadCompoundFile("odd sector size")
        self._sector_size = 1 << shift
        self._fat = self._read_fat()
        self.entries = self._read_directory()

    def names(self) -> frozenset[str]:
        """Names of all storages and streams, as written."""
        return frozenset(self.entries)

    def head(self, name: str, length: int) -> bytes:
        """Up to ``length`` first bytes of a stream; empty when it is absent or a mini stream."""
        entry = self.entries.get(name)
        if entry is None or entry.type != _STREAM or entry.size < _MINI_CUTOFF:
            return b""
        return self._chain(entry.start, min(length, entry.size))[:length]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_size
        block = self._data[start : start + self._sector_size]
        if len(block) < self._sector_size:
            # Only the very last sector may be short; writers do leave it so.
            if not block:
                raise BadCompoundFile("sector beyond the end")
            block = block.ljust(self._sector_size, b"\0")
        return block

    def _read_fat(self) -> list[int]:
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        following, count = struct.unpack_from("<II", self._data, 68)
        per_sector = self._sector_size // 4
        for _ in range(min(count, len(self._data) // self._sector_size)):
            if following >= _LAST:
                break
            table = struct.unpack(f"<{per_sector}I", self._sector(following))
            sectors.extend(table[:-1])
            following = table[-1]
        fat: list[int] = []
        for number in sectors:
            if number < _LAST:
                fat.extend(struct.unpack(f"<{per_sector}I", self._sector(number)))
        return fat

    def _chain(self, start: int, wanted: int | None = None) -> bytes:
        blocks: list[bytes] = []
        seen: set[int] = set()
        number = start
        while number < _LAST:
            if number in seen or number >= len(self._fat):
                raise BadCompoundFile("broken chain")
            seen.add(number)
            blocks.append(self._sector(number))
            if wanted is not None and len(blocks) * self._sector_size >= wanted:
                break
            number = self._fat[number]
        return b"".join(blocks)

    def _read_directory(self) -> dict[str, _Entry]:
        raw = self._chain(struct.unpack_from("<I", self._data, 48)[0])
        entries: dict[str, _Entry] = {}
        for offset in range(0, len(raw) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", raw, offset + 64)
            if not kind or not 2 <= length <= 64:
                continue
            name = raw[offset : offset + length - 2].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", raw, offset + 116)
            entries[name] = _Entry(start, size, kind)
        if not entries:
            raise BadCompoundFile("empty directory")
        return entries
