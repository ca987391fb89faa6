"""What apps lay on the public pages: in its place, by twos, and not there without anything."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.common import registry
from portal.common.registry import Entry, Section

DAY = dt.date(2026, 11, 2)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for table in ("_entries", "_wants", "_sections", "_parts"):
        monkeypatch.setattr(registry, table, {})


def section(code: str, place: int, given: Any = "x", *, is_wide: bool = False) -> None:
    registry.register_section(Section(code, place, f"{code}.html", lambda _on: given, is_wide))


def codes() -> list[list[str]]:
    return [[shown.code for shown, _ in row] for row in registry.home_rows(DAY)]


def test_sections_stand_by_twos_in_their_places() -> None:
    for code, place in (("files", 20), ("dates", 40), ("explained", 30), ("messages", 50)):
        section(code, place)
    assert codes() == [["files", "explained"], ["dates", "messages"]]


def test_what_has_nothing_is_not_there_and_the_next_moves_up() -> None:
    section("files", 20)
    section("explained", 30, None)
    section("dates", 40)
    assert codes() == [["files", "dates"]]


def test_a_wide_section_stands_alone() -> None:
    section("calls", 10, is_wide=True)
    section("files", 20)
    section("frame", 70, is_wide=True)
    section("themes", 80)
    assert codes() == [["calls"], ["files"], ["frame"], ["themes"]]


def test_an_entry_means_one_thing() -> None:
    registry.register_entry(Entry("公文库", "disclosure:library", place=2))
    registry.register_entry(Entry("首页", "site:home", place=1))
    registry.register_entry(Entry("首页", "site:home", place=1))
    assert [entry.label for entry in registry.entries()] == ["首页", "公文库"]
    with pytest.raises(ValueError, match="另一含义"):
        registry.register_entry(Entry("首页", "site:contact"))
