"""Cleaning: from raw text to lines without Markdown noise, page furniture and stray spaces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from disclosure.imports.elements import Line
from portal.text.tables import table_rows

__all__ = ["clean_lines", "is_open", "tidy_spaces"]

_HAN: Final = r"[\u3400-\u9fff〇\U00020000-\U0003ffff]"
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00]")
# Between numbers a soft hyphen is a dash: 2021-2025.
_SOFT_DASH: Final = re.compile("(?<=[0-9０-９年月日])\u00ad(?=[0-9０-９])")
# &sp; is what one national portal leaves behind; tags such as <br> are text and stay.
_ENTITY_SPACE: Final = re.compile(r"&(?:nbsp|sp|emsp|ensp|thinsp|#160|#12288);", re.IGNORECASE)
_RULE: Final = re.compile(r"\s*(?:[-*_=─━﹍]\s?){3,}\s*|\s*—{3,}\s*|```\w*")
_MARKUP: Final = re.compile(r"^\s{0,3}#{1,6}(?:\s+|$)|\*\*|^\s{0,3}#{1,6}(?=[^#\s\d])")
# Looked for in lines without their blanks.
_PAGE_NUMBER: Final = re.compile(
    r"[-—–―－─]{1,2}\d{1,4}[-—–―－─]{1,2}"
    r"|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}"
    r"|page\d+(?:of\d+)?",
    re.IGNORECASE,
)
_LONGEST_PAGE_NUMBER: Final = 40
_BARE_NUMBER: Final = re.compile(r"\s*\d{1,3}\s*")
_HEADER: Final = re.compile("[^，。；：！？]{4,40}")
_LETTER: Final = re.compile(_HAN)
# Spaces, in the order they are dealt with.
_BLANK: Final = re.compile(r"\s+")
_SPREAD: Final = re.compile(rf"(?<!{_HAN}){_HAN}(?: +{_HAN}(?!{_HAN}))+")
_SPREAD_AFTER_WORD: Final = re.compile(rf"(?<={_HAN}) +({_HAN}(?: +{_HAN})+)(?!{_HAN})")
_BEFORE_UNIT: Final = re.compile(r"(?<=[0-9]) +(?=[年月日时个项名家件次份号人天])")
_BEFORE_NUMBER: Final = re.compile(rf"(?<=(?<!号|布|过){_HAN}) +(?=[0-9]+(?:\.[0-9]+)?{_HAN})")
_INSIDE_PROSE: Final = re.compile(rf"(?<={_HAN})(?<![条章节编款]) (?={_HAN})")
_AFTER_MARK: Final = re.compile(rf"(?<=[，。；、：“《（]) +(?={_HAN}|[“《（])")
_AFTER_NUMBERING: Final = re.compile(r"^([（(][一二三四五六七八九十百\d]+[)）]|\d{1,3}[.．、])\s+")
_ENDS_SENTENCE: Final = re.compile(r"[。！？；：!?;:…][”’」』）)]*$|[”’]$")
_TRAILING_PAGE: Final = re.compile(r"(?<=[。！？])\s*\d{1,3}$")


def is_open(text: str) -> bool:
    """Return whether ``text`` stops in mid-sentence: prose that no mark ends."""
    text = text.rstrip()
    return (
        len(text) >= 16
        and (len(text) >= 40 or re.search("[，。；：,]", text) is not None)
        and not _ENDS_SENTENCE.search(text)
        and not text.endswith(("）", ")", "》"))
    )


def tidy_spaces(text: str) -> str:
    """Return ``text`` with stray spaces removed and meaningful gaps kept as one space.

    Spread-out letters close up (总  则 → 总则), as do single spaces between Han characters in
    prose and around a number; the gap after 第三条 or between two names stays.
    """
    # A wide gap is as good as a wider one; no pattern below meets a long run of blanks.
    text = _BLANK.sub(lambda match: " " * min(len(match[0]), 2), text).strip()
    text = _SPREAD.sub(lambda match: match[0].replace(" ", ""), text)
    text = _SPREAD_AFTER_WORD.sub(lambda match: " " + match[1].replace(" ", ""), text)
    text = _BEFORE_UNIT.sub("", text)
    text = _BEFORE_NUMBER.sub(_number_gap, text)
    if re.search("[，。；]", text):
        # Only prose: in a list of names the single space is what parts them.
        text = _INSIDE_PROSE.sub("", text)
    text = _AFTER_MARK.sub("", text)
    text = _AFTER_NUMBERING.sub(r"\1", text)
    return re.sub(r" {2,}", " ", text)


def _number_gap(match: re.Match[str]) -> str:
    """Close 于 3月 but keep the gap before a full date (…发布 2018年9月6日)."""
    following = match.string[match.end() :]
    return " " if re.match(r"(?:19|20)[0-9]{2}年[0-9]", following) else ""


def _strip_markup(raw: str) -> str:
    """Return a raw line without invisible characters, entities for spaces and Markdown marks."""
    text = _ENTITY_SPACE.sub(" ", _INVISIBLE.sub("", _SOFT_DASH.sub("-", raw)))
    return "" if _RULE.fullmatch(text) else _MARKUP.sub("", text)


def _page_furniture(lines: list[str]) -> set[int]:
    """Return the indexes of page numbers and of headers repeated at page breaks."""
    filled = [index for index, text in enumerate(lines) if text.strip()]
    after = dict(pairwise(filled))
    before = {later: earlier for earlier, later in after.items()}
    marked = {index for index in filled if _is_page_number(lines[index])}
    # A bare number is a page number only where it interrupts a sentence; tables are full of them.
    bare = [index for index in filled if _BARE_NUMBER.fullmatch(lines[index])]
    proven = {
        index
        for index in bare
        if index in before
        and is_open(lines[before[index]])
        and index in after
        and not _BARE_NUMBER.fullmatch(lines[after[index]])
    }
    if proven:
        marked |= proven | _counting_on(bare, proven, lines)
    return marked | _running_headers(lines, filled, before, marked)


def _is_page_number(text: str) -> bool:
    text = text.strip()
    return len(text) <= _LONGEST_PAGE_NUMBER and bool(_PAGE_NUMBER.fullmatch("".join(text.split())))


def _counting_on(bare: Sequence[int], proven: set[int], lines: Sequence[str]) -> set[int]:
    """Return the bare numbers that count pages on from, or back from, a proven one."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for index in sorted(proven):
        number = int(lines[index])
        first.setdefault(number, index)
        last[number] = index
    found: set[int] = set()
    for index in bare:
        number = int(lines[index])
        after = number - 1 in first and first[number - 1] < index
        before = number + 1 in last and last[number + 1] > index
        if after or before:
            found.add(index)
    return found


