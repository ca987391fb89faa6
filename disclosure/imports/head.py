"""The head of a document: 版头, 标题 and 主送机关."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from disclosure.imports.dates import DATE_PATTERN, find_dates, whole_date
from disclosure.imports.elements import Line
from disclosure.imports.issuers import is_organ_like
from disclosure.imports.line_wrap import Wrap
from disclosure.imports.marks import (
    Head,
    ends_masthead,
    is_label,
    split_top_level,
    take_glued_masthead,
    take_mark,
    take_order_number,
    take_signatory,
    whole_number,
)
from disclosure.imports.titles import ends_as_title, looks_like_title
from portal.organs.docnumbers import find_all, parse
from portal.text.headings import starts_item

__all__ = ["read_head"]

_SEARCHED_LINES: Final = 40
_TITLE_LINES: Final = 8
_RECIPIENT_LINES: Final = 20
_NOT_RECIPIENT: Final = re.compile(
    "如下|以下|下列|现将|特此|收悉|为了|为进一步|为深入|为贯彻|根据|经研究|已经|印发给|有关事项|[。；！？]"
)
_INLINE_GROUP: Final = re.compile("政府|街道|乡镇|委|办|局|部门|单位|公司|中心|[所站院校厅]|各")
_OPENS_RECIPIENTS: Final = re.compile("各|有关|[省市区县镇](?:政府|委|级|属)")
_BODY_OPENING: Final = re.compile(
    "为|根据|按照|依据|经[^办济]|现[将就]|近年来|《[^》]+》(?:已|经|业经|业已)"
)
_CONTINUES_TITLE: Final = re.compile("的|[（(](?:试行|暂行)[）)]$")
_TITLE_NOTE: Final = re.compile(rf"[（(][^（()）]{{0,20}}{DATE_PATTERN}[^（()）]{{0,80}}[）)]")

_NOTED: Final = re.compile(r"[（()），,、;；\s]")
_TITLED_NUMBER: Final = re.compile(
    r"[（(](?P<number>[^（()）]{2,16}[〔\[（(【][0-9]{4}[〕\])）】][^（()）]{1,8}号)[）)]$"
)


class _HeadReader:
    """Reads the head in one pass; each step moves ``self.at`` behind what it consumed."""

    def __init__(self, lines: Sequence[Line], wrap: Wrap) -> None:
        self.lines = lines
        self.wrap = wrap
        self.head = Head()
        self.at = 0

    def read(self) -> Head:
        """Return the head; every element may be missing."""
        found = self._find_number()
        before = self._unmarked(0, found) if found is not None else []
        if found is not None:
            self._take_before_number(before)
            self.at = max(self.at, found + 1)
        if not self.head.title:
            self._take_masthead()
            self._take_title()
        self._take_titled_number()
        self._skip_repeated_title()
        self._take_late_number()
        self._take_recipients()
        self.head.body = self.at
        return self.head

    def _unmarked(self, start: int, stop: int) -> list[Line]:
        return [line for line in self.lines[start:stop] if not take_mark(self.head, line)]

    def _find_number(self) -> int | None:
        """Return the index of the line with the document's own number, before any body text."""
        for index, line in enumerate(self.lines[:_SEARCHED_LINES]):
            number = whole_number(line)
            if number is not None:
                self.head.number, self.head.number_lines = number, line.numbers
                self.head.is_order = number.key.split("|")[0].endswith("令")
                take_glued_masthead(self.head, line)
                take_signatory(self.head, line)
                return index
            if index and take_order_number(self.head, self.lines[index - 1], line):
                return index
            text = line.squeezed
            ends_head = text.endswith(("：", ":")) and not is_label(text)
            if "。" in text or ends_head or starts_item(text) is not None:
                return None
        return None

    def _take_before_number(self, before: list[Line]) -> None:
        """Sort the lines above the number into 版头 and title."""
        if len(self.head.number_lines) > 1:
            # A number over two lines took its first line, the organ's 令, already.
            before = before[:-1]
        elif self.head.is_order and before and before[-1].squeezed.endswith("令"):
            # 某某市人民政府令 above 某府令第8号: the masthead of an order, not its title.
            order = before.pop()
            organ = order.squeezed.removesuffix("令")
            self.head.masthead.append(Line(order.numbers, organ))
        last = max((i for i, x in enumerate(before) if ends_masthead(x)), default=-1)
        self.head.masthead += before[: last + 1]
        rest = before[last + 1 :]
        if last < 0 and len(rest) > 1 and is_organ_like(rest[0].squeezed):
            following = "".join(line.squeezed for line in rest[1:])
            if following.startswith(rest[0].squeezed):
                self.head.masthead.append(rest.pop(0))
        joined = "".join(line.squeezed for line in rest)
        if not looks_like_title(joined) and all(is_organ_like(line.squeezed) for line in rest):
            self.head.masthead += rest
        else:
            half = len(joined) // 2
            twice = joined[:half] == joined[half:]
            self.head.title = rest[: len(rest) // 2] if twice else rest

    def _take_masthead(self) -> None:
        """Consume 版头 lines that stand before a title without a number between."""
        scan = self.lines[self.at : self.at + 6]
        last = next((i for i, x in enumerate(scan) if ends_masthead(x)), None)
        if last is not None and all(is_organ_like(x.squeezed) for x in scan[:last]):
            self.head.masthead += scan[: last + 1]
            self.at += last + 1
        while self.at < len(self.lines) and take_mark(self.head, self.lines[self.at]):
            self.at += 1

    def _take_title(self) -> None:
        """Collect title lines up to the 主送, the body, a date or the end of the title itself."""
        taken: list[Line] = []
        while self.at < len(self.lines) and len(taken) < _TITLE_LINES:
            line = self.lines[self.at]
            joined = "".join(item.squeezed for item in taken)
            if self._ends_title(line, joined):
                break
            taken.append(line)
            self.at += 1
        joined = "".join(line.squeezed for line in taken)
        if looks_like_title(joined) or (taken and self._recipients_follow()):
            self.head.title = taken
        else:
            self.at -= len(taken)

    def _ends_title(self, line: Line, joined: str) -> bool:
        """Return whether ``line`` no longer belongs to the title ``joined`` so far."""
        text = line.squeezed
        enacts = re.match("《[^》]+》(?:已|经|业)", text) or (
            self.head.is_order and text.startswith("《")
        )
        sentence = "。" in text or "；" in text or text.endswith(("：", ":"))
        if sentence or enacts or whole_date(text) or starts_item(text) or text.startswith("附件"):
            return True
        if not joined:
            return False
        inside_name = joined.count("《") > joined.count("》")
        bracket = text.startswith(("（", "(")) and not _CONTINUES_TITLE.match(text)
        return (bracket and not inside_name) or self._follows_title(line, joined)

    def _follows_title(self, line: Line, joined: str) -> bool:
        """Return whether ``line`` reads as 主送 or body that follows the title ``joined``."""
        text = line.squeezed
        open_name = joined.count("《") > joined.count("》")
        if ends_as_title(joined):
            longer = ends_as_title(text) and len(text) <= 30 and not joined.startswith(text)
            return not (_CONTINUES_TITLE.match(text) or (longer and "，" not in text))
        if "，" in text or ("," in text and not open_name):
            return not ends_as_title(joined + text)
        if looks_like_title(joined) and _OPENS_RECIPIENTS.match(text) and not open_name:
            # A title without a 文种 and a 主送 over several lines: no later line ends a title.
            end = self._recipients_end(self.at)
            block = self.lines[self.at : end] if end is not None else []
            return bool(block) and not any(ends_as_title(item.squeezed) for item in block)
        return bool(_BODY_OPENING.match(text)) and not open_name and self.wrap.is_full(line)

    def _recipients_follow(self) -> bool:
        return self._recipients_end(self.at) is not None

    def _skip_repeated_title(self) -> None:
        """Consume the title printed a second time."""
        title = self.head.title_text
        read, index = 0, self.at
        while read < len(title) and index < len(self.lines):
            piece = self.lines[index].squeezed
            if not title.startswith(piece, read):
                return
            read += len(piece)
            index += 1
        if title and read == len(title):
            self.at = index

    def _take_late_number(self) -> None:
        """Take a number, a date or a 题注 between title and 主送, and the marks around them."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            number = whole_number(line)
            if number is not None and self.head.number in (None, number):
                self.head.number, self.head.number_lines = number, line.numbers
            elif not (take_mark(self.head, line) or self._take_date(line)):
                return
            self.at += 1

    def _take_date(self, line: Line) -> bool:
        """Note the date a line below the title gives; a 题注 stays part of the body."""
        note = _TITLE_NOTE.fullmatch(line.squeezed)
        date = whole_date(line.squeezed)
        if not self.head.title or (note is None and date is None):
            return False
        if note is not None and date is None:
            date = find_dates(note[0])[-1]
            # It stands under the title for itself, never in front of the first sentence.
            self.head.rest.append(replace(line, whole=True))
            self._take_noted_number(line)
        self.head.date, self.head.date_lines = date, line.numbers
        return True

    def _take_noted_number(self, line: Line) -> None:
        """Take the number of a 题注 that holds nothing but date and number.

        With more words, such as 公布 or 修正, the numbers in it are those of other documents.
        """
        text = re.sub(DATE_PATTERN, " ", line.text)
        found = find_all(text)
        if self.head.number is not None or len(found) != 1:
            return
        start, end, number = found[0]
        rest = _NOTED.sub("", text[:start] + text[end:])
        if not rest:
            self.head.number, self.head.number_lines = number, line.numbers

    def _take_titled_number(self) -> None:
        """Take a number in brackets behind the 文种, as web pages print it, out of the title."""
        if self.head.number is not None or not self.head.title:
            return
        match = _TITLED_NUMBER.search(self.head.title[-1].text)
        number = parse(match["number"]) if match else None
        joined = self.head.title_text
        before = joined[: joined.rfind("（")] if "（" in joined else joined[: joined.rfind("(")]
        if match is None or number is None or not ends_as_title(before):
            return
        last = self.head.title[-1]
        self.head.number, self.head.number_lines = number, last.numbers
        shorter = last.text[: match.start()].rstrip()
        self.head.title[-1:] = [replace(last, text=shorter)] if shorter else []

    def _recipients_end(self, start: int) -> int | None:
        """Return the index after the line that closes the 主送, or None when there is none."""
        text = ""
        for index in range(start, min(start + _RECIPIENT_LINES, len(self.lines))):
            line = self.lines[index].squeezed
            text += line
            if _NOT_RECIPIENT.search(text) or whole_date(line) or starts_item(line):
                return None
            if line.endswith(("：", ":")):
                return index + 1
        return None

    def _take_recipients(self) -> None:
        end = self._recipients_end(self.at)
        if end is None:
            self._take_inline_recipients()
        if end is not None:
            part = self.lines[self.at : end]
            text = "".join(line.squeezed for line in part)
            self.head.recipients = text.rstrip("：:")
            self.head.recipient_lines = tuple(n for line in part for n in line.numbers)
            self.at = end

    def _take_inline_recipients(self) -> None:
        """Cut 各镇人民政府：经…同意 in two: the 主送 and the first words of the body."""
        if not self.head.title or self.at >= len(self.lines):
            return
        line = self.lines[self.at]
        match = re.match(r"(?P<to>[^。；：:！？]{2,200})[：:](?P<body>.{8,})$", line.text)
        groups = split_top_level(match["to"]) if match else []
        if match and all(_INLINE_GROUP.search(group) for group in groups):
            self.head.recipients, self.head.recipient_lines = match["to"], line.numbers
            self.head.rest.append(replace(line, text=match["body"].strip()))
            self.at += 1


def read_head(lines: Sequence[Line], wrap: Wrap) -> Head:
    """Return the :class:`Head` of a document given its cleaned lines."""
    return _HeadReader(lines, wrap).read()
