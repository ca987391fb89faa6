"""Joining lines: pages break sentences, and PDF text comes one visual line per line."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from disclosure.imports.dates import whole_date
from disclosure.imports.elements import Line
from disclosure.imports.lines import is_open
from disclosure.imports.titles import ends_as_title
from portal.text.headings import is_bare_heading, starts_item

__all__ = ["Wrap", "join_lines", "measure_wrap", "merge_names", "squeeze"]

# Characters a hard-wrapped line may fall short by: a first-line indent of two, a mark that may
# not open the next line, a two-digit number kept whole.
_SLACK: Final = 3
_INDENT: Final = 2
_NARROWEST, _WIDEST = 16, 60
_END: Final = re.compile(r"[。！？；：!?;:…][”’」』）)]*$")
_BLOCK_START: Final = re.compile(
    r"附\s?件\s?[0-9一二三四五六七八九十]{0,3}\s?(?:[：:]|$)|附[：:]|附\s?表|注\s?[：:]|主题词[：:]"
    r"|抄\s?[送报]\s?[：:]|[（(]此件|[（(]共印|[（(]联系人|联系人[：:]"
)
_CLOSING_PHRASE: Final = re.compile(
    "特此(?:通知|通告|公告|通报|报告|函|批复|决定|令|说明)|此复|此令|妥否|以上(?:请示|意见|报告)|请予"
)
_YEAR_IN_BRACKETS: Final = re.compile(r"[〔﹝［\[](?:19|20)[0-9]{2}[〕﹞］\]]")
# As much of both ends of a paragraph as any question needs.
_LOOKED_AT: Final = 200
_UNCLOSED: Final = (("《", "》"), ("（", "）"), ("“", "”"), ("〔", "〕"), ("(", ")"))


def squeeze(text: str) -> str:
    """Return ``text`` without whitespace."""
    return "".join(text.split())


def _width(text: str) -> float:
    """Return the printed width in Han characters: ASCII counts half."""
    wide = sum(1 for char in text if unicodedata.east_asian_width(char) in "WFA")
    return wide + (len(text) - wide) / 2


@dataclass(frozen=True, slots=True)
class Wrap:
    """How a text was wrapped: ``width`` in characters, None when lines are whole paragraphs.

    ``by_print`` says the width is the printed one (ASCII half), ``indented`` that paragraphs
    open with an indent. ``printed`` is the printed width of most full lines.
    """

    width: int | None
    by_print: bool = False
    indented: bool = False
    printed: int = 0

    def is_full(self, line: Line) -> bool:
        """Return whether ``line`` reaches the right margin, so that its sentence may go on."""
        if self.width is None or line.whole:
            return False
        text = line.printed or line.text
        length = _width(text) if self.by_print else len(text)
        return length >= self.width - _SLACK

    def may_be_full(self, line: Line) -> bool:
        """Return whether the first line of a paragraph may reach the margin.

        Text taken from a PDF shows nothing of the two characters it is indented by.
        """
        width = _width(line.printed or line.text) + _INDENT
        return line.indent == 0 and 0 < self.printed - _SLACK <= width


def _candidate(lines: Sequence[str], *, by_print: bool) -> tuple[int, float]:
    """Return the best wrap width and the share of lines that fill it (0 if none does)."""
    lengths = [round(_width(text)) if by_print else len(text) for text in lines]
    counts = Counter(lengths)
    best, best_share = 0, 0.0
    for width in range(_NARROWEST, _WIDEST + 1):
        longer = sum(count for length, count in counts.items() if length > width + 1)
        if longer > 0.02 * len(lines):
            continue
        full = [text for text, n in zip(lines, lengths, strict=True) if n >= width - _SLACK]
        running = [text for text in full if not _END.search(text)]
        # Wrapped prose stops in mid-sentence at most line ends; lists and titles do not.
        if len(running) < 2 or len(running) < 0.5 * len(full):
            continue
        exact = sum(count for length, count in counts.items() if width - 1 <= length <= width + 1)
        share = exact / len(lines)
        if share > best_share:
            best, best_share = width, share
    return best, best_share


def _short_width(lines: Sequence[str]) -> int:
    """Return the width of a wrapped text too short for statistics, or 0.

    In an unwrapped text the longest line is a paragraph and ends its sentence; here it does not.
    """
    width = max(map(len, lines))
    if not 24 <= width <= 45:
        return 0
    longest = [text for text in lines if len(text) == width]
    running = [text for text in longest if not _END.search(text) and not ends_as_title(text)]
    return width if running and re.search("[，、。《]", running[0]) else 0


def measure_wrap(lines: Sequence[Line]) -> Wrap:
    """Return how ``lines`` were wrapped, judged from the widths their ends cluster at."""
    texts = [line.printed or line.text for line in lines if not line.is_row]
    if len(texts) < 4:
        return Wrap(None)
    by_count = _candidate(texts, by_print=False)
    by_print = _candidate(texts, by_print=True)
    width, share = max(by_count, by_print, key=lambda pair: pair[1])
    printed = by_print[1] > by_count[1]
    if not width or share < 0.15:
        width, printed = _short_width(texts), False
    if not width:
        return Wrap(None)
    wrap = Wrap(width, printed)
    starts = [
        line
        for before, line in pairwise(lines)
        if not wrap.is_full(before) and _END.search(before.text) and len(line.text) > 12
    ]
    indented = sum(1 for line in starts if line.indent >= 2)
    full = sorted(round(_width(line.printed or line.text)) for line in lines if wrap.is_full(line))
    common = full[len(full) // 2] if full else 0
    return Wrap(width, printed, bool(starts) and indented >= 0.6 * len(starts), common)


def _is_unclosed(text: str) -> bool:
    return any(text.count(left) > text.count(right) for left, right in _UNCLOSED)


def _starts_block(text: str) -> bool:
    """Return whether ``text`` can only open a paragraph of its own."""
    return bool(_BLOCK_START.match(text)) or whole_date(text) is not None


class _Paragraph:
    """A paragraph that grows line by line, with what joining asks of it kept at hand.

    Asking the whole text anew for every line would take the square of its length.
    """

    def __init__(self, line: Line) -> None:
        self._first = line
        self._parts = [line.text]
        self._numbers = list(line.numbers)
        self.size = len(line.text)
        self.head = line.text[:_LOOKED_AT]
        self.tail = line.text[-_LOOKED_AT:]
        self._open = [line.text.count(left) - line.text.count(right) for left, right in _UNCLOSED]

    def add(self, line: Line) -> None:
        piece = _glue(self.tail, line.text)[len(self.tail) :]
        self._parts.append(piece)
        self._numbers += line.numbers
        self.size += len(piece)
        self.head = (self.head + piece)[:_LOOKED_AT] if len(self.head) < _LOOKED_AT else self.head
        self.tail = (self.tail + piece)[-_LOOKED_AT:]
        for place, (left, right) in enumerate(_UNCLOSED):
            self._open[place] += piece.count(left) - piece.count(right)

    @property
    def is_unclosed(self) -> bool:
        return any(count > 0 for count in self._open)

    @property
    def is_heading(self) -> bool:
        return self.size < _LOOKED_AT and is_bare_heading(self.tail)

    def line(self) -> Line:
        """The paragraph as one line that holds all its line numbers."""
        if len(self._parts) == 1:
            return self._first
        return replace(self._first, numbers=tuple(self._numbers), text="".join(self._parts))


def _joins_plain(before: _Paragraph, line: Line) -> bool:
    """Return whether a page end broke a sentence between ``before`` and ``line``."""
    if starts_item(line.text) or before.is_heading or _BLOCK_START.match(before.head):
        return False
    if before.tail.endswith(("，", "、", "《", "（", "“")) and before.size >= 12:
        return True
    return is_open(before.tail) or (
        before.size >= 12 and before.is_unclosed and not _END.search(before.tail)
    )


def _stands_alone(text: str) -> bool:
    """Return whether a line is a sentence, a title or a heading by itself."""
    return (
        _END.search(text) is not None
        or ends_as_title(text)
        or is_bare_heading(text)
        or _BLOCK_START.match(text) is not None
        or text.endswith(("）", ")", "》"))
    )


def _breaks_before_number(last: str, following: str, width: int) -> bool:
    """Return whether a line ended early because what follows may not be parted.

    No program parts 〔2026〕10号; a line with an open bracket goes on, too.
    """
    if _END.search(last) or len(last) < width / 2 or starts_item(following) is not None:
        return False
    return bool(_YEAR_IN_BRACKETS.match(following)) or _is_unclosed(last)


def _joins_wrapped(before: _Paragraph, last: Line, line: Line, wrap: Wrap) -> bool:
    """Return whether ``line`` goes on where the full visual line ``last`` stopped."""
    if not wrap.is_full(last):
        broken = _breaks_before_number(last.text, line.text, wrap.width or 0)
        opening = before.size == len(last.text) and wrap.may_be_full(last) and not line.gap
        if opening and not _stands_alone(last.text) and starts_item(line.text) is None:
            return True
        return broken or (line.gap and _joins_plain(before, line))
    new_item = starts_item(line.text) is not None or bool(_CLOSING_PHRASE.match(line.text))
    ended = _END.search(last.text) is not None
    may_end = ended or line.gap or last.text.endswith(("）", ")", "》")) or before.is_heading
    if wrap.indented and (ended or not is_open(before.tail)):
        return line.indent < 2 and not (new_item and may_end)
    if not ended:
        return not (new_item and may_end)
    # A sentence that ends exactly at the margin: the next line is new when it says so.
    return not line.gap and not new_item and not last.text.endswith(("：", ":"))


def join_lines(lines: Sequence[Line], wrap: Wrap) -> list[Line]:
    """Return paragraphs: ``lines`` with the breaks by page and by visual line undone.

    Each paragraph is a :class:`Line` holding all its line numbers.
    """
    paragraphs: list[_Paragraph] = []
    last: Line | None = None
    for line in lines:
        alone = last is None or last.whole or line.whole or _starts_block(line.text)
        if alone or last is None or not _joins(paragraphs[-1], last, line, wrap):
            paragraphs.append(_Paragraph(line))
        else:
            paragraphs[-1].add(line)
        last = line
    return [paragraph.line() for paragraph in paragraphs]


def _joins(paragraph: _Paragraph, last: Line, line: Line, wrap: Wrap) -> bool:
    if wrap.width is None:
        return _joins_plain(paragraph, line)
    return _joins_wrapped(paragraph, last, line, wrap)


def _glue(left: str, right: str) -> str:
    """Join two halves of a line; a space only between two Latin words."""
    latin = left[-1:].isascii() and right[:1].isascii()
    return (
        f"{left} {right}" if latin and left[-1:].isalpha() and right[:1].isalpha() else left + right
    )


def merge_names(lines: Sequence[Line], names: Sequence[str]) -> list[Line]:
    """Return ``lines`` with every known name printed over several lines put on one."""
    targets = {squeeze(name) for name in names}
    merged: list[Line] = []
    index = 0
    while index < len(lines):
        size = _name_length(lines, index, targets)
        part = lines[index : index + max(size, 1)]
        numbers = tuple(number for line in part for number in line.numbers)
        text = "".join(line.squeezed for line in part) if size else part[0].text
        whole = size > 0 or part[0].whole
        merged.append(replace(part[0], numbers=numbers, text=text, whole=whole))
        index += len(part)
    return merged


def _name_length(lines: Sequence[Line], start: int, targets: set[str]) -> int:
    """Return how many lines from ``start`` make up one of ``targets``; 0 when none do."""
    text = ""
    for size in range(1, min(5, len(lines) - start) + 1):
        text += lines[start + size - 1].squeezed
        if text.strip("《》") in targets:
            return size
    return 0
