"""inspect_upload: what may come in, and what the uploader is told otherwise (T25)."""

import hashlib
import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files.formats.kinds import FORMATS
from portal.files.inspection import Inspected, Limits, RejectedFile, inspect_upload
from tests.files import samples


def inspect(data: bytes, name: str, **options: Any) -> Inspected:
    return inspect_upload(io.BytesIO(data), name=name, **options)


def refused(data: bytes, name: str, **options: Any) -> RejectedFile:
    with pytest.raises(RejectedFile) as caught:
        inspect(data, name, **options)
    assert caught.value.message.endswith("。")
    return caught.value


ACCEPTED: list[tuple[str, str, Callable[[], bytes]]] = [
    ("要点.docx", "docx", samples.docx_bytes),
    ("目录.xlsx", "xlsx", samples.xlsx_bytes),
    ("通知.PDF", "pdf", samples.pdf_bytes),
    ("通知.ofd", "ofd", lambda: samples.ofd_bytes(samples.ofd_text(10, 10, "正文"))),
    ("旧.doc", "doc", lambda: samples.compound_file({"WordDocument": bytes(4096)})),
    ("旧.wps", "wps", lambda: samples.compound_file({"WordDocument": bytes(4096)})),
    ("旧.xls", "xls", lambda: samples.compound_file({"Workbook": bytes(4096)})),
    ("图.png", "png", samples.image_bytes),
    ("图.jpeg", "jpeg", lambda: samples.image_bytes("JPEG")),
    ("说明.txt", "txt", lambda: "说明文字".encode("gbk")),
    ("表.csv", "csv", "序号,事项\n1,公开\n".encode),
    ("数据.jsonl", "jsonl", '{"标题": "通知"}\n'.encode),
    ("页.htm", "html", "<!DOCTYPE html><title>页</title><p>正文</p>".encode),
]


@pytest.mark.parametrize(("name", "kind", "build"), ACCEPTED)
def test_accepts_every_listed_kind(name: str, kind: str, build: Callable[[], bytes]) -> None:
    data = build()
    found = inspect(data, name)
    assert found.kind == kind
    assert found.media_type == FORMATS[kind].media_type
    assert found.extension == name.rpartition(".")[2].lower()
    assert found.size == len(data)
    assert found.sha256 == hashlib.sha256(data).hexdigest()


