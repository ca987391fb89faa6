"""The list of those who are drawn, as bytes: read from a file, written in its one form. Pure."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from decisions.draws.draw import Candidate, DrawError

_BOM = b"\xef\xbb\xbf"
_NOTE = "这一份有{what}，它的散列不是公布的名单散列；抽签结果不受影响。"
_MOST_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Read:
    """The candidates of a file, and what is to be said of this copy."""

    candidates: tuple[Candidate, ...]
    notes: tuple[str, ...]


def read_list(data: bytes) -> Read:
    """Read a CSV in UTF-8 with the columns `number` and `group`; others are left aside.

    Raises DrawError for what is no such file.
    """
    if len(data) > _MOST_BYTES:
        raise DrawError("名单超过10MB，请核对是否选错文件。")
    notes = []
    if data.startswith(_BOM):
        notes.append(_NOTE.format(what="BOM"))
        data = data.removeprefix(_BOM)
    if b"\r" in data:
        notes.append(_NOTE.format(what="回车换行"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DrawError("名单不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8 的 CSV。") from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    names = rows.fieldnames or []
    if missing := [name for name in ("number", "group") if name not in names]:
        raise DrawError(f"名单的第一行应当有 number 和 group 两栏，缺少{'、'.join(missing)}。")
    try:
        found = tuple(Candidate(row["number"] or "", row["group"] or "") for row in rows)
    except csv.Error as error:
        raise DrawError(f"名单不是可以读的 CSV（第{rows.line_num}行）。") from error
    return Read(found, tuple(notes))


def leaf_of(draw_id: str, number: int, group: str, salt: str) -> str:
    """What the receipt of a sign-up shows and the list repeats: nobody else has the same."""
    return hashlib.sha256(f"{draw_id}|{number}|{group}|{salt}".encode()).hexdigest()


def canonical(rows: Iterable[tuple[int, str, str]]) -> bytes:
    """The closed list in its one form, ascending: UTF-8 without BOM, LF, the last line ended.

    A row is number, group and leaf.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["number", "group", "leaf"])
    writer.writerows(sorted(rows))
    return buffer.getvalue().encode()


def sha256(data: bytes) -> str:
    """Of a list L, of a code its lock C; in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def thrown(throws: Sequence[int]) -> str:
    """A series of throws of a ten-sided die as its source is written (RFC 3797), in the order in
    which they fell. Raises DrawError for what no such die shows.
    """
    if not throws or any(not 0 <= each <= 9 for each in throws):
        raise DrawError("骰子的点数应当是0到9。")
    return "".join(f"{each}." for each in throws) + "/"


def seed_of(draw_id: str, list_sha256: str, entropy: str, code: str) -> str:
    """The seed of three locks: the closed list, what fell in public, the code sealed beforehand."""
    return "|".join((draw_id, list_sha256, entropy, code))
