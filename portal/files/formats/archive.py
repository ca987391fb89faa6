"""Opening zip containers (OOXML, OFD) without trusting them."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from portal.files.formats.limits import DEFAULT_LIMITS, Limits

_CHUNK = 256 * 1024
_ARCHIVE_MAGIC = (
    b"PK\x03\x04",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b\x08",
    b"\xfd7zXZ\x00",
    b"BZh",
    b"\x28\xb5\x2f\xfd",
)
_EXECUTABLE_MAGIC = (b"MZ", b"\x7fELF")
_EMBEDDED_OFFICE = re.compile(r"^(word|xl)/embeddings/[^/]+\.(xlsx|docx)$", re.IGNORECASE)
# UTF-16 parts are legal OOXML, so the declaration is looked for in both shapes.
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_ENCRYPTED_FLAG = 0x1
_DAMAGED = "文件不完整或已损坏，请在本机确认能打开后重新保存、重新上传。"
_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


@dataclass
class BadArchive(Exception):
    """A container that must not be read; ``code`` and a Chinese ``message`` for the uploader."""

    code: str
    message: str


def open_archive(stream: BinaryIO, limits: Limits = DEFAULT_LIMITS) -> zipfile.ZipFile:
    """Open a zip after checking its listing: names, count, sizes, ratio, encryption.

    Raises BadArchive. Nothing is unpacked. Python reads no more of an entry than its listed size,
    so a listing that lies cannot grow past what is checked here.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except _ERRORS as error:
        raise BadArchive("truncated", _DAMAGED) from error
    entries = archive.infolist()
    if len(entries) > limits.max_entries:
        raise BadArchive(
            "zip_bomb", f"文件内部有 {len(entries)} 个条目，超过上限，请拆分或另存后上传。"
        )
    seen: set[str] = set()
    for entry in entries:
        _check_entry(entry, seen)
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    too_dense = unpacked > limits.ratio_floor and unpacked > limits.max_ratio * max(packed, 1)
    if unpacked > limits.max_unpacked or too_dense:
        raise BadArchive(
            "zip_bomb", "文件解压后异常庞大，疑似压缩炸弹，已拒收。请压缩图片或另存为 PDF 后上传。"
        )
    return archive


def check_contents(
    archive: zipfile.ZipFile, limits: Limits = DEFAULT_LIMITS, *, nested: bool = False
) -> None:
    """Read every entry once: checksums, DTDs, executables, archives inside the archive.

    The workbook behind a chart is an OOXML file inside another; that one level is looked into,
    every other nesting is refused. Tags are counted over all entries. Raises BadArchive.
    """
    tags = 0
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        head, found = _read_through(archive, entry)
        tags += found
        _check_tags(tags, archive, limits)
        if head.startswith(_EXECUTABLE_MAGIC):
            raise BadArchive("executable", "文件里夹带了可执行程序，已拒收。请删除嵌入对象后上传。")
        if not head.startswith(_ARCHIVE_MAGIC):
            continue
        if nested or not _EMBEDDED_OFFICE.match(entry.filename):
            raise BadArchive(
                "nested_archive", "文件里夹带了压缩包，已拒收。请删除嵌入的压缩包后上传。"
            )
        with open_archive(io.BytesIO(archive.read(entry)), limits) as inner:
            check_contents(inner, limits, nested=True)


def read_entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one entry. Raises BadArchive when it is missing or damaged."""
    try:
        return archive.read(name)
    except (KeyError, *_ERRORS) as error:
        raise BadArchive("truncated", _DAMAGED) from error


def _check_entry(entry: zipfile.ZipInfo, seen: set[str]) -> None:
    name = entry.filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name:
        raise BadArchive("path_traversal", "文件内部含有越界路径，疑似恶意构造，已拒收。")
    # Two entries with one name are read differently by different programs.
    if name.lower() in seen:
        raise BadArchive("damaged", "文件内部有重名条目，请用 Office 或 WPS 重新保存后上传。")
    seen.add(name.lower())
    if entry.flag_bits & _ENCRYPTED_FLAG:
        raise BadArchive("encrypted", "文件已加密，请取消密码后重新保存、上传。")


def _check_tags(tags: int, archive: zipfile.ZipFile, limits: Limits) -> None:
    packed = sum(entry.compress_size for entry in archive.infolist())
    if tags > min(limits.max_tags, max(limits.tag_floor, limits.tags_per_byte * packed)):
        raise BadArchive(
            "zip_bomb", "文件内部的元素异常多，疑似压缩炸弹，已拒收。请拆分或另存为 PDF 后再上传。"
        )


def _read_through(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[bytes, int]:
    """Read an entry to its end in chunks, which verifies the CRC: its first bytes, its tags."""
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    head = b""
    carry = b""
    tags = 0
    try:
        with archive.open(entry) as source:
            while chunk := source.read(_CHUNK):
                head = head or chunk[:16]
                window = carry + chunk
                if is_xml and any(mark in window for mark in _DOCTYPES):
                    raise BadArchive(
                        "damaged", "文件内部的 XML 带有实体声明，疑似恶意构造，已拒收。"
                    )
                tags += chunk.count(b"<") if is_xml else 0
                carry = window[-32:]
    except _ERRORS as error:
        raise BadArchive("truncated", _DAMAGED) from error
    return head, tags
