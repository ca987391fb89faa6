"""Reading a sheet of organs; touches no database.

The columns are those of `HEADER`, or those and the ones of `REMEDIES` behind them. `prefixes` are
separated by semicolons; `normative_prefixes` are those used for 规范性文件 only and need not be
repeated among `prefixes`.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from portal.common.errors import ActRefused
from portal.organs.choices import OrganKind, OrganLevel

CONTACTS = ("phone", "fax", "email", "address", "postcode", "office_hours")
HEADER = [
    *("code", "parent", "level", "kind", "name", "short_name", "prefixes", "normative_prefixes"),
    *CONTACTS,
    *("review_organ", "region_code"),
]
# Where those who disagree go to; a sheet may leave these columns out.
REMEDIES = ("court", "review_url")
_LIMITS = {"code": 64, "name": 200, "short_name": 100, "phone": 60, "fax": 60, "address": 200}
_LIMITS |= {"office_hours": 200, "region_code": 12, "court": 100, "review_url": 200}
_PREFIX_LIMIT = 24
_WEB = URLValidator(schemes=("http", "https"))


class SheetRefused(ActRefused):
    """The sheet cannot be loaded; `problems` are Chinese sentences with their line numbers."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class OrganRow:
    """One line of the sheet; `prefixes` maps each 机关代字 to whether it is normative."""

    line: int
    code: str
    parent: str
    level: str
    kind: str
    name: str
    short_name: str
    prefixes: dict[str, bool]
    contacts: dict[str, str]
    review_organ: str
    region_code: str
    remedies: dict[str, str] = field(default_factory=dict)


def read_csv(text: str) -> list[OrganRow]:
    """Read and check a sheet by itself. Raises SheetRefused with every problem found.

    What only the stored organs can tell (an unknown parent, a taken prefix) is checked when
    the rows are loaded.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if reader.fieldnames not in (HEADER, [*HEADER, *REMEDIES]):
        more = "、".join(REMEDIES)
        raise SheetRefused([f"第1行：表头应为 {','.join(HEADER)}，后面可以再有 {more} 两列。"])
    rows: list[OrganRow] = []
    problems: list[str] = []
    for cells in reader:
        found = _cell_problems(cells)
        problems += [f"第{reader.line_num}行：{problem}" for problem in found]
        if not found:
            rows.append(_row(reader.line_num, cells))
    problems += _repetitions(rows)
    if not rows and not problems:
        problems.append("表中没有任何机关。")
    if problems:
        raise SheetRefused(problems)
    return rows


def _cell_problems(cells: dict[str, str]) -> list[str]:
    if None in cells or None in cells.values():
        return ["列数与表头不符。"]
    problems = [f"缺少 {name}。" for name in ("code", "name") if not cells[name].strip()]
    for name, choices in (("level", OrganLevel), ("kind", OrganKind)):
        if cells[name] not in choices.values:
            known = "、".join(choices.values)
            problems.append(f"{name}“{cells[name]}”无法识别，可用：{known}。")
    problems += [
        f"{name} 超过{limit}个字符。"
        for name, limit in _LIMITS.items()
        if len(cells.get(name, "")) > limit
    ]
    problems += [
        f"机关代字“{prefix}”超过{_PREFIX_LIMIT}个字符。"
        for prefix in _prefixes(cells)
        if len(prefix) > _PREFIX_LIMIT
    ]
    if cells["parent"] == cells["code"]:
        problems.append(f"“{cells['code']}”的上级是它自己。")
    postcode = cells["postcode"]
    if postcode and not (postcode.isascii() and postcode.isdigit() and len(postcode) == 6):
        problems.append(f"邮政编码“{postcode}”应为6位数字。")
    if cells["email"]:
        try:
            validate_email(cells["email"])
        except ValidationError:
            problems.append(f"电子邮箱“{cells['email']}”格式不对。")
    if address := cells.get("review_url"):
        try:
            _WEB(address)
        except ValidationError:
            problems.append(f"review_url“{address}”不是网址。")
    return problems


def _prefixes(cells: dict[str, str]) -> dict[str, bool]:
    normative = set(filter(None, cells["normative_prefixes"].split(";")))
    every = [*cells["prefixes"].split(";"), *cells["normative_prefixes"].split(";")]
    return {prefix: prefix in normative for prefix in filter(None, every)}


def _row(line: int, cells: dict[str, str]) -> OrganRow:
    return OrganRow(
        line=line,
        code=cells["code"],
        parent=cells["parent"],
        level=cells["level"],
        kind=cells["kind"],
        name=cells["name"],
        short_name=cells["short_name"] or cells["name"],
        prefixes=_prefixes(cells),
        contacts={name: cells[name] for name in CONTACTS},
        review_organ=cells["review_organ"],
        region_code=cells["region_code"],
        remedies={name: cells.get(name, "") for name in REMEDIES},
    )


def _repetitions(rows: Iterable[OrganRow]) -> list[str]:
    seen: dict[tuple[str, str], int] = {}
    problems = []
    for row in rows:
        keys = [("代码", row.code), ("全称", row.name)]
        keys += [("机关代字", prefix) for prefix in row.prefixes]
        for key in keys:
            first = seen.setdefault(key, row.line)
            if first != row.line:
                problems.append(f"第{row.line}行：{key[0]}“{key[1]}”与第{first}行重复。")
    return problems
