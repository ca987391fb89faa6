"""A dump on the disk, taken in only when it is whole: every checksum of its manifest holds."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from disclosure.exchange.portable import FILES, FORMAT, PORTAL, READABLE
from portal.common.errors import ActRefused

SUMS: Final = "SHA256SUMS"
_LINE = re.compile(rf"([0-9a-f]{{64}})  ((?:{FILES}/)?[0-9A-Za-z][0-9A-Za-z.-]*)")
_AGAIN: Final = "请重新下载整个数据包后再试。"


@dataclass(frozen=True)
class WholeDump:
    """A dump whose checksums hold; `digest` is that of its manifest."""

    folder: Path
    digest: str

    def lines(self) -> Iterator[dict[str, Any]]:
        """The lines of the portal, the header first. Raises ActRefused for what is no line."""
        try:
            with gzip.open(self.folder / PORTAL, "rt", encoding="utf-8") as lines:
                for number, text in enumerate(lines, start=1):
                    line = json.loads(text)
                    if number == 1:
                        _check_header(line)
                    yield line
        except (OSError, EOFError, zlib.error, ValueError, RecursionError) as error:
            raise ActRefused(f"{PORTAL} 无法读取，{_AGAIN}") from error

    def attachment(self, sha256: str) -> bytes:
        """The content of an attachment. Raises ActRefused when the dump does not hold it."""
        path = self.folder / FILES / sha256
        content = path.read_bytes() if sha256.isalnum() and path.is_file() else b""
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ActRefused(f"缺少附件 {FILES}/{sha256[:64]}，{_AGAIN}")
        return content


def whole_dump(folder: Path) -> WholeDump:
    """Check a folder. Raises ActRefused naming what is missing or damaged."""
    try:
        manifest = (folder / SUMS).read_bytes()
    except OSError as error:
        raise ActRefused(f"{folder} 中没有 {SUMS}，请确认这是开放数据的目录。") from error
    sums = _sums(manifest)
    if PORTAL not in sums:
        raise ActRefused(f"{SUMS} 中没有 {PORTAL}：数据包不完整，或由旧版本生成。{_AGAIN}")
    for name, digest in sums.items():
        path = folder / name
        if not path.is_file():
            raise ActRefused(f"缺少 {name}，{_AGAIN}")
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != digest:
            raise ActRefused(f"{name} 与 {SUMS} 中的校验值不符，文件已损坏或不完整，{_AGAIN}")
    return WholeDump(folder, hashlib.sha256(manifest).hexdigest())


def _sums(manifest: bytes) -> dict[str, str]:
    text = manifest.decode("ascii", "replace")
    matches = [_LINE.fullmatch(line) for line in text.splitlines()]
    if not text.endswith("\n") or not all(matches):
        raise ActRefused(f"{SUMS} 不完整或已损坏，{_AGAIN}")
    return {match[2]: match[1] for match in matches if match}


def _check_header(line: Any) -> None:
    if not isinstance(line, dict) or line.get("type") != "portal":
        raise ActRefused(f"{PORTAL} 不是本门户的数据包。")
    if line.get("format") not in READABLE:
        raise ActRefused(f"{PORTAL} 的格式是{line.get('format')}，本版本只能读{FORMAT}。")
