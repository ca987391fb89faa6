"""Tables of people: a column of names under a heading, and what the other columns say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.files.personal_data.hits import Hit, before
from portal.files.personal_data.kinds import Kind
from portal.files.personal_data.masks import mask
from portal.files.personal_data.names import is_name
from portal.files.personal_data.normal import digits_of
from portal.files.personal_data.numbers import is_luhn

_DIVIDE = re.compile(r"\t+|[ ]*\|[ ]*|[ ]{2,}|,|，")
_NAME_HEADS = re.compile(
    r"(?:姓名|名字|户主|户主姓名|.{0,8}人姓名|"
    r".{0,6}(?:对象|学生|幼儿|儿童|考生|患者|申请人|监护人|家长|业主|农户|残疾人|老人)(?:姓名)?)"
)
_PRIVATE_HEADS = re.compile(
    r"身份证|证件|住址|地址|电话|手机|残疾|补贴|补助|救助|低保|出生|年龄|性别|班级|年级|学校|家庭|"
    r"诊断|病|账号|卡号|开户|面积|门牌|学籍|监护|户主|关系|金额|特困|村组|小区|楼栋|室号|车牌|成绩|"
    r"分数|考号"
)
_OFFICE_HEADS = re.compile(r"职务|职位|拟任|现任|分工|职责|党派|界别|届次|代表团|任职|单位及职务")
_HEALTH_HEADS = re.compile(
    r"残疾(?:等级|类别|类型|程度|证)|诊断|病种|疾病|病情|健康状况|病症|病名|住院|确诊"
)
_MINOR_HEADS = re.compile(r"学生|幼儿|儿童|班级|年级|学籍|监护人|家长|入学|入园|就读")
_MINOR_TITLES = re.compile(r"学生|幼儿|儿童|新生|入学|入园|未成年|小学|幼儿园|孤儿|留守")
_FAMILY_HEADS = re.compile(r"与户主关系|与.{0,6}关系|家庭成员|家庭关系|称谓")
# What the cells of a column hold, by its heading and the shape of a cell.
_COLUMNS = (
    (Kind.BANK_ACCOUNT, re.compile(r"账号|帐号|卡号|账户"), re.compile(r"\d[\d\- ]{9,24}")),
    (
        Kind.SOCIAL_SECURITY,
        re.compile(r"社保|医保|社会保障|个人编号|参保"),
        re.compile(r"[A-Z]{0,2}\d{7,20}X?"),
    ),
    (Kind.PASSPORT, re.compile(r"护照|通行证|证件号"), re.compile(r"[A-Z]{1,2}\d{7,10}")),
    (
        Kind.ADDRESS,
        re.compile(r"住址|地址|门牌|居住地"),
        re.compile(
            r".{0,30}(?:村|路|街|弄|镇|小区|新村).{0,12}\d{1,4}(?:号|组|室|弄|幢|-\d+).{0,20}"
        ),
    ),
)
_RULE = re.compile(r"[\s|:：+\-─━═]*")
_MISSES = 2
_SHOWN = 3
_CARD = 16
_LONGEST_CELL = 40


@dataclass(slots=True)
class Table:
    """A heading with a column of names, and the names in the rows below it."""

    start: int
    heads: list[str]
    column: int
    end: int = 0
    names: list[str] = field(default_factory=list)
    columns: list[list[str]] = field(default_factory=list)
    missed: int = 0

    def takes(self, line: str, start: int) -> bool:
        """Whether a line belongs to it; its name is kept."""
        if _RULE.fullmatch(line):
            self.missed += not line.strip()
            return self.missed <= _MISSES
        cells = _cells(line)
        if len(cells) < 2 or abs(len(cells) - len(self.heads)) > max(2, len(self.heads) // 2):
            self.missed += 1
            return self.missed <= _MISSES
        # An empty cell in front may have been lost.
        near = [cells[place] for place in (self.column, self.column - 1) if 0 <= place < len(cells)]
        name = next((cell for cell in near if is_name(cell)), "")
        if name:
            self.names.append(name)
            self.columns.append(cells)
            self.end, self.missed = start + len(line), 0
        return True


def tables(text: str) -> Iterator[Table]:
    """Every table with a column of names. One walk over the lines."""
    current: Table | None = None
    position = 0
    for line in text.split("\n"):
        head = _heading(line, position)
        if current is not None and (head is not None or not current.takes(line, position)):
            if current.names:
                yield current
            current = None
        if head is not None:
            current = head
        position += len(line) + 1
    if current is not None and current.names:
        yield current


def table_hits(text: str, table: Table) -> Iterator[Hit]:
    """What a table says of its people: that they are listed, and more by its other columns."""
    heads = "|".join(table.heads)
    signs = ["name_column"] if len(table.names) > 1 else ["single_name"]
    if _PRIVATE_HEADS.search(heads):
        signs.append("private_column")
    if _OFFICE_HEADS.search(heads):
        signs.append("office_column")
    shown = "、".join(mask(Kind.NAME_LIST, name) for name in table.names[:_SHOWN])
    excerpt = f"表格：{shown} 等 {len(table.names)} 人"
    title = before(text, table.start)
    kinds = [Kind.NAME_LIST]
    if _HEALTH_HEADS.search(heads):
        kinds.append(Kind.HEALTH)
    if _MINOR_HEADS.search(heads) or _MINOR_TITLES.search(title):
        kinds.append(Kind.MINOR)
    if _FAMILY_HEADS.search(heads):
        kinds.append(Kind.FAMILY)
    for kind in kinds:
        more = ["telling_column"] if kind is not Kind.NAME_LIST else []
        yield Hit(kind, table.start, table.end, (*signs, *more), excerpt)


def column_hits(table: Table) -> Iterator[Hit]:
    """What the cells beside the names hold: accounts, papers, addresses; one for each column."""
    for kind, heading, shape in _COLUMNS:
        for place, head in enumerate(table.heads):
            if (word := heading.search(head)) and place != table.column:
                cells = [row[place] for row in table.columns if place < len(row)]
                count = sum(bool(shape.fullmatch(cell)) and not _is_proven(cell) for cell in cells)
                if count:
                    excerpt = f"表格中“{word[0]}”一列，{count} 行"
                    yield Hit(kind, table.start, table.end, ("column_cells",), excerpt)


def _is_proven(cell: str) -> bool:
    """Whether a number proves itself; then it is found by its own rule."""
    digits = digits_of(cell)
    return len(digits) >= _CARD and is_luhn(digits)


def _heading(line: str, start: int) -> Table | None:
    if "姓" not in line and not _NAME_HEADS.search(line):
        return None
    cells = _cells(line)
    if len(cells) < 2 or any(len(cell) > _LONGEST_CELL for cell in cells):
        return None
    column = next((n for n, cell in enumerate(cells) if _NAME_HEADS.fullmatch(cell)), None)
    return None if column is None else Table(start, cells, column)


def _cells(line: str) -> list[str]:
    """Cells without the blanks inside short ones (姓  名), which some type to fill a column."""
    if "\t" in line:
        parts = line.split("\t")
    elif "|" in line:
        parts = line.strip().strip("|").split("|")
    else:
        parts = _DIVIDE.split(line.strip())
    return ["".join(part.split()) for part in parts]
