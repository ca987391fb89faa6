"""The 版记 (抄送, 印发, 共印) and the 附注 that marks openness, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from disclosure.imports.dates import FoundDate, find_dates
from disclosure.imports.elements import Line
from disclosure.imports.issuers import is_organ_like

__all__ = ["Imprint", "read_imprint", "read_openness"]

_COPY: Final = re.compile(r"(?:抄送|抄报|抄发|分送)(?:单位|机关)?[:：]")
_MAIN: Final = re.compile(r"主送[:：]")
_PRINTED: Final = re.compile(r"\s?印(?:发|制)?$")
_NOT_ORGAN: Final = re.compile("[，。《；：]")
_LONGEST_ORGAN: Final = 40
# Organ, date, 印发 and the number of copies.
_LONGEST_PRINTED: Final = 120
_COPIES: Final = re.compile(r"[（(]?\s*(?:共印|印数[:：]?|印)\s*([0-9,，]+)\s*份\s*[)）]?")
_KEYWORDS: Final = re.compile(r"主题词[:：]")
_STATEMENT: Final = re.compile(
    "此件(?P<mark>主动公开|公开发布|对外公开|公开|依申请公开|不予公开|不公开|删减后公开)"
)
_LABELLED: Final = re.compile(
    r"[（(【\[]?(?:政府)?(?:信息)?公开(?:属性|方式|选项|形式|类别|类型)[:：]"
    r"(?P<mark>主动公开|依申请公开|不予公开|不公开|删减后公开)[】\])）]?"
)
_OPENNESS: Final = {
    "主动公开": "主动公开",
    "公开发布": "主动公开",
    "对外公开": "主动公开",
    "公开": "主动公开",
    "依申请公开": "依申请公开",
    "不予公开": "不予公开",
    "不公开": "不予公开",
}
_COPY_LINES: Final = 12


@dataclass(slots=True)
class Imprint:
    """What the 版记 says; ``used`` holds the indexes of its lines."""

    copy_to: str = ""
    copy_lines: tuple[int, ...] = ()
    main_to: str = ""
    printed_by: str = ""
    printed: FoundDate | None = None
    printed_lines: tuple[int, ...] = ()
    copies: int | None = None
    copies_line: Line | None = None
    used: set[int] = field(default_factory=set)


def read_openness(text: str) -> tuple[bool, str | None]:
    """Return ``(a mark stands here, openness)`` for one line.

    删减后公开 is a mark that decides nothing: only an official can say what was cut.
    """
    squeezed = "".join(text.split())
    match = _STATEMENT.search(squeezed) if len(squeezed) <= 80 else None
    bracketed = match is not None and (
        match.start() == 0 or squeezed[match.start() - 1] in "（(【["
    )
    if match is None or not bracketed:
        match = _LABELLED.fullmatch(squeezed)
    return match is not None, _OPENNESS.get(match["mark"]) if match else None


def _read_copies(lines: Sequence[Line], imprint: Imprint) -> None:
    for index, line in enumerate(lines):
        match = _COPIES.search(line.text) if len(line.text) <= 60 else None
        if match and match.end() == len(line.text.rstrip("。 ")):
            imprint.copies = int(re.sub("[,，]", "", match[1]))
            imprint.copies_line = line
            if match.start() == 0:
                imprint.used.add(index)


def _printed_at(lines: Sequence[Line], index: int) -> tuple[str, FoundDate, int] | None:
    """Return organ, date and the number of lines of a 印发 line at ``index``.

    It takes two lines where wrapping broke it.
    """
    # A line may end in the middle of 印发; only then does 印 alone not close it.
    broken = index + 1 < len(lines) and lines[index + 1].squeezed in {"发", "发。"}
    for size in (2,) if broken else (1, 2):
        text = " ".join(line.text for line in lines[index : index + size])
        if len(text) > _LONGEST_PRINTED:
            return None
        text = _COPIES.sub("", text).strip().rstrip("。")
        tight = text.replace(" ", "") if size == 2 else text
        found = _printed(tight)
        if found is not None:
            return *found, size
    return None


def _printed(text: str) -> tuple[str, FoundDate] | None:
    """Return organ (possibly empty) and date of a whole 印发 line."""
    verb = _PRINTED.search(text)
    dates = find_dates(text[: verb.start()]) if verb else []
    if verb is None or not dates or dates[-1].end != verb.start():
        return None
    organ = text[: dates[-1].start].strip()
    if len(organ) > _LONGEST_ORGAN or _NOT_ORGAN.search(organ):
        return None
    return (organ, dates[-1]) if not organ or is_organ_like(organ) else None


def _read_printed(lines: Sequence[Line], imprint: Imprint) -> None:
    for index in range(len(lines)):
        found = _printed_at(lines, index)
        if found is None:
            continue
        organ, date, size = found
        first = index
        before = index - 1
        if not organ and before >= 0 and is_organ_like(lines[before].squeezed):
            first, organ = before, lines[before].text
        imprint.printed_by = "".join(organ.split())
        imprint.printed = date
        used = range(first, index + size)
        imprint.used.update(used)
        imprint.printed_lines = tuple(n for i in used for n in lines[i].numbers)
        return


def _block(lines: Sequence[Line], start: int, used: set[int]) -> range:
    """Return the indexes of a 抄送 or 主送 block that opens at ``start``."""
    end = start
    for end in range(start, min(start + _COPY_LINES, len(lines))):
        following = lines[end + 1].squeezed if end + 1 < len(lines) else ""
        closed = lines[end].text.rstrip().endswith(("。", "."))
        if closed or not following or end + 1 in used or _COPY.match(following):
            break
    return range(start, end + 1)


def _read_lists(lines: Sequence[Line], imprint: Imprint) -> None:
    for index, line in enumerate(lines):
        copy, main = _COPY.match(line.squeezed), _MAIN.match(line.squeezed)
        if index in imprint.used or not (copy or main):
            continue
        block = _block(lines, index, imprint.used)
        text = "".join(lines[i].squeezed for i in block)
        text = re.split("[:：]", text, maxsplit=1)[1].rstrip("。.")
        imprint.used.update(block)
        if copy:
            imprint.copy_to = f"{imprint.copy_to}，{text}".strip("，")
            imprint.copy_lines += tuple(n for i in block for n in lines[i].numbers)
        else:
            imprint.main_to = text


def read_imprint(lines: Sequence[Line]) -> Imprint:
    """Return the :class:`Imprint` found in ``lines``; its indexes are those of ``lines``."""
    imprint = Imprint()
    _read_copies(lines, imprint)
    _read_printed(lines, imprint)
    _read_lists(lines, imprint)
    imprint.used.update(i for i, line in enumerate(lines) if _KEYWORDS.match(line.squeezed))
    return imprint
