"""Files that are handed in: what is refused before anything is kept."""

from __future__ import annotations

import hashlib
import io
import struct
from typing import Any

import pytest
from django.db.models import TextChoices

from portal.common.errors import ActRefused
from portal.files.confinement import confined
from portal.files.formats.limits import MIB
from portal.personal import handed_in
from portal.personal.handed_in import (
    MOST_FILES,
    Checked,
    HandedIn,
    Refused,
    added,
    checked,
    judged,
)
from tests.files.samples import docx_bytes, image_bytes
from tests.requests_app.cases import PNG


class Purposes(TextChoices):
    PROOF = "proof", "证明"
    SCAN = "scan", "扫描件"


def picture(purpose: str = "") -> HandedIn:
    return HandedIn(io.BytesIO(PNG), "图.png", purpose)


def test_what_is_checked_has_its_bytes_and_its_real_type() -> None:
    (found,) = checked([picture("proof")])
    assert (found.data, found.found.media_type, found.given.purpose) == (PNG, "image/png", "proof")


def test_what_is_not_what_it_says_is_refused_and_so_are_too_many_and_too_large() -> None:
    with pytest.raises(ActRefused, match="可执行程序"):
        checked([picture(), HandedIn(io.BytesIO(b"MZ\x90\x00" + b"\0" * 200), "证明.pdf")])
    assert len(checked([picture() for _ in range(MOST_FILES)])) == MOST_FILES
    with pytest.raises(ActRefused, match="最多10个"):
        checked([picture()] * (MOST_FILES + 1))
    with pytest.raises(ActRefused, match="10 MB"):
        checked([HandedIn(io.BytesIO(bytes(10 * MIB + 1)), "图.png")])


def header_of(width: int, height: int) -> bytes:
    """A PNG that says so much of itself and is no more than its header."""
    return PNG[:16] + struct.pack(">II", width, height) + PNG[24:]


def test_pixels_of_all_are_counted_before_any_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(handed_in, "confined", lambda task, *_, **__: opened.append(task))
    bomb = header_of(8900, 8900)
    with pytest.raises(ActRefused, match="像素过大"):
        checked([HandedIn(io.BytesIO(bomb), "图.png")])
    large = [HandedIn(io.BytesIO(header_of(4900, 5000)), "图.png") for _ in range(5)]
    with pytest.raises(ActRefused, match="合计像素过大"):
        checked(large)
    with pytest.raises(ActRefused, match="最多10个"):
        checked([HandedIn(io.BytesIO(bomb), "图.png") for _ in range(MOST_FILES + 1)])
    assert opened == []


def test_the_same_file_is_opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def counted(task: str, data: bytes, **arguments: Any) -> Any:
        opened.append(task)
        return confined(task, data, **arguments)

    monkeypatch.setattr(handed_in, "confined", counted)
    assert len(checked([picture() for _ in range(MOST_FILES)])) == MOST_FILES
    assert opened == ["take_in"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<html><script>alert(1)</script></html>"),
        ("a.csv", b"a,b\n1,2\n"),
        ("a.txt", b"text"),
        ("a.jsonl", b"[" * 200_000),
        ("a.docx", docx_bytes("文")),
    ],
)
def test_only_pictures_and_pdf_are_taken(name: str, data: bytes) -> None:
    with pytest.raises(ActRefused, match="只接受 JPG、PNG 图片和 PDF 文件"):
        checked([HandedIn(io.BytesIO(data), name)])


def test_nothing_stands_behind_the_end_of_a_picture() -> None:
    payload = b"<script>alert(1)</script>" + bytes(5000)
    for name, sound in (("图.png", PNG), ("图.jpg", image_bytes("JPEG", (40, 20)))):
        (found,) = checked([HandedIn(io.BytesIO(sound + payload), name)])
        assert found.data == sound
        assert found.found.size == len(sound)
        assert found.found.sha256 == hashlib.sha256(sound).hexdigest()


def test_one_that_is_refused_does_not_cost_the_others() -> None:
    broken = HandedIn(io.BytesIO(PNG[:-20]), "坏.png")
    first, second = judged([picture(), broken])
    assert isinstance(first, Checked)
    assert isinstance(second, Refused)
    assert second.given is broken
    assert "重新" in second.message


def test_what_an_officer_adds_is_all_for_one_purpose_of_the_kind() -> None:
    found = added([picture("proof"), picture()], "scan", purposes=Purposes)
    assert {each.given.purpose for each in found} == {"scan"}
    with pytest.raises(ActRefused, match="用途"):
        added([picture()], "other", purposes=Purposes)
    with pytest.raises(ActRefused, match="请选择要收存的文件"):
        added([], "scan", purposes=Purposes)
