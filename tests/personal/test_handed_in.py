"""Files that are handed in: what is refused before anything is kept."""

from __future__ import annotations

import io

import pytest
from django.db.models import TextChoices

from portal.common.errors import ActRefused
from portal.personal.handed_in import MOST_FILES, HandedIn, added, checked
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
    with pytest.raises(ActRefused):
        checked([picture()], most_bytes=len(PNG) - 1)


def test_what_an_officer_adds_is_all_for_one_purpose_of_the_kind() -> None:
    found = added([picture("proof"), picture()], "scan", purposes=Purposes)
    assert {each.given.purpose for each in found} == {"scan"}
    with pytest.raises(ActRefused, match="用途"):
        added([picture()], "other", purposes=Purposes)
    with pytest.raises(ActRefused, match="请选择要收存的文件"):
        added([], "scan", purposes=Purposes)
