"""Lines of the head that stand for themselves: 密级, 紧急程度, page labels and 发文字号."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from disclosure.imports.dates import FoundDate
from disclosure.imports.elements import Line
from disclosure.imports.titles import looks_like_title
from portal.organs.docnumbers import DocNumber, find_all, parse

__all__ = [
    "Head",
    "ends_masthead",
    "is_label",
    "split_top_level",
    "take_glued_masthead",
    "take_mark",
    "take_order_number",
    "whole_number",
]

_SECRECY: Final = re.compile(
    r"(绝密|机密|秘密)(?:[★☆*＊](?:长期|\d{1,2}年|\d{1,2}个月|[^。，]{1,8})?)?"
)
_URGENCY: Final = re.compile("特急|加急|特提|平急")
_META: Final = re.compile(
    "(索引号|主题分类|发文机关|发文机构|发布机构|制发机关|成文日期|生成日期|标题|名称|发文字号|文件编号|文号"
    "|发布日期|发布时间|公开日期|来源|有效性|公开类别|公开属性|公文种类|主题词|字体|分享|浏览次数|责任编辑)[:：](.*)"
)
_NUMBER_LABEL: Final = {"发文字号", "文件编号", "文号"}
# A number whose sequence was never filled in: 云水〔2026〕　号, 云水〔2026〕XX号.
_BLANK_NUMBER: Final = re.compile(
    r"[（(\[【［]?[\u4e00-\u9fff]{2,16}[〔﹝［\[【（(][0-9０-９xX×*＊_＿]{0,6}年?[〕﹞］\]】）)]"
    r"第?[xX×*＊_＿—-]{0,8}号[）)\]】］]?"
)
_OUTER_BRACKETS: Final = re.compile(r"[（(\[【［](?P<inside>.*号)[）)\]】］]")
_ORDER_HEAD: Final = re.compile(r"[^，。；：、《》]{2,30}(?:令|公告|通告)")
_ORDER_SEQ: Final = re.compile(r"[（(]?(?:\d{4}年)?第?[0-9〇零一二三四五六七八九十百]{1,6}号[)）]?")


_LONGEST_NUMBER: Final = 40
_SIGNATORY = re.compile(r"签\s*发\s*人\s*[:：](.*)$")


@dataclass(slots=True)
class Head:
    """What the head says.

    ``blank_number`` is a number printed without its sequence; ``body`` the index of the first
    line after the head; ``rest`` lines of the body that stood among them (the 题注; what shares
    a line with the 主送); ``date`` a date below the title.
    """

    masthead: list[Line] = field(default_factory=list)
    number: DocNumber | None = None
    blank_number: str = ""
    number_lines: tuple[int, ...] = ()
    is_order: bool = False
    title: list[Line] = field(default_factory=list)
    recipients: str = ""
    recipient_lines: tuple[int, ...] = ()
    secrecy: str | None = None
    secrecy_lines: tuple[int, ...] = ()
    urgency: str | None = None
    signatory: str = ""
    signatory_lines: tuple[int, ...] = ()
    meta: dict[str, str] = field(default_factory=dict)
    rest: list[Line] = field(default_factory=list)
    date: FoundDate | None = None
    date_lines: tuple[int, ...] = ()
    body: int = 0

    @property
    def title_text(self) -> str:
        """Return the title on one line, without whitespace."""
        return "".join(line.squeezed for line in self.title)


def split_top_level(text: str) -> list[str]:
    """Split at full- or half-width commas outside brackets; 、 joins what belongs together."""
    parts, depth, start = [], 0, 0
    for index, char in enumerate(text):
        if char in "（(〔《“":
            depth += 1
        elif char in "）)〕》”":
            depth = max(0, depth - 1)
        elif char in "，," and depth == 0:
            parts.append(text[start:index])
            start = index + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def whole_number(line: Line) -> DocNumber | None:
    """Return the number when the line holds nothing else (brackets, 签发人 and labels aside)."""
    text = _SIGNATORY.sub("", line.squeezed)
    label = _META.fullmatch(text)
    if label:
        text = label[2] if label[1] in _NUMBER_LABEL else ""
    bracketed = _OUTER_BRACKETS.fullmatch(text)
    text = bracketed["inside"] if bracketed else text
    text = text.partition("文件")[2] if re.match(r"[^，。]{2,30}文件.{5,}号$", text) else text
    found = find_all(text)
    if len(found) != 1 or found[0][:2] != (0, len(text)):
        return None
    return found[0][2]


def ends_masthead(line: Line) -> bool:
    """Return whether the line closes a 版头; a title may well break after the word 文件."""
    return line.squeezed.endswith("文件") and not looks_like_title(line.squeezed)


def is_label(text: str) -> bool:
    """Return whether ``text`` is a row of a web page's element table (索引号：…)."""
    return _META.fullmatch(text) is not None


def take_mark(head: Head, line: Line) -> bool:
    """Note 密级, 紧急程度, 份号, 签发人 and page labels; return whether the line is one."""
    text = line.squeezed
    if _SIGNATORY.match(text):
        take_signatory(head, line)
        return True
    secrecy = _SECRECY.match(text)
    rest = _URGENCY.sub("", text[secrecy.end() :] if secrecy else text)
    urgency = _URGENCY.search(text)
    if (secrecy or urgency) and len(text) <= 20 and not re.sub(r"\d{6}", "", rest):
        if secrecy and head.secrecy is None:
            head.secrecy, head.secrecy_lines = secrecy[0], line.numbers
        if urgency:
            head.urgency = urgency[0]
        return True
    if len(text) <= _LONGEST_NUMBER and _BLANK_NUMBER.fullmatch(text):
        head.blank_number = text
        return True
    meta = _META.fullmatch(text)
    if meta:
        head.meta.setdefault(meta[1], meta[2])
        return True
    return bool(re.fullmatch(r"\d{6}|[【\[]?字体.*|(?:No|NO|№)\.?\d{3,8}", text))


def take_signatory(head: Head, line: Line) -> None:
    """Note the 签发人 at the end of a line of the head, several with a blank between them."""
    found = _SIGNATORY.search(line.text)
    if found and not head.signatory:
        head.signatory, head.signatory_lines = " ".join(found[1].split()), line.numbers


def take_order_number(head: Head, first: Line, second: Line) -> bool:
    """Read a number over two lines, ``…人民政府令`` / ``第17号``; return whether there is one."""
    if not _ORDER_HEAD.fullmatch(first.squeezed) or not _ORDER_SEQ.fullmatch(second.squeezed):
        return False
    number = parse(first.squeezed + second.squeezed.strip("（()）"))
    if number is None:
        return False
    head.number, head.number_lines = number, first.numbers + second.numbers
    head.is_order = first.squeezed.endswith("令")
    organ = re.sub("(?:命令|令|公告|通告)$", "", first.squeezed)
    head.masthead.append(Line(first.numbers, organ))
    return True


def take_glued_masthead(head: Head, line: Line) -> None:
    """Take the organ printed on the line of the number (…文件徐府发…, …令第17号)."""
    match = re.match(r"([^，。]{2,30}文件).{5,}号$", line.squeezed)
    if match:
        head.masthead.append(Line(line.numbers, match[1]))
    elif head.number and not line.squeezed.startswith(("（", "(")):
        order = re.match(r"(.{3,24})(?:令|公告|通告)(?:\d{4}年)?第", line.squeezed)
        if order:
            head.masthead.append(Line(line.numbers, order[1]))
