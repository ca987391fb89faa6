"""People in a text: by a label, in a sentence about them, in the column of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.files.personal_data.hits import Hit, around
from portal.files.personal_data.kinds import Kind
from portal.files.personal_data.names import is_name, is_word

_PRIVATE = (
    "申请人|申报人|当事人|户主|患者|孤儿|留守儿童|病人|病例|学生|幼儿|儿童|监护人|家长|"
    "被征收人|被拆迁人|受助人|受益人|补贴对象|救助对象|低保对象|保障对象|"
    "特困人员|残疾人|死者|伤者|死亡人员|被处罚人|违法行为人|举报人|投诉人|"
    "信访人|上访人|持证人|借款人|承租人|产权人|权利人|房主|业主|租户|住户|"
    "农户|考生|参保人|收件人|收款人|持卡人|开户人|被执行人|原告|被告|受害人|"
    "被害人|嫌疑人|社区矫正对象|居民|村民|建档立卡户|贫困户|脱贫户|孕妇|产妇|"
    "新生儿|老人|退役军人|优抚对象|复议申请人|委托人|受托人|被监护人|户名|车主|"
    "驾驶人"
)
_KIN = (
    "配偶|妻子|丈夫|长子|次子|长女|次女|儿子|女儿|父亲|母亲|祖父|祖母|孙子|孙女|哥哥|弟弟|姐姐|妹妹|"
    "外祖父|外祖母"
)
_NAMED = "姓[ ]{0,8}名|名字"
_SIGNED = r"(?:[（(]?(?:签名|签字|签章|盖章)[^）)\n]{0,6}[)）]?)?"
# At the beginning of a word: 业主 is not found in 行业主管部门.
_LABEL = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:其|该|本人)?"
    rf"(?:(?P<private>{_PRIVATE})|(?P<kin>{_KIN})|(?P<named>{_NAMED}))(?:姓名|名称)?{_SIGNED}"
    r"[\"”'’]?[ \t]{0,4}(?P<mark>[:：|\t]?)[ \t|\"“'‘]{0,4}(?P<run>[\u4e00-\u9fff·]{2,9})"
)
# A name that opens a sentence about its bearer.
_ABOUT = re.compile(
    r"(?:^|(?<=[。；;\n、，,\d.．）)\t ]))(?P<run>[\u4e00-\u9fff·]{2,8})"
    r"[，,（( \t|]{1,3}(?:性别[:：]?)?[男女](?=[，,、）)\s|性]|$)",
    re.MULTILINE,
)
# What may follow a name at once: a particle or a verb that does not go on with a word, and verbs
# that tell even a name of two characters from the rest of a sentence.
_FOLLOWS = re.compile(
    r"[因于患被系在经自现家住年出之男女身向已称]|等人|前来|领取|户[籍口]|性别|签[收字]"
)
_VERBS = re.compile(r"反映|提出|认为|要求|投诉|来[信电访]|举报|表示|死亡|受伤|确诊")
_OFFICIAL = re.compile(
    r"现任|拟任|任命|免去|职务|中共党员|党委|党组|书记|局长|主任|处长|科长|院长|校长|县长|区长|市长|"
    r"镇长|乡长|部长|厅长|委员|代表|干部|公务员|挂职|任职|提名|当选|组长"
)
_LENGTHS = (4, 3, 2)
_SHORT = 2
# Family names that are prepositions as well: 当事人向原告住所地…
_PARTICLES = "向于"


@dataclass(frozen=True, slots=True)
class Person:
    """Where a name stands, and what it was known by."""

    start: int
    end: int
    signs: tuple[str, ...]


def people(text: str) -> Iterator[Person]:
    """People named by a label, or by a sentence that begins with them."""
    for found in _LABEL.finditer(text):
        length = _name_length(found["run"], is_marked=bool(found["mark"]))
        if length:
            start = found.start("run")
            label = "private_label" if found["private"] else "kin" if found["kin"] else "name_label"
            yield Person(start, start + length, (label, *_office(text, start, start + length)))
    for found in _ABOUT.finditer(text):
        if is_name(found["run"]):
            span = found.span("run")
            yield Person(*span, ("sex_behind", *_office(text, *span)))


def names(people_found: list[Person]) -> Iterator[Hit]:
    """Each person as a candidate of its own."""
    for person in people_found:
        kind = Kind.FAMILY if "kin" in person.signs else Kind.NAME
        yield Hit(kind, person.start, person.end, person.signs)


def _name_length(run: str, *, is_marked: bool) -> int:
    """How many of these characters are a name: all, or those before a verb; 0 when none are.

    Without a colon in front two characters before a verb are too little to tell a name by.
    """
    if is_name(run):
        return len(run)
    return next((length for length in _LENGTHS if _begins(run, length, is_marked=is_marked)), 0)


def _begins(run: str, length: int, *, is_marked: bool) -> bool:
    """Whether a name of this length is told from the rest of a sentence."""
    if len(run) <= length or not is_name(run[:length]) or is_word(run[:2]):
        return False
    if not is_marked and run[0] in _PARTICLES:
        return False
    if _VERBS.match(run, length):
        return True
    return (is_marked or length > _SHORT) and bool(_FOLLOWS.match(run, length))


def _office(text: str, start: int, end: int) -> tuple[str, ...]:
    return ("official",) if _OFFICIAL.search(around(text, start, end)) else ()