class Zeros(io.RawIOBase):
    """A stream of zeros that counts what is read from it."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.served = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "the whole stream was asked for at once"
        count = min(size, self.left)
        self.left -= count
        self.served += count
        return bytes(count)


def test_a_stream_of_200_megabytes_is_left_at_the_limit() -> None:
    stream = Zeros(200 * 1024 * 1024)
    with pytest.raises(RejectedFile) as caught:
        inspect_upload(stream, name="大.pdf")  # type: ignore[arg-type]
    assert caught.value.code == "too_large"
    assert "50 MB" in caught.value.message
    assert stream.served <= 50 * 1024 * 1024 + 64 * 1024


def test_the_limit_itself_is_allowed() -> None:
    data = b"a" * 1000
    assert inspect(data, "a.txt", limits=Limits(max_bytes=1000)).size == 1000
    assert refused(data + b"a", "a.txt", limits=Limits(max_bytes=1000)).code == "too_large"


def test_empty_file() -> None:
    assert refused(b"", "空.docx").code == "empty"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("无扩展名", "extension"),
        ("程序.exe", "extension"),
        ("通知.pdf.exe", "extension"),
        ("演示.pptx", "extension"),
        ("宏.docm", "macros"),
        ("图.svg", "active_content"),
        ("通知\u202efdp.txt", "name"),
        ("  ", "name"),
        ("长" * 300 + ".txt", "name"),
    ],
)
def test_names(name: str, code: str) -> None:
    assert refused(b"text", name).code == code


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (samples.pdf_bytes(), "通知.docx", "PDF 文件"),
        (samples.docx_bytes(), "通知.doc", "Word 文档（docx）"),
        (samples.xlsx_bytes(), "通知.docx", "Excel 工作簿（xlsx）"),
        (samples.image_bytes("JPEG"), "图.png", "JPEG 图片"),
        (samples.image_bytes("GIF"), "图.png", "GIF 文件"),
        (b"{\\rtf1 hello}", "旧.doc", "RTF"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "旧.doc", "MHTML"),
        (b"<html><table></table></html>", "旧.xls", "网页（HTML）"),
        (b"<script>alert(1)</script>", "说明.txt", "网页（HTML）"),
        ("纯文本".encode(), "通知.pdf", "纯文本"),
        ("没有标签".encode(), "页.html", "纯文本"),
    ],
)
def test_wrong_extension_names_the_real_kind(data: bytes, name: str, said: str) -> None:
    problem = refused(data, name)
    assert problem.code == "mismatch"
    assert said in problem.message


def test_html_with_script_comes_in() -> None:
    page = inspect(
        b"<html><body onload=x()><script>x()</script><p>text</p></body></html>", "a.html"
    )
    assert page.kind == "html"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"MZ\x90\x00" + bytes(200), "通知.pdf", "executable"),
        (b"\x7fELF\x02\x01" + bytes(200), "说明.txt", "executable"),
        (b"#!/bin/sh\necho hi", "说明.txt", "executable"),
        (b"<?php echo 1;", "页.html", "executable"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "页.html", "active_content"),
        (b'<?xml version="1.0"?><svg onload="x()"/>', "说明.txt", "active_content"),
        (samples.zip_bytes({"a.txt": "a"}), "通知.docx", "archive"),
    ],
)
def test_active_content(data: bytes, name: str, code: str) -> None:
    assert refused(data, name).code == code


@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", samples.docx_bytes()),
        ("a.xlsx", samples.xlsx_bytes()),
        ("a.pdf", samples.pdf_bytes()),
        ("a.ofd", samples.ofd_bytes(samples.ofd_text(1, 1, "文"))),
        ("a.jpg", samples.image_bytes("JPEG", (400, 400), quality=95)),
        ("a.png", samples.image_bytes("PNG", (400, 400))),
        ("a.doc", samples.compound_file({"WordDocument": bytes(8192)})[:1000]),
    ],
)
def test_truncated(name: str, data: bytes, share: float) -> None:
    problem = refused(data[: int(len(data) * share)], name)
    assert problem.code == "truncated"
    assert "重新" in problem.message


def test_damaged_entry() -> None:
    data = bytearray(samples.zip_bytes({"OFD.xml": "x" * 5000}, zipfile.ZIP_STORED))
    data[2000] ^= 1
    assert refused(bytes(data), "a.ofd").code == "truncated"


def test_encrypted_pdf() -> None:
    locked = samples.edited_pdf(encryption=pikepdf.Encryption(user="u", owner="o"))
    restricted = samples.edited_pdf(encryption=pikepdf.Encryption(user="", owner="o"))
    assert refused(locked, "a.pdf").code == "encrypted"
    assert refused(restricted, "a.pdf").code == "encrypted"


def test_encrypted_office() -> None:
    package = samples.compound_file({"EncryptedPackage": bytes(4096), "EncryptionInfo": b""})
    fib = struct.pack("<5HH", 0xA5EC, 0xC1, 0, 0, 0, 0x0100)
    bof = struct.pack("<HH16x", 0x0809, 16) + struct.pack("<HH54x", 0x002F, 54)
    assert refused(package, "a.docx").code == "encrypted"
    assert refused(samples.compound_file({"WordDocument": fib}), "a.doc").code == "encrypted"
    assert refused(samples.compound_file({"Workbook": bof}), "a.xls").code == "encrypted"


def test_macros() -> None:
    with_project = samples.with_members(samples.docx_bytes(), {"word/vbaProject.bin": b"x"})
    types = samples.members_of(samples.docx_bytes())["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    renamed = samples.with_members(samples.docx_bytes(), {"[Content_Types].xml": types})
    old = samples.compound_file({"WordDocument": b"", "_VBA_PROJECT": b""})
    for data, name in ((with_project, "a.docx"), (renamed, "a.docx"), (old, "a.doc")):
        assert refused(data, name).code == "macros"


def test_activex() -> None:
    data = samples.with_members(samples.docx_bytes(), {"word/activeX/activeX1.xml": "<x/>"})
    assert refused(data, "a.docx").code == "active_content"


@pytest.mark.parametrize("path", ["../../etc/cron.d/x", "/etc/passwd", "..\\x", "C:/x"])
def test_path_traversal(path: str) -> None:
    data = samples.with_members(samples.docx_bytes(), {path: "x"})
    assert refused(data, "a.docx").code == "path_traversal"


def test_zip_bombs() -> None:
    ratio = samples.with_members(samples.docx_bytes(), {"word/a.bin": bytes(60 * 1024 * 1024)})
    assert refused(ratio, "a.docx").code == "zip_bomb"
    small = Limits(max_unpacked=10_000, max_entries=3)
    assert refused(samples.docx_bytes(), "a.docx", limits=small).code == "zip_bomb"
    many = samples.with_members(samples.docx_bytes(), {f"word/{n}.xml": "<a/>" for n in range(99)})
    assert refused(many, "a.docx", limits=Limits(max_entries=50)).code == "zip_bomb"


def test_nested_archives() -> None:
    inner = samples.zip_bytes({"x.exe": "x"})
    nested = samples.with_members(samples.docx_bytes(), {"word/media/image1.png": inner})
    assert refused(nested, "a.docx").code == "nested_archive"
    program = samples.with_members(samples.docx_bytes(), {"word/embeddings/o.bin": b"MZ\x90"})
    assert refused(program, "a.docx").code == "executable"


def test_the_workbook_behind_a_chart_is_allowed_one_level_deep() -> None:
    chart = {"word/embeddings/Sheet1.xlsx": samples.xlsx_bytes()}
    assert inspect(samples.with_members(samples.docx_bytes(), chart), "a.docx").kind == "docx"
    deeper = samples.with_members(
        samples.xlsx_bytes(), {"xl/embeddings/Sheet2.xlsx": samples.xlsx_bytes()}
    )
    data = samples.with_members(samples.docx_bytes(), {"word/embeddings/Sheet1.xlsx": deeper})
    assert refused(data, "a.docx").code == "nested_archive"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_parts(encoding: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'.encode(encoding)
    data = samples.with_members(samples.docx_bytes(), {"word/document.xml": bomb})
    assert refused(data, "a.docx").code == "damaged"


def test_too_many_pixels() -> None:
    huge = samples.image_bytes("PNG", (300, 300))
    assert refused(huge, "a.png", limits=Limits(max_pixels=1000)).code == "pixels"
    lying = huge[:16] + struct.pack(">II", 60_000, 60_000) + huge[24:]
    assert refused(lying, "a.png").code in ("pixels", "truncated")


def test_elements_are_counted_below_the_floor_of_the_ratio_too() -> None:
    """14 KB that hold a million elements: what they cost a reader is not their bytes."""
    dense, honest = (_with_paragraphs(number) for number in (300_000, 20_000))
    assert len(dense) < 60_000
    assert refused(dense, "a.docx").code == "zip_bomb"
    assert inspect(honest, "a.docx").kind == "docx"


def _with_paragraphs(number: int) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f"<document xmlns='{space}'><body>{'<p/>' * number}</body></document>"
    return samples.with_members(samples.docx_bytes(), {"word/document.xml": body})


def test_a_picture_is_judged_without_being_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    def unpack(*_: object) -> None:
        raise AssertionError("unpacked")

    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", unpack)
    assert inspect(samples.image_bytes("PNG", (4000, 4000)), "a.png").kind == "png"


def test_no_line_is_longer_than_anybody_writes() -> None:
    line = b"x" * 999_999 + b"\n"
    assert inspect(line + line, "a.txt").kind == "txt"
    for name in ("a.txt", "a.csv"):
        problem = refused(line + b" " * 1_000_001 + b"x", name)
        assert problem.code == "damaged"
        assert "第 2 行" in problem.message


def test_json_that_is_too_deep_is_refused() -> None:
    assert "第 1 行" in refused(b"[" * 200_000, "a.jsonl").message


def test_text_with_bad_bytes() -> None:
    data = "政务公开工作要点".encode() * 20
    assert refused(data[:100] + b"\xff\xfe\xff" + data[100:], "a.txt").code == "encoding"
    assert refused(bytes(range(256)) * 8, "a.txt").code == "encoding"


def test_jsonl_names_the_bad_line() -> None:
    assert "第 2 行" in refused(b'{"a": 1}\n{"a": \n', "a.jsonl").message


@given(st.binary(max_size=300), st.sampled_from([name for name, _, _ in ACCEPTED]))
def test_rubbish_never_breaks_it(data: bytes, name: str) -> None:
    for head in (b"", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22)):
        try:
            inspect(head + data, name)
        except RejectedFile as problem:
            assert problem.message  # noqa: PT017 - either outcome is right, another error is not
