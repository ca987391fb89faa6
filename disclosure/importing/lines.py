"""Cleaning: from raw text to lines without Markdown noise, page furniture and stray spaces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from disclosure.importing.elements import Line

__all__ = ["clean_lines", "is_open", "table_rows", "tidy_spaces"]

_HAN: Final = r"[\u3400-\u9fff〇\U00020000-\U0003ffff]"
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00]")
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
_BLANK: Final = re.compile(r"[ \t\u3000\xa0\u2000-\u200a]+")
_SPREAD: Final = re.compile(rf"(?<!{_HAN}){_HAN}(?: +{_HAN}(?!{_HAN}))+")
_SPREAD_AFTER_WORD: Final = re.compile(rf"(?<={_HAN}) +({_HAN}(?: +{_HAN})+)(?!{_HAN})")
_BEFORE_UNIT: Final = re.compile(r"(?<=[0-9]) +(?=[年月日时个项名家件次份号人天])")
_BEFORE_NUMBER: Final = re.compile(rf"(?<=(?<!号|布|过){_HAN}) +(?=[0-9]+(?:\.[0-9]+)?{_HAN})")
_INSIDE_PROSE: Final = re.compile(rf"(?<={_HAN})(?<![条章节编款]) (?={_HAN})")
_AFTER_MARK: Final = re.compile(rf"(?<=[，。；、：“《（]) +(?={_HAN}|[“《（])")
_AFTER_NUMBERING: Final = re.compile(r"^([（(][一二三四五六七八九十百\d]+[)）]|\d{1,3}[.．、])\s+")
_ENDS_SENTENCE: Final = re.compile(r"[。！？；：!?;:…][”’」』）)]*$|[”’]$")
_TRAILING_PAGE: Final = re.compile(r"(?<=[。！？])\s*\d{1,3}$")
# A row of one cell among rows is an empty cell's neighbour; a sentence there is an indented one.
_PROSE: Final = re.compile("[。；]")


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
    text = _BLANK.sub(lambda match: " " * len(match[0]), text).strip()
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
    text = _ENTITY_SPACE.sub(" ", _INVISIBLE.sub("", raw))
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
        marked |= proven | {index for index in bare if _continues(index, proven, lines)}
    return marked | _running_headers(lines, filled, before, marked)


def _is_page_number(text: str) -> bool:
    text = text.strip()
    return len(text) <= _LONGEST_PAGE_NUMBER and bool(_PAGE_NUMBER.fullmatch("".join(text.split())))


def _continues(index: int, proven: set[int], lines: list[str]) -> bool:
    """Return whether a bare number counts pages on from, or back from, a proven one."""
    number = int(lines[index])
    return any(
        abs(number - int(lines[other])) == 1 and (number > int(lines[other])) == (index > other)
        for other in proven
    )


def _running_headers(
    lines: list[str], filled: list[int], before: dict[int, int], marked: set[int]
) -> set[int]:
    """Return the indexes of a line repeated at least three times right at page breaks."""
    counts = Counter(lines[index].strip() for index in filled if index not in marked)
    repeated = {text for text, count in counts.items() if count >= 3 and _is_header(text)}
    headers: set[int] = set()
    for text in repeated:
        places = [index for index in filled if lines[index].strip() == text]
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


def table_rows(lines: Sequence[str], *, alone: int = 3) -> set[int]:
    """Return the indexes of the lines that are rows of a table: cells parted by tabs.

    A tab behind a cell makes a row where its neighbour is one too, ``alone`` filled cells make
    one anywhere. Tabs that only stand before a text count beside two such rows: elsewhere they
    are an indent.
    """
    cells = [_filled(text) for text in lines]
    rows: set[int] = set()
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and cells[end]:
            end += 1
        run = range(start, end)
        parted = sum(1 for index in run if "\t" in lines[index].lstrip())
        if parted > 1 or any(cells[index] >= alone for index in run):
            rows.update(run)
        start = end + 1
    return rows


def _filled(text: str) -> int:
    """Return how many filled cells a line has; 0 for a line that cannot be a row."""
    if "\t" not in text or (count := sum(1 for cell in text.split("\t") if cell.strip())) == 0:
        return 0
    return 0 if count == 1 and _PROSE.search(text) else count


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
