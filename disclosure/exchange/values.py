"""One cell: its text and its value, both ways."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from disclosure.elements import Form
from disclosure.exchange.columns import Column
from disclosure.imports.dates import whole_date

Value = str | int | bool | list[str] | None

SEPARATOR = "；"
_YES = {"是", "true", "1", "y", "yes", "√"}
_NO = {"", "否", "false", "0", "n", "no", "×"}
_PARTS = re.compile(r"[；;\n]")
# What a spreadsheet takes for a formula, in whatever width it is written.
_STARTS_FORMULA = frozenset("=+-@")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# What databases put behind a day: no time of day, only its lack.
_MIDNIGHT = re.compile(r"(?<=[0-9日])[T ]{1,2}0{1,2}:00(?::00(?:\.0{1,9})?)?(?:Z|\+00:00)?$")
_SHOWN = 40


class BadValue(ValueError):
    """A value that cannot be taken; the message is Chinese and says what to write instead."""


def neutral(text: str) -> str:
    """The text as a cell that no spreadsheet program runs as a formula."""
    return f"'{text}" if _runs(text) else text


def original(cell: str) -> str:
    """The text of a cell: undoes `neutral`."""
    return cell[1:] if cell.startswith("'") and _runs(cell) else cell


def _runs(text: str) -> bool:
    """Whether the first letter that shows begins a formula: blanks, marks of our own and letters
    that are not seen (zero width, byte order mark, direction, accents) hide none.
    """
    seen = (char for char in text if not (char == "'" or char.isspace() or _is_unseen(char)))
    return unicodedata.normalize("NFKC", next(seen, ""))[:1] in _STARTS_FORMULA


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Cc", "Mn")


def empty(column: Column) -> Value:
    """What an empty cell means."""
    match column.form:
        case Form.NAMES:
            return []
        case Form.FLAG:
            return False
        case Form.DATE | Form.NUMBER:
            return None
        case _:
            return column.default


def tidy(text: str) -> str:
    """Line ends as one character, nothing around the text: what filing makes of it anyway."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def printable(text: str) -> str:
    """The text as every format can carry it: tidy, without control characters."""
    return _CONTROL.sub("", tidy(text))


def to_cell(column: Column, value: Value) -> str | int:
    """A value as a table shows it: labels for stored values, 是 and 否, names in one cell."""
    if column.form is Form.FLAG:
        return "是" if value else "否"
    if column.form is Form.CHOICE:
        return column.choices.get(str(value), str(value))
    if isinstance(value, list):
        return neutral(SEPARATOR.join(value))
    if isinstance(value, int):
        return value
    return neutral(value or "")


def to_value(column: Column, raw: object) -> Value:
    """What stands in a cell or behind a JSON key. Raises BadValue."""
    if raw is None or raw in ("", []):
        return empty(column)
    if column.form is Form.NAMES:
        return _names(column, raw)
    if isinstance(raw, bool) and column.form is Form.FLAG:
        return raw
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise BadValue(f"“{column.heading}”的值应为文字或整数，请改正。")
    text = _text(column, str(raw))
    if not text:
        return empty(column)
    return _READERS[column.form](column, text)


def _text(column: Column, raw: str) -> str:
    text = tidy(raw)
    if _CONTROL.search(text):
        raise BadValue(f"“{column.heading}”含有不可见的控制字符，请删除后重新填写。")
    return text


def _names(column: Column, raw: object) -> list[str]:
    parts: Sequence[object] = _PARTS.split(tidy(raw)) if isinstance(raw, str) else []
    if isinstance(raw, list):
        parts = raw
    elif not isinstance(raw, str):
        raise BadValue(f"“{column.heading}”应为名称，多个之间用“{SEPARATOR}”分隔，请改正。")
    if not all(isinstance(part, str) for part in parts):
        raise BadValue(f"“{column.heading}”应为名称的列表，请改正。")
    names = [" ".join(_text(column, str(part)).split()) for part in parts]
    return list(dict.fromkeys(name for name in names if name))


def _date(column: Column, text: str) -> str:
    found = whole_date(_MIDNIGHT.sub("", text))
    if found is None:
        raise BadValue(f"{column.heading}“{_short(text)}”不是日期，请写成 2026-01-31 的形式。")
    if found.value is None:
        raise BadValue(f"{column.heading}“{_short(text)}”在日历上不存在，请核对原件后改正。")
    return found.value.isoformat()


def _number(column: Column, text: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", text, re.ASCII):
        raise BadValue(f"{column.heading}“{_short(text)}”不是整数，请只填数字。")
    return int(text)


def _flag(column: Column, text: str) -> bool:
    word = text.lower()
    if word not in _YES | _NO:
        raise BadValue(f"{column.heading}“{_short(text)}”应填“是”或“否”。")
    return word in _YES


def _choice(column: Column, text: str) -> str:
    for value, label in column.choices.items():
        if text in (value, label):
            return value
    listed = "、".join(column.choices.values())
    raise BadValue(f"没有“{_short(text)}”这种{column.heading}，请从以下各项中选择：{listed}。")


def _plain(column: Column, text: str) -> str:
    # Filing writes a title on one line.
    return " ".join(text.split()) if column.key == "title" else text


_READERS: dict[Form, Callable[[Column, str], Value]] = {
    Form.TEXT: _plain,
    Form.DATE: _date,
    Form.NUMBER: _number,
    Form.FLAG: _flag,
    Form.CHOICE: _choice,
}


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
