"""密级 marks in any text: what a secret document says of itself, not what a text says of secrets.

Source: 保密法 and 国家秘密定密管理规定 on the mark (密级★保密期限, in the upper left corner), GB/T
9704-2012 7.2.2. The words alone prove nothing: 保守国家秘密, 商业秘密 and “秘密★1年” in the text of
a rule about marks are ordinary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from portal.files.exposure import FILE_NAME, Passage

_BLANK = r"[ \t\u00a0\u2000-\u200d\u3000\ufeff\u00ad]"
_GAP = _BLANK + r"{0,6}"
_LEVEL = rf"(?:[绝絕]{_GAP}密|[机機]{_GAP}密|[秘祕]{_GAP}密)"
_STAR = r"[★☆✩✪✭✮✯✰⭐*＊﹡]"
_NUMBER = r"(?:\d{1,3}|[０-９]{1,3}|[一二三四五六七八九十]{1,3})"
_TERM = (
    rf"(?:长{_GAP}期|長{_GAP}期|{_NUMBER}{_GAP}(?:年|个月|個月|月|日|天)|[^\s，。；、]{{0,8}}解密)"
)
_OPEN, _CLOSE = r"[\[【〔（(〈《]", r"[\]】〕）)〉》]"
_QUOTES = "“\"'‘「『"

# The mark with its star, whatever follows. A star between other words is a list or a rating.
_STARRED = re.compile(rf"(?<![\u4e00-\u9fff])({_LEVEL}){_GAP}{_STAR}({_GAP}{_TERM})?")
_GLUED = re.compile(rf"(?<!工作)(?<!商业)(?<!国家)({_LEVEL}){_GAP}{_STAR}{_GAP}{_TERM}")
# A form that offers every level for choice is no mark.
_LABELLED = re.compile(
    rf"密{_GAP}[级級](?:标识|等级)?(?:{_GAP}[:：]{_GAP}|[ \t\u3000]{{1,6}})({_LEVEL})"
    rf"(?!(?:级)?[\s、，,/或和□○☐]{{1,6}}{_LEVEL})"
)
# A line that is a mark and nothing else, or begins with a mark and its term.
_ALONE = re.compile(
    rf"^{_GAP}{_STAR}?{_GAP}{_OPEN}?{_GAP}({_LEVEL})(?:文件|件|资料|材料)?{_GAP}{_STAR}?{_GAP}"
    rf"(?:{_TERM})?{_GAP}{_CLOSE}?{_GAP}$",
    re.MULTILINE,
)
_BEGUN = re.compile(
    rf"^{_GAP}(?:№?{_GAP}\d{{6}}{_BLANK}{{1,6}})?{_OPEN}?{_GAP}({_LEVEL}){_GAP}{_OPEN}?{_GAP}{_TERM}"
    rf"(?={_BLANK}|{_CLOSE}|$)",
    re.MULTILINE,
)
_BRACKETED = re.compile(
    rf"{_OPEN}{_GAP}({_LEVEL}){_GAP}(?:{_STAR}{_GAP})?(?:{_TERM})?{_GAP}{_CLOSE}"
)
_INTERNAL = (
    r"(?:内部(?:资料|文件|材料|使用|传阅|参阅|明电|掌握|刊物)|仅供(?:内部|领导|工作)[参使阅研]?[考用阅究]?"
    r"|工作秘密|不得外传|严禁外传|请勿外传|注意保存|注意保密|阅后销毁|阅后收回)"
)
_INTERNAL_LINE = re.compile(
    rf"^{_GAP}{_OPEN}?(?:此件|本件)?{_INTERNAL}(?:[ \t\u3000，,、·★]{{0,4}}{_INTERNAL}){{0,2}}"
    rf"{_STAR}?(?:{_GAP}{_TERM})?[！!。]?{_CLOSE}?{_GAP}$",
    re.MULTILINE,
)
_IN_HEAD = 15
_MAX_EVIDENCE = 40


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at ``text[start:end]``. ``level`` is 绝密, 机密, 秘密 or 内部.

    ``certain`` marks keep a file out; the others a person decides about. ``evidence`` is the mark
    itself, without what stands around it.
    """

    level: str
    start: int
    end: int
    evidence: str
    certain: bool


def secrecy_marks(text: str) -> list[Mark]:
    """Every mark of a text in order of appearance, the surest reading of each place only.

    Linear in the length of the text.
    """
    found: list[Mark] = []
    head = _head_end(text)
    rules = (
        (_STARRED, True),
        (_GLUED, True),
        (_LABELLED, True),
        (_BEGUN, True),
        (_ALONE, None),
        (_BRACKETED, None),
    )
    for pattern, certain in rules:
        for hit in pattern.finditer(text):
            sure = certain if certain is not None else _is_sure(text, hit, pattern, head)
            if _is_quoted(text, hit.start(1)):
                sure = False
            found.append(_mark(_level(hit[1]), hit, sure))
    found += [_mark("内部", hit, certain=False) for hit in _INTERNAL_LINE.finditer(text)]
    return _distinct(found)


def marks_of_name(name: str) -> list[Mark]:
    """Marks in the name of a file: what stands before its extension, read as a line of its own."""
    stem, dot, _ = name.rpartition(".")
    plain = (stem if dot else name).replace("_", " ")
    begun = re.match(rf"({_LEVEL})(?=[ \-—－·★☆*]|{_OPEN}|$)", plain)
    named = [_mark(_level(begun[1]), begun, certain=True)] if begun else []
    return _distinct([*named, *secrecy_marks(plain)])


def _is_sure(text: str, hit: re.Match[str], pattern: re.Pattern[str], head: int) -> bool:
    """A bare word is a mark at the head of a text or where a line begins with it in brackets."""
    if pattern is _ALONE:
        return hit.start(1) < head or _level(hit[1]) != "秘密"
    line = text.rfind("\n", 0, hit.start()) + 1
    return not text[line : hit.start()].strip()


def _is_quoted(text: str, position: int) -> bool:
    """Whether a mark is spoken of: it stands in quotation marks."""
    return position > 0 and text[position - 1] in _QUOTES


def _head_end(text: str) -> int:
    """Where the first lines of a text end that are not empty."""
    position = seen = 0
    while seen < _IN_HEAD:
        end = text.find("\n", position)
        if end < 0:
            return len(text)
        seen += bool(text[position:end].strip())
        position = end + 1
    return position


def _level(written: str) -> str:
    first = written[0]
    return "绝密" if first in "绝絕" else "机密" if first in "机機" else "秘密"


def _mark(level: str, hit: re.Match[str], certain: bool) -> Mark:
    evidence = " ".join(hit[0].split())[:_MAX_EVIDENCE]
    return Mark(level, hit.start(), hit.end(), evidence, certain)


def _distinct(found: list[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    end = -1
    for mark in sorted(found, key=lambda each: (each.start, not each.certain, -each.end)):
        if mark.start >= end:
            kept.append(mark)
            end = mark.end
        elif mark.certain and not kept[-1].certain:
            kept[-1] = mark
            end = max(end, mark.end)
    return kept


def marks_of(passage: Passage) -> list[Mark]:
    """密级 marks of a passage; a file's name is read as a line of its own."""
    if passage.where == FILE_NAME:
        return marks_of_name(passage.text)
    return secrecy_marks(passage.text)


def certain_mark(passages: Iterable[Passage]) -> str:
    """The first mark that keeps a file out, "" when there is none."""
    marks = (mark for passage in passages for mark in marks_of(passage))
    return next((mark.evidence for mark in marks if mark.certain), "")