def _running_headers(
    lines: list[str], filled: list[int], before: dict[int, int], marked: set[int]
) -> set[int]:
    """Return the indexes of a line repeated at least three times right at page breaks."""
    counts = Counter(lines[index].strip() for index in filled if index not in marked)
    repeated = {text for text, count in counts.items() if count >= 3 and _is_header(text)}
    headers: set[int] = set()
    places_of: dict[str, list[int]] = {text: [] for text in repeated}
    for index in filled:
        if (stripped := lines[index].strip()) in places_of:
            places_of[stripped].append(index)
    for places in places_of.values():
        at_break = [
            index
            for index in places
            if index in before
            and (
                before[index] in marked
                or (index - before[index] > 1 and is_open(lines[before[index]]))
            )
        ]
        if len(at_break) >= len(places) - 1:
            headers.update(at_break)
    return headers


def _is_header(text: str) -> bool:
    return bool(_HEADER.fullmatch(text)) and len(_LETTER.findall(text)) >= 4


def _tidy_row(text: str) -> str:
    """Return a row with each cell tidied, every cell in its column."""
    return "\t".join(tidy_spaces(cell) for cell in text.split("\t"))


def _indent(text: str) -> int:
    """Return the width of the leading blank of ``text`` in half-width columns."""
    blank = text[: len(text) - len(text.lstrip())]
    return sum(2 if char in "\u3000\t" else 1 for char in blank)


def _left_margin(lines: list[str]) -> int:
    """Return the blank every long line starts with (text taken from a PDF with its layout)."""
    return min((_indent(text) for text in lines if len(text.strip()) >= 16), default=0)


def clean_lines(text: str) -> list[Line]:
    """Return the lines of ``text`` that carry content.

    Form feeds count as page breaks; ``Line.numbers`` are 1-based line numbers of the input.
    """
    raw: list[str] = []
    originals: list[str] = []
    numbers: list[int] = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        for part in re.split("[\f\v\x1c-\x1e\x85\u2028\u2029]", line):
            raw.append(_strip_markup(part))
            originals.append(part)
            numbers.append(number)
    rows = table_rows(raw)
    furniture = _page_furniture(["" if index in rows else text for index, text in enumerate(raw)])
    margin = _left_margin(raw)
    lines: list[Line] = []
    gap = False
    for index, content in enumerate(raw):
        if index in rows:
            row = _tidy_row(content)
            lines.append(Line((numbers[index],), row, gap=gap, printed=row, whole=True))
            gap = False
            continue
        tidy = "" if index in furniture else tidy_spaces(content)
        if not tidy:
            gap = True
            continue
        indent = max(0, _indent(content) - margin)
        # A right-aligned 署名 has a wide margin; more than a paragraph's indent is not width.
        printed = "\u3000" * min(2, indent // 2) + originals[index].strip()
        lines.append(Line((numbers[index],), tidy, indent, gap, printed))
        gap = False
    if lines:
        # OCR glues the last page number to the last sentence.
        last = lines[-1]
        if not last.is_row:
            lines[-1] = replace(last, text=_TRAILING_PAGE.sub("", last.text))
    return lines
