"""Reading what a command is given: file names of any origin, and files of many documents."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from portal.files.formats.encodings import detect_encoding
from portal.files.inspection import too_large


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document of a JSON Lines file: its text in UTF-8, or why it has none."""

    label: str
    text: bytes = b""
    problem: str = ""


def file_label(name: str) -> str:
    """A file's name as text: names from a Windows archive are often GB18030 on the disk."""
    try:
        name.encode()
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("gb18030", "replace")
    return "".join(char for char in name if char.isprintable())


def document_lines(stream: BinaryIO, *, name: str, max_bytes: int) -> Iterator[DocumentLine]:
    """Every document of a seekable stream, read line by line.

    A line longer than `max_bytes` ends the reading: there is no telling what would follow.
    """
    encoding = detect_encoding(stream)
    if encoding is None:
        problem = "文件含有无法识别的字节，请另存为 UTF-8 编码后再导入。"
        yield DocumentLine(name, problem=problem)
        return
    stream.seek(0)
    reader = io.TextIOWrapper(stream, encoding=encoding, newline="\n")
    number = 0
    try:
        while line := reader.readline(max_bytes):
            number += 1
            if len(line) >= max_bytes:
                yield DocumentLine(f"{name}第{number}行", problem=too_large(max_bytes))
                return
            if line.strip():
                yield _document(line, name=name, number=number)
    finally:
        reader.detach()
    if not number:
        yield DocumentLine(name, problem="文件是空的，请确认内容已保存后重新导入。")


def _document(line: str, *, name: str, number: int) -> DocumentLine:
    stem = name.rpartition(".")[0]
    place = f"{name}第{number}行"
    try:
        row = json.loads(line)
        text = row["text"].encode()
        label = file_label(f"{stem}-{row.get('id', number)}.txt")
    except (ValueError, RecursionError, KeyError, AttributeError, TypeError):
        problem = "不是含有 text 的 JSON 对象，请检查这一行。"
        return DocumentLine(place, problem=problem)
    return DocumentLine(label, text=text)
