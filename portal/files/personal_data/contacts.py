"""Telephone numbers, mail addresses and number plates."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from portal.files.personal_data.hits import Hit, before
from portal.files.personal_data.kinds import Kind
from portal.files.personal_data.normal import digits_of, drawn
from portal.files.personal_data.runs import Window, windows

_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.])((?:\+?86[ \-]?)?1[3-9]\d[ \-]?\d{4}[ \-]?\d{4})"
    r"(?![0-9A-Za-z]|\.\d|[元万亿%])"
)
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z./])(\(?0(?:10|2\d|[3-9]\d{2})\)?[ \-]{0,2}[2-9]\d{2,3}[ \-]?\d{4}"
    r"(?:(?:-|转|转分机)\d{1,5})?)(?![0-9A-Za-z]|[.,]\d)"
)
_LOCAL_LINE = re.compile(
    r"(?:电话|传真|座机|热线|联系方式)[^\d\n]{0,6}([2-9]\d{6,7})(?:[-转]\d{1,5})?(?![0-9A-Za-z]|[.,]\d)"
)
_PHONE_WORDS = re.compile(r"(?:手机|电话|联系方式|号码|移动)[^\n。；]{0,6}$")
# What an organ calls the numbers it makes known for everybody.
_OFFICE_LINES = re.compile(
    r"(?:咨询|监督|举报|投诉|服务|办公|值班|受理|报名|查询|总机|办公室|窗口)(?:联系)?(?:电话|热线|号码)?"
    r"[^\n。；]{0,8}$|(?:热线|传真)[^\n。；]{0,8}$"
)
# The same where only 电话 is written: the office is named before it, in the same sentence.
_OFFICE_NAMED = re.compile(
    r"(?:办公室|办公厅|办公地址|邮编|邮政编码|大厅|中心|人民政府|委员会|办事处|[局厅处科站])"
    r"[^\n。；]{0,60}(?:致电|电话|传真)[:：]?[ (（]{0,2}$"
)
_OFFICE_COLUMN = re.compile(
    r"(?:咨询|监督|举报|投诉|服务|办公|办理|受理|联系)[^\n|\t]{0,8}电话|传真"
)
_PERSON_COLUMN = re.compile(r"姓 {0,8}名|户主|申请人|家长|监护人|业主|住址")
_HOME_LINES = re.compile(
    r"(?:家庭|住宅|家中|本人|个人|宅)[^\n。；]{0,4}(?:电话|座机)[^\n。；]{0,4}$"
)
_SENTENCE = 90
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9_.+\-])([A-Za-z0-9][A-Za-z0-9_.+\-]{0,63}(?:@| ?[\[(](?:at|AT)[\])] ?| ?艾特 ?)"
    r"[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,4})"
)
_OFFICE_MAIL = re.compile(r"[@.]gov\.cn\Z", re.IGNORECASE)
_PLATE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·•.\-]?"
    r"(?:[A-HJK][A-HJ-NP-Z0-9]\d{4}|\d{5}[A-HJK]|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]))"
    r"(?![A-Za-z0-9])"
)
_MOBILE_LENGTHS = range(11, 12)
_MOBILE_HEAD = re.compile(r"1[3-9]\d{9}")


def mobiles(text: str) -> Iterator[Hit]:
    """Mobile numbers; written in boxes or over a line end, only behind a word for them."""
    for found in _MOBILE.finditer(text):
        yield Hit(Kind.MOBILE, *found.span(1), ("shape",))
    for window in windows(text, _MOBILE_LENGTHS, _is_mobile):
        if len(window.sizes) > 1 and _PHONE_WORDS.search(before(text, window.start)):
            yield Hit(Kind.MOBILE, window.start, window.end, ("shape", _layout(window)))
    other = drawn(text)
    for window in windows(other, _MOBILE_LENGTHS, _is_mobile) if other else ():
        if _PHONE_WORDS.search(before(text, window.start)):
            yield Hit(Kind.MOBILE, window.start, window.end, ("shape", "drawn"))


def landlines(text: str) -> Iterator[Hit]:
    """Fixed lines with an area code, or behind a word; those an office makes known weigh less."""
    columns = list(_office_tables(text))
    starts = [start for start, _ in columns]
    for pattern in (_LANDLINE, _LOCAL_LINE):
        for found in pattern.finditer(text):
            place = bisect_right(starts, found.start(1)) - 1
            in_column = place >= 0 and found.start(1) < columns[place][1]
            known = in_column or _is_of_office(text, found.start(1))
            yield Hit(
                Kind.LANDLINE, *found.span(1), ("shape", "office_word") if known else ("shape",)
            )


def emails(text: str) -> Iterator[Hit]:
    """Mail addresses; those of the government's own domain weigh less."""
    for found in _EMAIL.finditer(text):
        signs = ("shape", "office_domain") if _OFFICE_MAIL.search(found[1]) else ("shape",)
        yield Hit(Kind.EMAIL, *found.span(1), signs)


def plates(text: str) -> Iterator[Hit]:
    """Number plates, those of new-energy vehicles included."""
    for found in _PLATE.finditer(text):
        # At least two digits: 新ENGLISH is a word, not a plate.
        if len(digits_of(found[1])) >= 2:
            yield Hit(Kind.PLATE, *found.span(1), ("shape",))


def _is_of_office(text: str, position: int) -> bool:
    """Whether the words before a number say that it is an office's."""
    lead = text[max(0, position - _SENTENCE) : position].rpartition("\n")[2]
    if _HOME_LINES.search(lead):
        return False
    return bool(_OFFICE_LINES.search(lead) or _OFFICE_NAMED.search(lead))


def _office_tables(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of rows below a heading with 咨询电话 or the like in it."""
    position = 0
    begun: int | None = None
    for line in text.split("\n"):
        is_row = "\t" in line or "|" in line
        is_head = _OFFICE_COLUMN.search(line) and not _PERSON_COLUMN.search(line)
        if begun is None and is_row and is_head:
            begun = position
        elif begun is not None and not is_row and line.strip():
            yield begun, position
            begun = None
        position += len(line) + 1
    if begun is not None:
        yield begun, position


def _is_mobile(digits: str) -> bool:
    return _MOBILE_HEAD.fullmatch(digits) is not None


def _layout(window: Window) -> str:
    if window.is_boxed:
        return "boxes"
    return "wrapped" if window.is_wrapped else "grouped"
