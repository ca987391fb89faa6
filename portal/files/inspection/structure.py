"""Checks that need the whole file: is it complete, closed, free of active content?"""

import io
import itertools
import json
import warnings
from typing import BinaryIO

import pikepdf
from PIL import Image

from portal.files.formats.archive import BadArchive, check_contents, open_archive
from portal.files.formats.encodings import detect_encoding
from portal.files.formats.limits import Limits

_PDF_TAIL = 2048
_LINES_TRIED = 100
_DAMAGED = "文件不完整或已损坏，请在本机确认能打开后重新保存、重新上传。"
TOO_MANY_PIXELS = "图片像素过大，请缩小后再上传。"
# Parts Office cannot open a file without, by kind.
_REQUIRED = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


def check_structure(stream: BinaryIO, kind: str, limits: Limits) -> None:
    """Raise BadArchive when a file of the given kind is cut off, locked or dangerous."""
    stream.seek(0)
    if kind in ("docx", "xlsx", "ofd"):
        _check_container(stream, kind, limits)
    elif kind == "pdf":
        _check_pdf(stream)
    elif kind in ("png", "jpeg"):
        _check_image(stream, kind, limits)
    elif kind in ("txt", "csv"):
        _check_lines(stream, limits)
    elif kind == "jsonl":
        _check_jsonl(stream)


def _check_container(stream: BinaryIO, kind: str, limits: Limits) -> None:
    with open_archive(stream, limits) as archive:
        check_contents(archive, limits)
        names = {name.lower() for name in archive.namelist()}
    if kind in _REQUIRED and _REQUIRED[kind] not in names:
        raise BadArchive("damaged", "文件缺少正文部分，请用 Office 或 WPS 重新保存后上传。")
    if any("/activex/" in name for name in names):
        raise BadArchive("active_content", "文件带有 ActiveX 控件，请删除控件后再上传。")


def _check_pdf(stream: BinaryIO) -> None:
    stream.seek(0, io.SEEK_END)
    stream.seek(max(0, stream.tell() - _PDF_TAIL))
    tail = stream.read()
    # Looked at before parsing: the parser silently rebuilds what a broken transfer cut off.
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise BadArchive("truncated", f"PDF {_DAMAGED}")
    stream.seek(0)
    try:
        with pikepdf.open(stream) as document:
            if document.is_encrypted:
                raise BadArchive(
                    "encrypted", "PDF 设置了权限密码，请从原文件重新导出不带密码的 PDF 后上传。"
                )
            if not len(document.pages):
                raise BadArchive("damaged", "PDF 没有任何页面，请重新导出后上传。")
    except pikepdf.PasswordError as error:
        raise BadArchive("encrypted", "PDF 设置了打开密码，请取消密码后重新导出、上传。") from error
    except (pikepdf.PdfError, ValueError) as error:
        raise BadArchive("truncated", f"PDF {_DAMAGED}") from error


def _check_image(stream: BinaryIO, kind: str, limits: Limits) -> None:
    """Complete, and not too large: without unpacking what would cost more than it tells.

    A PNG's chunks have checksums; of a JPEG an eighth is drawn, which reads it to its end.
    """
    too_big = BadArchive("pixels", TOO_MANY_PIXELS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(stream, formats=[kind.upper()]) as image:
                if image.width * image.height > limits.max_pixels:
                    raise too_big
                if kind == "png":
                    image.verify()
                else:
                    image.draft("L", (max(1, image.width // 8), max(1, image.height // 8)))
                    image.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise too_big from error
    except (OSError, SyntaxError, ValueError) as error:
        raise BadArchive("truncated", f"图片{_DAMAGED}") from error


def _check_lines(stream: BinaryIO, limits: Limits) -> None:
    """No line of a text longer than anybody writes: what reads it works line by line."""
    stream.seek(0)
    number = 0
    while line := stream.readline(limits.max_line + 1):
        number += 1
        if len(line) > limits.max_line:
            raise BadArchive(
                "damaged",
                f"第 {number} 行过长（超过 {limits.max_line // 10_000} 万字节），请分行后再上传。",
            )


def _check_jsonl(stream: BinaryIO) -> None:
    encoding = detect_encoding(stream) or "utf-8"
    stream.seek(0)
    reader = io.TextIOWrapper(stream, encoding=encoding)
    number = 0
    try:
        for line in itertools.islice(reader, _LINES_TRIED):
            number += 1
            if line.strip():
                json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadArchive("damaged", f"第 {number} 行不是有效的 JSON，请改正后再上传。") from error
    finally:
        reader.detach()
