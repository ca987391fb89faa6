"""What a text says it does to other documents: ends, changes or prolongs them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from disclosure.imports.dates import DATE_PATTERN, find_dates
from disclosure.imports.repeals import read_repeals
from disclosure.imports.titles import quoted, quoted_names
from portal.common.numerals import chinese_integer
from portal.organs.docnumbers import find_all

__all__ = ["AMENDS", "EXTENDS", "REPEALS", "Declared", "read_declarations"]

AMENDS: Final = "amends"
EXTENDS: Final = "extends"
REPEALS: Final = "repeals"

_SENTENCE: Final = re.compile("[^。；！？]+[。；！？]?")
_BRACKETED: Final = re.compile(r"[（(][^（()）]{0,120}[)）]")
_JOINED: Final = re.compile(r"[、，,和及与以同时\s]{0,6}")
_TERM: Final = "(?:有效期|实施期|施行期|执行期|试行期|适用期)(?:限)?"
# Behind the name of a document: it is changed.
_CHANGED: Final = re.compile(
    r"的?(?:部分[^《。；，]{0,6}|个别[^《。；，]{0,6}|第[^《。；]{1,20}?[条款项][^《。；，]{0,20}?)?"
    r"(?:予以|作出?|做出?|进行)?(?:如下|以下|相应)?修(?:改|订|正)(?=为|如下|[：:，,。；;]|$)"
)
_CHANGES: Final = re.compile("(?:决定|现|现将|现对|予以)(?:修改|修订|修正)$")
_TITLE_CHANGES: Final = re.compile("(?:修改|修订|修正)(?:和废止|、废止)?$")
# Behind the name of a document: its period is longer, or it goes on.
_LONGER: Final = re.compile(
    rf"的?[^《。；]{{0,24}}?{_TERM}[^《。；]{{0,12}}?(?P<verb>延长|延续|延期|顺延)"
)
_GOES_ON: Final = re.compile(
    r"[^《。；，]{0,16}?(?P<verb>继续(?:有效|执行|施行|实施|适用|沿用))(?![的期])"
)
_TITLE_GOES_ON: Final = re.compile("继续(?:有效|执行|施行|实施|适用|沿用)的")
_PROLONGS: Final = re.compile("(?:延长|延续|顺延)$")
_ITS_TERM: Final = re.compile(rf"的?{_TERM}")
_UNTIL: Final = re.compile(rf"[至到]\s?(?P<date>{DATE_PATTERN})")
_YEARS: Final = re.compile(
    r"(?:延长|延续|延期|顺延)\s?(?P<count>[0-9]{1,2}|[一二三四五六七八九十两]{1,3})\s?年"
)
# Before the verb: then nothing is done, or not yet.
_NOT: Final = re.compile("(?:不得|不予|不再|不|未|拟|建议|是否|申请|可以?|需要?|确需|如需|应当?)$")
_LISTED: Final = re.compile("以下|下列|如下|下述")
_ITEM: Final = re.compile(r"[（(]?[0-9一二三四五六七八九十百]{1,4}[)）.．、]|《")
_LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Declared:
    """That a text ends, changes or prolongs a document (`kind`), named by title, number or both.

    `until` is the new last day where the text gives one, `years` by how many it is put off.
    """

    kind: str
    title: str
    doc_number: str | None
    until: dt.date | None = None
    years: int | None = None

    @property
    def name(self) -> str:
        """As a sentence names it."""
        title = quoted(self.title) if self.title else ""
        if not self.doc_number:
            return title
        return f"{title}（{self.doc_number}）" if title else self.doc_number


def read_declarations(paragraphs: Sequence[str], title: str = "") -> list[Declared]:
    """Every document the text ends, changes or prolongs, each once a kind, ends first.

    ``title`` is the document's own: 关于延长《甲》有效期的通知 prolongs 甲.
    """
    repeals = read_repeals(paragraphs, title)[0]
    found = [Declared(REPEALS, each.title, each.doc_number) for each in repeals]
    found += _in_title(title[:_LONGEST])
    for index, paragraph in enumerate(paragraphs):
        for match in _SENTENCE.finditer(paragraph):
            found += _in_sentence(match[0])
        found += _in_list(paragraphs, index)
    return _once(found)


def _once(found: Sequence[Declared]) -> list[Declared]:
    """Of several readings of one document the one that tells most."""
    kept: dict[tuple[str, str], Declared] = {}
    for each in found:
        key = (each.kind, each.title or str(each.doc_number))
        before = kept.get(key)
        if before is None:
            kept[key] = each
        elif None not in (before.doc_number, each.doc_number) and (
            before.doc_number != each.doc_number
        ):
            kept[(each.kind, f"{each.title}{each.doc_number}")] = each
        else:
            kept[key] = Declared(
                each.kind,
                each.title,
                before.doc_number or each.doc_number,
                before.until or each.until,
                before.years or each.years,
            )
    return list(kept.values())


def _in_title(title: str) -> Iterator[Declared]:
    names = quoted_names(title)
    if not names:
        return
    before, behind = title[: names[0][0]], title[names[-1][1] :]
    if _TITLE_CHANGES.search(before):
        kind = AMENDS
    elif (_PROLONGS.search(before) and _ITS_TERM.match(behind)) or (
        _prolonged(behind) or _TITLE_GOES_ON.match(behind)
    ):
        kind = EXTENDS
    else:
        return
    for start, end, name in names:
        yield Declared(kind, name, _number_behind(title, end)[0], *_end_told(title[start:]))


def _in_sentence(sentence: str) -> list[Declared]:
    """The names of a sentence, each with what is said right behind it or right before it."""
    names = quoted_names(sentence)
    found: list[Declared] = []
    told: tuple[str, dt.date | None, int | None] | None = None
    limit = len(sentence)
    for start, end, name in reversed(names):
        number, behind = _number_behind(sentence, end)
        tail, before = sentence[behind:limit], sentence[max(0, start - 12) : start]
        if not (told and _JOINED.fullmatch(tail)):
            told = _told(before, tail, sentence[behind:])
        if told:
            found.append(Declared(told[0], name, number, told[1], told[2]))
        limit = start
    return found[::-1]


def _told(before: str, tail: str, rest: str) -> tuple[str, dt.date | None, int | None] | None:
    if _prolonged(tail) or (_PROLONGS.search(before) and _ITS_TERM.match(tail)):
        return (EXTENDS, *_end_told(rest))
    if _CHANGED.match(tail) or _CHANGES.search(before):
        return AMENDS, None, None
    return None


def _prolonged(tail: str) -> bool:
    for pattern in (_LONGER, _GOES_ON):
        match = pattern.match(tail)
        if match and not _NOT.search(tail[: match.start("verb")]):
            return True
    return False


def _end_told(text: str) -> tuple[dt.date | None, int | None]:
    """The new last day, or by how many years the last day is put off."""
    if match := _UNTIL.search(text):
        dates = find_dates(match["date"])
        return (dates[0].value if dates else None), None
    years = _YEARS.search(text)
    return None, chinese_integer(years["count"].replace("两", "二")) if years else None


def _in_list(paragraphs: Sequence[str], index: int) -> Iterator[Declared]:
    """The documents listed below a paragraph that says of all of them that they go on."""
    lead = paragraphs[index].rpartition("。")[2]
    if not lead.rstrip().endswith(("：", ":")) or not _LISTED.search(lead):
        return
    said = lead[_LISTED.search(lead).end() :]  # type: ignore[union-attr]  # it was found above
    if not _prolonged(said):
        return
    until, years = _end_told(said)
    for paragraph in paragraphs[index + 1 : index + _LONGEST]:
        names = quoted_names(paragraph)
        if not _ITEM.match(paragraph) or not names:
            return
        _, end, name = names[0]
        yield Declared(EXTENDS, name, _number_behind(paragraph, end)[0], until, years)


def _number_behind(text: str, at: int) -> tuple[str | None, int]:
    """The number in brackets behind a name, and where the text goes on."""
    bracket = _BRACKETED.match(text, at)
    if bracket is None:
        return None, at
    inside = find_all(bracket[0])
    return (inside[0][2].canonical if inside else None), bracket.end()
