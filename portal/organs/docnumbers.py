"""发文字号: reading, normalising and comparing the numbers of official documents.

Three families are understood (GB/T 9704-2012; conventions.md §3.3):

* ordinary numbers — ``徐府发〔2023〕32号``, key ``徐府发|2023|32``;
* orders — ``沪府令第17号``, key ``沪府令||17`` (an order has no year);
* announcements — ``税务总局公告2023年第5号``, key ``税务总局公告|2023|5``.

Brackets are only ever looked at inside a number, never in the text around it: body text is
full of brackets that must stay as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from portal.common.numerals import chinese_integer

__all__ = [
    "DocNumber",
    "find_all",
    "is_normative_prefix",
    "is_strict",
    "loose_key",
    "parse",
]

STRICT: Final = re.compile(r"[\u4e00-\u9fff]{2,12}〔(?:19|20)[0-9]{2}〕[1-9][0-9]{0,4}号")

_HAN: Final = r"[\u4e00-\u9fff〇]"
_NUMERAL: Final = r"[〇零一二三四五六七八九十百千]+"
_LOOSE: Final = re.compile(
    rf"(?P<prefix>{_HAN}{{2,30}})\s*[〔﹝［\[【（(〈《〖]\s*(?P<year>(?:19|20)[0-9]{{2}})\s*年?\s*"
    r"[〕﹞］\]】）)〉》〗]\s*第?\s*(?P<seq>[0-9]{1,5}(?:[-—之][0-9]{1,3})?)\s*号"
)
_NOTICE: Final = re.compile(
    rf"(?P<prefix>{_HAN}{{0,30}}(?:公告|通告|令))\s*[〔（(]?\s*(?P<year>(?:19|20)[0-9]{{2}})\s*年\s*"
    r"第?\s*(?P<seq>[0-9]{1,4})\s*号"
)
_ORDER: Final = re.compile(
    rf"(?P<prefix>{_HAN}{{1,30}}?(?:令|公告|通告))\s*[（(]?\s*(?P<di>第?)\s*"
    rf"(?P<seq>[0-9]{{1,4}}|{_NUMERAL})\s*号"
)

_ORGAN_ORDER: Final = re.compile("(?:府|国|院|局|部|委|署|行|会)令$")
_INVISIBLE: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_FULL_WIDTH: Final = {0xFF10 + digit: str(digit) for digit in range(10)}

# Orders are cited both by the organ's full name and by its 代字; readers search for either.
_ORDER_ALIASES: Final = {
    "中华人民共和国国务院令": "国令",
    "国务院令": "国令",
    "上海市人民政府令": "沪府令",
}

# Words that run into a number when it is cited; none of them occurs inside a 代字.
_LEAD_WORDS: Final = (
    "按照", "根据", "依据", "依照", "参见", "参照", "遵照", "对照", "详见", "发文字号", "文号",
    "文件编号", "贯彻", "落实", "执行", "印发", "转发", "关于", "废止", "通知", "意见", "决定",
    "办法", "规定", "方案", "文件", "以及", "有关", "附件", "通报", "批复", "要求", "原件",
    "现将", "收到", "来函", "公布", "发布", "的", "见", "号",
)  # fmt: skip
_LEAD_LETTERS: Final = "按据依照以和与及由将经原即对在从为"
# Region letters that open a 代字; a lead-in letter is cut only when one of them follows.
_REGION_LETTERS: Final = frozenset(
    "国中京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
)
_GLUED_ORGAN: Final = re.compile(
    rf"^{_HAN}*?(?:人民政府办公厅|人民政府办公室|人民政府|国务院办公厅|国务院|委员会"
    rf"|{_HAN}[省市区县镇]{_HAN}{{1,8}}(?:局|厅|委))(?={_HAN}{{2,}}$)"
)
_QUERY_STOP: Final = re.compile(
    "工作|要点|通知|意见|办法|方案|规划|计划|报告|公开|规定|年度|政策|文件|月|日"
)
_QUERY_FORMS: Final = (
    re.compile(
        rf"(?P<prefix>{_HAN}{{2,12}})[\s,，、/·-]*(?P<year>(?:19|20)[0-9]{{2}})"
        r"(?:\s*年\s*第?|[\s,，、/·-]+第?)\s*(?P<seq>[0-9]{1,5})\s*号?"
    ),
    re.compile(
        r"(?P<year>(?:19|20)[0-9]{2})(?:\s*年\s*第?|[\s,，、/·-]+第?)\s*(?P<seq>[0-9]{1,5})"
        rf"\s*号?[\s,，、/·-]*(?P<prefix>{_HAN}{{2,12}})"
    ),
)
_ORDER_QUERY: Final = re.compile(
    rf"(?P<prefix>{_HAN}{{1,12}}令)\s*第?\s*(?P<seq>[0-9]{{1,4}})\s*号?"
)


@dataclass(frozen=True, slots=True)
class DocNumber:
    """One document number.

    ``raw`` is what stood in the text, ``canonical`` the normal form (〔〕, no leading zero, no
    第 in the ordinary form), ``key`` the comparison key ``issuer|year|seq``.
    """

    raw: str
    canonical: str
    key: str

    @property
    def prefix(self) -> str:
        """Return the 机关代字, e.g. ``徐府发`` or ``沪府令``."""
        return self.key.split("|")[0]

    @property
    def year(self) -> int | None:
        """Return the year in the number, or None for an order."""
        year = self.key.split("|")[1]
        return int(year) if year else None


def _visible(text: str) -> tuple[str, list[int]]:
    """Return ``text`` without invisible characters, digits narrowed, and a map to old offsets."""
    offsets = [index for index, char in enumerate(text) if char not in _INVISIBLE]
    return "".join(text[index] for index in offsets).translate(_FULL_WIDTH), offsets


def _trim(prefix: str) -> str:
    """Cut lead-in words from the left of ``prefix``."""
    for word in _LEAD_WORDS:
        at = prefix.rfind(word)
        if at >= 0 and len(prefix) - at - len(word) >= 2:
            prefix = prefix[at + len(word) :]
    while len(prefix) > 2 and prefix[0] in _LEAD_LETTERS and prefix[1] in _REGION_LETTERS:
        prefix = prefix[1:]
    return prefix


def _sequence(text: str) -> str:
    """Return a sequence number without leading zeros; ``032-1`` becomes ``32-1``."""
    main, _, part = re.sub(r"[—之]", "-", text).partition("-")
    number = chinese_integer(main) or 0
    return f"{number}-{int(part)}" if part else str(number)


def _ordinary(match: re.Match[str], raw_start: int, prefix: str) -> DocNumber | None:
    seq = _sequence(match["seq"])
    if seq.startswith("0") or len(prefix) < 2 or len(prefix) > 16:
        return None
    return DocNumber(
        match.string[raw_start : match.end()],
        f"{prefix}〔{match['year']}〕{seq}号",
        f"{prefix}|{match['year']}|{seq}",
    )


def _numbered(match: re.Match[str], raw_start: int, prefix: str) -> DocNumber | None:
    """Build an order (no year) or an announcement (with a year)."""
    seq = _sequence(match["seq"])
    prefix = _ORDER_ALIASES.get(prefix, prefix)
    # Without 第 only an organ's order counts: 责令三号楼 is not a number.
    loose = match.re is _ORDER and not match["di"] and not _ORGAN_ORDER.search(prefix)
    if seq.startswith("0") or len(prefix) > 24 or loose:
        return None
    year = match.groupdict().get("year") or ""
    middle = f"{year}年第" if year else "第"
    return DocNumber(
        match.string[raw_start : match.end()],
        f"{prefix}{middle}{seq}号",
        f"{prefix}|{year}|{seq}",
    )


def _build(match: re.Match[str]) -> tuple[int, DocNumber] | None:
    """Return the offset at which the number proper starts, and the number."""
    prefix = _trim(match["prefix"])
    if match.re is _LOOSE:
        # An order is cited by its organ's full name, an ordinary number never.
        prefix = _GLUED_ORGAN.sub("", prefix)
    start = match.end("prefix") - len(prefix)
    if match.re is _LOOSE:
        number = _ordinary(match, start, prefix)
    else:
        # 命令第5号 or a bare 令第5号 in a sentence names no issuer, so it cannot be a key.
        bare = prefix in {"令", "命令", "公告", "通告"}
        number = None if bare else _numbered(match, start, prefix)
    return None if number is None else (start, number)


def find_all(text: str) -> list[tuple[int, int, DocNumber]]:
    """Return ``(start, end, number)`` for every document number in ``text``, in order.

    Offsets are code-point offsets into ``text`` itself, which is never altered.
    """
    visible, offsets = _visible(text)
    found: list[tuple[int, int, DocNumber]] = []
    taken = 0
    matches = [m for form in (_LOOSE, _NOTICE, _ORDER) for m in form.finditer(visible)]
    # At one place the form with the year wins over the one that ignores it.
    matches.sort(key=lambda m: (m.end(), m.re is _ORDER))
    for match in matches:
        built = _build(match)
        if built is None or built[0] < taken:
            continue
        start, number = built
        taken = match.end()
        first, last = offsets[start], offsets[match.end() - 1] + 1
        found.append((first, last, DocNumber(text[first:last], number.canonical, number.key)))
    return found


def parse(text: str) -> DocNumber | None:
    """Return the one document number in ``text``, or None when there is none or several.

    Any of ten bracket styles, full-width digits, zero-width characters, spaces (also between
    letters), leading zeros, 第 and lead-in words such as 根据 are accepted.
    """
    found = find_all(text)
    if not found:
        squeezed = re.sub(r"\s+", "", text)
        found = find_all(squeezed) if len(squeezed) <= 80 else []
    keys = {number.key for _, _, number in found}
    return found[0][2] if len(keys) == 1 else None


def is_strict(text: str) -> bool:
    """Return whether ``text`` is exactly a number as officials must type it.

    That is the STRICT form of GB/T 9704-2012, or the canonical form of an order or announcement.
    """
    number = parse(text)
    if number is None or number.canonical != text:
        return False
    return "〔" not in text or STRICT.fullmatch(text) is not None


def is_normative_prefix(prefix: str) -> bool:
    """Return whether a 机关代字 (or a whole number) marks a 行政规范性文件: it holds 规.

    The 规 of 规划 (沪规划资源) is part of a department's name and marks nothing.
    """
    return re.search("规(?!划)", re.split(r"[〔\[（(【]", prefix, maxsplit=1)[0]) is not None


def loose_key(query: str) -> str | None:
    """Return the comparison key a reader's search query means, or None.

    Besides every form :func:`parse` knows: ``2023 32 徐府发``, ``徐府发 2023 32``,
    ``徐府发2023年32号`` and ``沪府令17``.
    """
    number = parse(query)
    if number is not None:
        return number.key
    visible = _visible(query)[0].strip()
    for form in _QUERY_FORMS:
        match = form.fullmatch(visible)
        if match and not _QUERY_STOP.search(match["prefix"]):
            seq = int(match["seq"])
            return f"{_trim(match['prefix'])}|{match['year']}|{seq}" if seq else None
    match = _ORDER_QUERY.fullmatch(visible)
    if match and int(match["seq"]):
        prefix = _ORDER_ALIASES.get(match["prefix"], match["prefix"])
        return f"{prefix}||{int(match['seq'])}"
    return None
