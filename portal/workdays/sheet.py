"""Reading a year's arrangement from CSV or from lines a person types; touches no database.

A CSV has the columns of `HEADER`, one row for each span of days; `issued_on`, `title`, `url`
and `verified` stand on the first row of each notice. Typed lines are 休 2027-01-01 2027-01-03 元旦.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.workdays.calendar import WEEKDAYS

HEADER = [
    *("year", "number", "issued_on", "kind", "first", "last"),
    *("name", "title", "url", "verified"),
]
OFF, WORKED = "休", "班"
# The longest arrangement so far named nine days; a slip of the pen names hundreds.
LONGEST_SPAN = 15
_SATURDAY = 5


class SheetError(ValueError):
    """The sheet cannot be loaded; `problems` are Chinese sentences with their line numbers."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Span:
    """Consecutive days a notice names together."""

    first: dt.date
    last: dt.date
    is_working: bool
    name: str

    def dates(self) -> Iterator[dt.date]:
        for offset in range((self.last - self.first).days + 1):
            yield self.first + dt.timedelta(days=offset)

    def __str__(self) -> str:
        return f"{WORKED if self.is_working else OFF} {self.first} {self.last} {self.name}"


@dataclass(frozen=True)
class Arrangement:
    """One notice with everything it names."""

    year: int
    number: str
    issued_on: dt.date
    title: str
    url: str
    is_verified: bool
    spans: tuple[Span, ...]


def parse_date(text: str) -> dt.date:
    """Read 2026-03-31. Raises ValueError with a Chinese sentence, also for 2026-02-30."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"日期“{text}”不存在或无法识别，请写成 2026-03-31。") from error


def parse_span(kind: str, first: str, last: str, name: str, *, year: int) -> Span:
    """Check one span of a year's notice. Raises ValueError with a Chinese sentence."""
    if kind not in (OFF, WORKED):
        raise ValueError(f"“{kind}”应写“{OFF}”或“{WORKED}”。")
    start = parse_date(first)
    end = parse_date(last) if last else start
    if not name:
        raise ValueError("缺少节日名称。")
    if not dt.date(year - 1, 12, 1) <= start <= end <= dt.date(year, 12, 31):
        raise ValueError(f"{first} 至 {last or first} 不是{year}年安排里的日期。")
    if (end - start).days >= LONGEST_SPAN:
        raise ValueError(f"{first} 至 {last} 超过{LONGEST_SPAN}天，请核对。")
    span = Span(start, end, kind == WORKED, name)
    for day in span.dates():
        if span.is_working and day.weekday() < _SATURDAY:
            raise ValueError(f"{day} 是周{WEEKDAYS[day.weekday()]}，调休上班只能是周六或周日。")
    return span


def parse_lines(text: str, *, year: int) -> tuple[Span, ...]:
    """Read typed lines. Raises SheetError naming each wrong line, a repeated day, or no day."""
    spans, problems = [], []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words:
            continue
        if len(words) not in (3, 4):
            problems.append(f"第{number}行：请写“休 起日 止日 节日”或“班 日期 节日”。")
            continue
        last = words[2] if len(words) == 4 else ""
        try:
            spans.append(parse_span(words[0], words[1], last, words[-1], year=year))
        except ValueError as error:
            problems.append(f"第{number}行：{error}")
    problems += _repeated(spans)
    if not spans and not problems:
        problems.append("通知没有列出任何日期。")
    if problems:
        raise SheetError(problems)
    return tuple(spans)


def read_csv(text: str) -> list[Arrangement]:
    """Read a whole sheet. Raises SheetError with every problem found, by line."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if reader.fieldnames != HEADER:
        raise SheetError([f"第1行：表头应为 {','.join(HEADER)}。"])
    heads: dict[str, Arrangement] = {}
    spans: dict[str, list[Span]] = {}
    problems = []
    for row in reader:
        try:
            if None in row or None in row.values():
                raise ValueError("列数与表头不符。")
            number = row["number"]
            if number not in heads:
                heads[number] = _head(row)
                spans[number] = []
            elif row["year"] != str(heads[number].year):
                raise ValueError(f"{number} 的年度前后不一致。")
            spans[number].append(
                parse_span(
                    row["kind"], row["first"], row["last"], row["name"], year=heads[number].year
                )
            )
        except ValueError as error:
            problems.append(f"第{reader.line_num}行：{error}")
    for number, named in spans.items():
        problems += [f"{number}：{problem}" for problem in _repeated(named)]
    if not heads and not problems:
        problems.append("表中没有任何通知。")
    if problems:
        raise SheetError(problems)
    return [
        Arrangement(**{**vars(head), "spans": tuple(spans[number])})
        for number, head in heads.items()
    ]


def _head(row: dict[str, str]) -> Arrangement:
    if not row["number"]:
        raise ValueError("缺少文号。")
    if not (row["year"].isascii() and row["year"].isdigit() and len(row["year"]) == 4):
        raise ValueError(f"年度“{row['year']}”无法识别。")
    if not row["title"]:
        raise ValueError("通知的第一行应有标题。")
    if row["verified"] not in ("是", "否"):
        raise ValueError("通知的第一行应写明是否已核实：“是”或“否”。")
    return Arrangement(
        year=int(row["year"]),
        number=row["number"],
        issued_on=parse_date(row["issued_on"]),
        title=row["title"],
        url=row["url"],
        is_verified=row["verified"] == "是",
        spans=(),
    )


def _repeated(spans: Iterable[Span]) -> list[str]:
    seen: set[dt.date] = set()
    problems = []
    for span in spans:
        for day in span.dates():
            if day in seen:
                problems.append(f"{day} 列了两次。")
            seen.add(day)
    return problems
