"""Files people should not hand in, and what must hold after they did."""

from __future__ import annotations

import contextlib
import io
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
from pytest_django import Settings

from disclosure.choices import ImportState
from disclosure.models import Document, DocumentAttachment, ImportItem
from portal.files.models import StoredFile
from tests.files.samples import docx_bytes, edited_pdf, pdf_bytes, zip_bytes

BACKEND = "django.contrib.auth.backends.ModelBackend"
MIB = 1024 * 1024


def notice(number: int = 9, **changes: str) -> str:
    """The text of an official notice of the city's office."""
    parts = {
        "head": "试江市人民政府办公室文件",
        "file_number": f"试府办〔2026〕{number}号",
        "title": f"关于做好第{number}段河道保洁工作的通知",
        "to": "各区人民政府：",
        "body": "现就有关事项通知如下。\n一、加强巡查。",
        "organ": "试江市人民政府办公室",
        "date": "2026年11月2日",
        "note": "（此件公开发布）",
        **changes,
    }
    return "\n".join(parts.values())


def _bomb() -> bytes:
    entries: dict[str, bytes | str] = {"word/media/a.bin": bytes(60 * MIB)}
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Override PartName="/word/document.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    return zip_bytes({"[Content_Types].xml": types, "word/document.xml": "<a/>", **entries})


def _locked_pdf() -> bytes:
    return edited_pdf(encryption=pikepdf.Encryption(owner="o", user="u"))


SECRET = "密.txt"
# Name of the file, how its bytes are made, what the message must say.
BAD_FILES: list[tuple[str, Callable[[], bytes], str]] = [
    (
        "断.docx",
        lambda: docx_bytes(notice())[:-900],
        "文件不完整或已损坏，请在本机确认能打开后重新保存",
    ),
    ("断.pdf", lambda: pdf_bytes()[:-400], "PDF 文件不完整或已损坏"),
    ("锁.pdf", _locked_pdf, "设置了打开密码，请取消密码后重新导出"),
    ("弹.docx", _bomb, "疑似压缩炸弹，已拒收。请压缩图片或另存为 PDF"),
    ("错.pdf", lambda: docx_bytes(notice()), "扩展名是“.pdf”，但文件实际是Word 文档"),
    ("程序.exe", lambda: b"MZ\0\0", "不接受“.exe”文件，请另存为下列格式之一"),
    ("乱.txt", lambda: notice().encode()[:99] + b"\xff\xfe\x00\x00" * 9, "另存为 UTF-8 编码"),
    ("空.txt", lambda: b"", "文件是空的，请确认内容已保存后重新上传"),
    ("无题.txt", lambda: b"\xe3\x80\x82\n", "没有找到标题，请检查文件是否为公文，或改为手工录入"),
    (
        SECRET,
        lambda: notice(8, head="机密★1年\n试江市人民政府办公室文件").encode(),
        "文件标有密级“机密★1年”，不得进入本系统",
    ),
    (
        "他.txt",
        lambda: notice(7, head="某省人民政府文件", organ="某省人民政府").encode(),
        "不在机关目录中",
    ),
]
IDS = [name for name, _, _ in BAD_FILES]


def kept_name(name: str, place: int) -> str:
    """Under which name a refused file stands in its batch: what bears a 密级 is not even named."""
    return f"第{place}个文件（标有密级，没有保存）" if name == SECRET else name


def files_on_disk(settings: Settings) -> int:
    return sum(1 for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def nothing_half_saved(settings: Settings) -> None:
    """Every draft has its source, every stored row its file, and no file is without a row."""
    stored = StoredFile.objects.count() + StoredFile.objects.exclude(cleaned="").count()
    assert files_on_disk(settings) == stored
    assert StoredFile.objects.filter(size=0).count() == 0
    filed = ImportItem.objects.filter(state=ImportState.FILED)
    assert Document.objects.count() == filed.count()
    assert DocumentAttachment.objects.filter(is_source=True).count() == filed.count()
    failed = ImportItem.objects.filter(state=ImportState.FAILED)
    assert not failed.exclude(document=None).exists()
    assert not failed.filter(reason="").exists()


@contextlib.contextmanager
def memory_limit(extra: int) -> Iterator[None]:
    """The process may take only so much more address space: reading 200 MB would fail."""
    with Path("/proc/self/statm").open(encoding="ascii") as statm:
        taken = int(statm.read().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (taken + extra, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


class Zeros(io.RawIOBase):
    """A stream of so many zero bytes between two ends, made as they are read."""

    def __init__(self, head: bytes, zeros: int, tail: bytes) -> None:
        self.head, self.tail, self.size = head, tail, len(head) + zeros + len(tail)
        self.place = self.served = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self.place = offset + {0: 0, 1: self.place, 2: self.size}[whence]
        return self.place

    def tell(self) -> int:
        return self.place

    def read(self, size: int = -1) -> bytes:
        end = self.size if size is None or size < 0 else min(self.size, self.place + size)
        assert end - self.place <= 8 * MIB, "read in one piece"
        part = bytearray(end - self.place)
        for offset, known in ((0, self.head), (self.size - len(self.tail), self.tail)):
            low, high = max(self.place, offset), min(end, offset + len(known))
            if low < high:
                part[low - self.place : high - self.place] = known[low - offset : high - offset]
        self.served += len(part)
        self.place = end
        return bytes(part)
