"""One look at a file that arrives; what costs too much at once is asked step by step."""

import dataclasses
import datetime as dt
import io

import pytest

from portal.accounts.choices import Role
from portal.files import services
from portal.files.arrival import arrive
from portal.files.extraction import extract_text
from portal.files.formats.limits import BUDGETS, MIB, Budget
from portal.files.inspection import RejectedFile, inspect_data
from portal.files.services import SecretFile, store_upload
from tests.builders import City
from tests.files import samples


def test_a_sound_file_is_inspected_and_read() -> None:
    data = samples.docx_bytes("关于节水的通知")
    found = arrive(data, name="a.docx")
    assert found.inspected == inspect_data(data, name="a.docx")
    assert found.text == extract_text(data, name="a.docx")
    assert (found.mark, found.refusal) == ("", "")


def test_of_a_secret_file_no_text_is_read() -> None:
    found = arrive(samples.docx_bytes("秘密★1年", "内容"), name="a.docx")
    assert (found.mark, found.text, found.refusal) == ("秘密★1年", None, "")


def test_a_picture_waits_to_be_recognised() -> None:
    found = arrive(samples.image_bytes(), name="a.png")
    assert (found.text, found.is_scan) == (None, True)
    assert "文字识别" in found.refusal


def test_what_is_no_file_is_refused() -> None:
    with pytest.raises(RejectedFile):
        arrive(b"MZ\x90", name="a.docx")


@pytest.mark.django_db
def test_too_much_at_once_is_asked_step_by_step(
    city: City, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = Budget(seconds=20, memory=64 * MIB, output=10)
    monkeypatch.setattr(services, "BUDGETS", dataclasses.replace(BUDGETS, arrive=nothing))
    clerk = city.people[Role.CLERK]

    def store(*lines: str) -> str:
        stream = io.BytesIO(samples.docx_bytes(*lines))
        stored = store_upload(stream=stream, name="a.docx", organ=city.office, by=clerk, at=now)
        return stored.text

    assert store("关于节水的通知") == "关于节水的通知"
    with pytest.raises(SecretFile):
        store("机密★5年", "内容")
