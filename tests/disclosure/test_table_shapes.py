"""Tables as offices and databases really hand them over. Pure: no database."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from disclosure.exchange.columns import COLUMNS
from disclosure.exchange.table import BadTable, Table
from disclosure.exchange.values import BadValue, to_value
from tests.disclosure.tables import good, read, table_of
from tests.files.samples import saved

SIGNED_ON = next(c for c in COLUMNS if c.key == "signed_on")


def headings_of_all() -> list[str]:
    return [next(c.heading for c in COLUMNS if c.key == key) for key in good()]


def cells_of(**changes: object) -> list[object]:
    row = good(**changes)
    return ["；".join(v) if isinstance(v, list) else v for v in row.values()]


def workbook(rows: Sequence[Sequence[object]], stray: int | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    if stray is not None:
        sheet.cell(row=stray, column=1).font = Font(bold=True)
    return saved(book)


def titles(table: Table) -> list[object]:
    return [row.values.get("title") for row in table.rows]


def test_a_formatted_empty_row_far_below_is_no_row() -> None:
    table = read(workbook([headings_of_all(), cells_of(title="甲")], stray=1_048_576), "a.xlsx")
    assert (titles(table), table.notes) == (["甲"], ())


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_headings_are_looked_for_below_a_title(kind: str) -> None:
    above = [["政府信息目录"], [], ["单位：件", "二〇二六年"]]
    if kind == "xlsx":
        table = read(workbook([*above, headings_of_all(), cells_of(title="甲")]), "a.xlsx")
    else:
        lines = "政府信息目录\n\n单位：件,二〇二六年\n".encode("utf-8-sig")
        table = read(lines + table_of([good(title="甲")], "utf-8"), "a.csv")
    assert (titles(table), table.rows[0].number) == (["甲"], 5)
    assert any("第1、3行" in note for note in table.notes)


def test_without_headings_the_first_filled_line_is_answered_for() -> None:
    with pytest.raises(BadTable) as caught:
        read(workbook([[], ["序号", "事项"], ["1", "甲"]]), "a.xlsx")
    assert "序号" in caught.value.message


@pytest.mark.parametrize(
    "text",
    ["2026-9-3 0:00:00", "2026-09-03 00:00:00", "2026/9/3 0:00", "2026-09-03T00:00:00Z",
     "2026-09-03 00:00:00.000", "2026年9月3日 00:00"],
)  # fmt: skip
def test_midnight_is_the_day(text: str) -> None:
    assert to_value(SIGNED_ON, text) == "2026-09-03"


def test_a_time_of_day_is_no_date() -> None:
    for text in ("2026-9-3 8:30:00", "2026-9-3 0:00:01"):
        with pytest.raises(BadValue):
            to_value(SIGNED_ON, text)


def test_a_cell_without_its_result_stops_its_row_and_is_named() -> None:
    rows = [headings_of_all(), cells_of(title="甲"), cells_of(title='=CONCATENATE("乙","丙")')]
    table = read(workbook(rows), "a.xlsx")
    first, second = table.rows
    assert (first.problem, first.values["title"]) == ("", "甲")
    assert "C3" in second.problem
    assert "公式" in second.problem


def test_a_row_of_nothing_but_such_cells_is_named_too() -> None:
    formulas = [f"=A{number}" for number in range(1, len(good()) + 1)]
    table = read(workbook([headings_of_all(), cells_of(title="甲"), formulas]), "a.xlsx")
    assert "公式" in table.rows[1].problem


def test_dates_in_cells_stay_days() -> None:
    rows = [headings_of_all(), cells_of(signed_on=dt.date(2026, 9, 3))]
    assert read(workbook(rows), "a.xlsx").rows[0].values["signed_on"] == "2026-09-03"


@pytest.mark.shared
@pytest.mark.parametrize(("name", "number"), [("stray", 2), ("title-row", 3), ("date04", 2)])
def test_tables_that_were_handed_in(name: str, number: int, shared: Path) -> None:
    data = (shared / "findings/cases/table-stray-row" / f"{name}.xlsx").read_bytes()
    table = read(data, f"{name}.xlsx")
    assert [(row.number, row.problem) for row in table.rows] == [(number, "")]
    assert to_value(SIGNED_ON, table.rows[0].values["signed_on"]) is not None


def test_rows_keep_the_numbers_the_person_sees() -> None:
    blank: list[object] = []
    table = read(workbook([headings_of_all(), blank, cells_of(title="甲"), blank, blank,
                           cells_of(title="乙")]), "a.xlsx")  # fmt: skip
    assert [(row.number, row.values["title"]) for row in table.rows] == [(3, "甲"), (6, "乙")]
