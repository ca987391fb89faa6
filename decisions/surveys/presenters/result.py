"""The published figures as tables with bars, as CSV and as JSON: all from the same numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from decisions.surveys.questions import KINDS, Kind
from disclosure.exchange.values import neutral

if TYPE_CHECKING:
    from decisions.surveys.models import Survey

# So that spreadsheets read the table as UTF-8.
_MARK: Final = "\ufeff"
HIDDEN: Final = "人数少，不单列"
_WITHHELD: Final = "这一题问到的人少，不公布。"
_HEAD: Final = ("版本", "题号", "题目", "条件", "分项", "选项", "人数", "占回答的人（%）")
_WRITTEN: Final = ("short", "long")


@dataclass(frozen=True)
class Row:
    """A line of a table: its bar is as long as its share; a hidden one has none."""

    label: str
    count: int | None
    percent: str | None

    @property
    def shown(self) -> str:
        """The count in words."""
        return HIDDEN if self.count is None else str(self.count)


@dataclass(frozen=True)
class Table:
    """The answers to a question, or to a line of a matrix."""

    title: str
    rows: list[Row]
    together: int
    hidden: int


@dataclass(frozen=True)
class Result:
    """One question of the result."""

    number: str
    title: str
    condition: str
    kind: str
    asked: int | None
    answered: int | None
    tables: list[Table]
    means: Sequence[Mapping[str, str]]
    note: str


@dataclass(frozen=True)
class Crossed:
    """Two questions against each other."""

    row_title: str
    column_title: str
    columns: Sequence[str]
    rows: list[tuple[str, list[str]]]


@dataclass(frozen=True)
class Edition:
    """The result of one version."""

    version: int
    people: int
    questions: list[Result]
    crossings: list[Crossed]


def editions(survey: Survey) -> list[Edition]:
    """The published result, by version."""
    return [
        Edition(
            version=each["version"],
            people=each["n"],
            questions=[_result(question) for question in each["questions"]],
            crossings=[_crossed(one) for one in each["crossings"] if one["cells"]],
        )
        for each in survey.figures or []
    ]


def as_csv(survey: Survey) -> str:
    """Every figure, one a line; what is hidden says so."""
    written = io.StringIO()
    written.write(_MARK)
    writer = csv.writer(written)
    writer.writerow(_HEAD)
    for edition in editions(survey):
        writer.writerow([edition.version, "", "全部答卷", "", "", "", edition.people, ""])
        for question in edition.questions:
            start = (edition.version, question.number, question.title, question.condition)
            for line in _lines(question):
                writer.writerow([*map(neutral, map(str, start)), *map(neutral, line)])
        for crossed in edition.crossings:
            title = f"{crossed.row_title} × {crossed.column_title}"
            for label, cells in crossed.rows:
                for column, cell in zip(crossed.columns, cells, strict=True):
                    words = ("", title, "", label, column, cell, "")
                    writer.writerow([edition.version, *map(neutral, words)])
    return written.getvalue()


def as_json(survey: Survey) -> dict[str, Any]:
    """The figures as they are kept, with what they belong to."""
    return {
        "title": survey.title,
        "organ": survey.organ.name,
        "opens_at": survey.opens_at and survey.opens_at.isoformat(),
        "closes_at": survey.closes_at and survey.closes_at.isoformat(),
        "announced_at": survey.announced_at and survey.announced_at.isoformat(),
        "outcome": survey.outcome,
        "smallest_group": _smallest(survey),
        "versions": survey.figures or [],
    }


def _smallest(survey: Survey) -> int | None:
    return next((each["k"] for each in survey.figures or []), None)


def _result(data: Mapping[str, Any]) -> Result:
    note = ""
    if not data["is_open"]:
        note = _WITHHELD
    elif data["kind"] in _WRITTEN:
        note = "这一题是文字，不逐条公布。"
    return Result(
        number=data["number"],
        title=data["title"],
        condition=data["condition"],
        kind=KINDS[data["kind"]].label,
        asked=data["asked"],
        answered=data["answered"],
        tables=[
            Table(
                title=table["title"],
                rows=[
                    Row(cell["label"], cell["count"], cell["percent"]) for cell in table["cells"]
                ],
                together=table["together"],
                hidden=table["hidden"],
            )
            for table in data["tables"]
        ],
        means=[
            {**mean, "unit": data["unit"] if KINDS[data["kind"]] is Kind.NUMBER else ""}
            for mean in data["means"]
        ],
        note=note,
    )


def _crossed(data: Mapping[str, Any]) -> Crossed:
    rows = [
        (label, [HIDDEN if cell is None else str(cell) for cell in line])
        for label, line in zip(data["row_labels"], data["cells"], strict=True)
    ]
    return Crossed(data["row_title"], data["column_title"], data["column_labels"], rows)


def _lines(question: Result) -> Iterator[tuple[str, str, str, str]]:
    for table in question.tables:
        for row in table.rows:
            yield table.title, row.label, row.shown, row.percent or ""
        if table.together:
            yield table.title, f"不单列的{table.hidden}项合计", str(table.together), ""
    for mean in question.means:
        yield "", mean["label"], "", mean["value"]
    if not question.tables:
        answered = "" if question.answered is None else str(question.answered)
        yield "", "回答的人", answered or HIDDEN, ""
