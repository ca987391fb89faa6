"""Addresses of regulations: what their parts are made from."""

import datetime as dt

import pytest

from disclosure.eli import Eli, by_key, eli_of

FORMED = dt.date(2019, 5, 20)


@pytest.mark.parametrize(
    ("number", "year", "slug"),
    [
        ("海府令第8号", 2019, "ling-8"),
        ("海府办规〔2026〕3号", 2026, "gui-3"),
        ("海府办〔2026〕3号", 2026, "ban-3"),
        ("海府发〔2025〕8号", 2025, "fa-8"),
        ("海岚市税务局公告2023年第5号", 2023, "gao-5"),
        ("海教体〔2024〕12-1号", 2024, "no-12-1"),
        ("", 2019, "d7"),
        ("没有编号", 2019, "d7"),
    ],
)
def test_the_number_names_a_regulation_in_its_year(number: str, year: int, slug: str) -> None:
    found = eli_of(key=7, organ="HL", doc_number=number, formed_on=FORMED)
    assert found == Eli("HL", year, slug)


def test_where_a_number_is_taken_the_key_stands() -> None:
    assert by_key(Eli("HL", 2026, "no-3"), key=7) == Eli("HL", 2026, "d7")
