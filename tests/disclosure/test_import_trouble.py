"""An import when something goes wrong: one bad file, a sweep that comes twice."""

from __future__ import annotations

import io
from typing import Any

from disclosure.choices import ImportState
from disclosure.models import Document, ImportItem
from disclosure.services.imports import open_batch, read_item, receive
from disclosure.tasks import read_waiting_imports
from portal.accounts.choices import Role
from tests.builders import FILED_AT, City

TEXT = """试江市人民政府办公室关于做好防汛工作的通知
试府办〔2026〕61号

各区人民政府：
请做好防汛工作。
试江市人民政府办公室
2026年11月2日
"""


def _handed_in(city: City, text: str = TEXT, name: str = "防汛.txt") -> ImportItem:
    batch = open_batch(organ=city.office, by=city.people[Role.CLERK], at=FILED_AT)
    return receive(batch=batch, name=name, stream=io.BytesIO(text.encode()), at=FILED_AT)


def test_a_file_nobody_can_read_is_set_aside_and_may_come_again(city: City) -> None:
    """An unexpected error ends with the file, not with the sweep."""
    bad: list[Any] = [None]
    first = read_item(item_id=_handed_in(city).pk, at=FILED_AT, organs=bad)
    assert first.state == ImportState.FAILED
    assert "读取出错" in first.reason
    assert first.document is None
    assert Document.objects.count() == 0
    again = read_item(item_id=_handed_in(city).pk, at=FILED_AT)
    assert again.state == ImportState.FILED


def test_the_sweep_reads_what_waits_and_does_nothing_the_second_time(city: City) -> None:
    for number in range(3):
        _handed_in(city, TEXT.replace("61号", f"6{number}号"))
    _handed_in(city)  # the same content as one of them
    read_waiting_imports()
    read_waiting_imports()
    assert Document.objects.count() == 3
    states = ImportItem.objects.values_list("state", flat=True).order_by("pk")
    assert list(states) == [*[ImportState.FILED] * 3, ImportState.DUPLICATE]
