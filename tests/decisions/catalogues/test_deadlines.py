"""The days of catalogues: by when, how late, and how a thing stood on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from decisions.catalogues.deadlines import (
    Standing,
    Term,
    at,
    days_late,
    standing_of,
    term_of,
)
from decisions.catalogues.months import BadMonths, read_span

D = dt.date
MARCH, APRIL = D(2026, 3, 31), D(2026, 4, 10)


class TestTerms:
    TERMS = (
        Term("0001", MARCH, reaches_below=True),
        Term("00010003", APRIL, reaches_below=True),
        Term("000100030002", None, reaches_below=False, basis="今年新设"),
        Term("00010004", D(2026, 2, 1), reaches_below=False),
    )

    @pytest.mark.parametrize(
        ("path", "due"),
        [
            ("0001", MARCH), ("00010001", MARCH), ("00010003", APRIL), ("000100030001", APRIL),
            ("000100030002", None), ("000100030002000A", APRIL), ("000100040001", MARCH),
            ("00010004", D(2026, 2, 1)),
        ],
    )  # fmt: skip
    def test_the_nearest_row_holds(self, path: str, due: dt.date | None) -> None:
        term = term_of(path, self.TERMS)
        assert term is not None
        assert term.due_on == due

    def test_an_organ_of_elsewhere_has_none(self) -> None:
        assert term_of("0002", self.TERMS) is None
        # A path that begins with the same letters is below only where it is longer by whole steps.
        assert term_of("00010005", self.TERMS[1:2]) is None

    def test_late_by_days(self) -> None:
        """Published on 1 April with 31 March: late by one day; with 10 April in time."""
        assert (MARCH.isoweekday(), APRIL.isoweekday()) == (2, 5)
        assert days_late(MARCH, D(2026, 4, 1)) == 1
        assert days_late(APRIL, D(2026, 4, 1)) == 0
        assert days_late(None, D(2030, 1, 1)) == 0

    @pytest.mark.parametrize(
        ("due", "published", "today", "standing"),
        [
            (MARCH, MARCH, D(2026, 5, 1), Standing.IN_TIME),
            (MARCH, D(2026, 4, 1), D(2026, 5, 1), Standing.LATE),
            (MARCH, None, MARCH, Standing.WAITING),
            (MARCH, None, D(2026, 4, 1), Standing.OVERDUE),
            (None, None, D(2026, 12, 1), Standing.FREE),
            (None, D(2026, 12, 1), D(2026, 12, 1), Standing.FREE),
        ],
    )
    def test_standing(
        self, due: dt.date | None, published: dt.date | None, today: dt.date, standing: Standing
    ) -> None:
        assert standing_of(due, published, today) == standing


@dataclass(frozen=True)
class Edition:
    on: dt.date | None
    word: str


class TestOnADay:
    ROWS = (
        Edition(D(2026, 3, 27), "2月至9月"),
        Edition(D(2026, 9, 15), "4月至12月"),
        Edition(D(2026, 9, 15), "同一天又改"),
        Edition(None, "还没有公布"),
    )

    @pytest.mark.parametrize(
        ("day", "word"),
        [
            (D(2026, 3, 27), "2月至9月"), (D(2026, 6, 30), "2月至9月"),
            (D(2026, 9, 14), "2月至9月"), (D(2026, 9, 15), "同一天又改"),
            (D(2027, 1, 1), "同一天又改"),
        ],
    )  # fmt: skip
    def test_the_last_one_before_holds(self, day: dt.date, word: str) -> None:
        found = at(self.ROWS, day)
        assert found is not None
        assert found.word == word

    def test_nothing_before_the_first(self) -> None:
        assert at(self.ROWS, D(2026, 3, 26)) is None


class TestMonths:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("4月至12月", "2026年4月至12月"), ("2025.12—2026.01", "2025年12月至2026年1月"),
            ("11月", "2026年11月"), ("2026年3月", "2026年3月"), ("2026-04", "2026年4月"),
            ("5月至明年3月", "2026年5月至2027年3月"), ("11月到2月", "2026年11月至2027年2月"),
            ("第三季度", "2026年7月至9月"), ("2026年四季度", "2026年10月至12月"),
            ("下半年", "2026年7月至12月"), ("全年", "2026年1月至12月"),
            ("４－６月", "2026年4月至6月"),
            ("12月底", "2026年12月"), ("2026年10月份", "2026年10月"),
        ],
    )  # fmt: skip
    def test_as_people_write_them(self, text: str, told: str) -> None:
        assert str(read_span(text, 2026)) == told

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("", "看不出"), ("年内", "看不出"), ("13月", "没有13月"), ("0月", "没有0月"),
            ("2026年9月至2026年4月", "早于前一个月"), ("2016年4月", "离2026年太远"),
            ("2036年4月", "离2026年太远"), ("0000年4月", "年不对"), ("4月至", "看不出"),
            ("<b>4月</b>", "看不出"), ("4月\x00", "看不出"),
        ],
    )  # fmt: skip
    def test_what_is_none(self, text: str, why: str) -> None:
        with pytest.raises(BadMonths, match=why):
            read_span(text, 2026)

    @pytest.mark.parametrize("text", ["4月至12月", "2025.12—2026.01", "11月", "第三季度"])
    def test_what_it_tells_reads_the_same(self, text: str) -> None:
        span = read_span(text, 2026)
        assert read_span(str(span), 2026) == span
