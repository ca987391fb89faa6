"""Which documents a text ends: 废止, 停止执行 and 失效, in every wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from disclosure.imports.elements import Repeal
from disclosure.imports.titles import ends_as_title, quoted_names
from portal.organs.docnumbers import DocNumber, find_all

__all__ = ["read_repeals"]

_VERB: Final = re.compile(
    "废止|停止执行|停止施行|停止实施|停止使用|不再执行|宣布失效|同时失效|自行失效"
)
_BRACKETED: Final = re.compile(
    r"[（(][^（()）]{0,120}(?:[（(][^（()）]{0,120}[)）][^（()）]{0,120})?[)）]"
)
_BREAKS_ROW: Final = re.compile("根据|依照|按照|规定|条|施行|不|未|擅自|废止|停止|修改")
# Before the verb: then nothing is ended by it, or was ended before.
_NEGATED: Final = re.compile(
    "(?:不得|不予|不应|不宜|不|未|未经|拟|建议|申请|是否|擅自|已经?|可以|应当?予?以?|被)$"
)
_PAST: Final = re.compile("已(?:经|于|在|被)?[^，。；]{0,20}$")
_BETWEEN: Final = 12
# What joins the names of a row.
_JOINS: Final = re.compile("[、，,和及与以同时：:\\s]{0,6}(?:以及|关于)?")
_FOLLOWS: Final = re.compile(
    "[了：:\\s]{0,3}(?:原|下列|以下|如下)?[文件规范性政策]{0,8}[：:\\s]{0,3}"
)
_LISTS: Final = re.compile("以下|下列|如下|下述|所列")
_ITEM: Final = re.compile(r"[（(]?[0-9一二三四五六七八九十百]{1,4}[)）.．、]|《")
_NUMBERING: Final = re.compile(r"^[（(]?[0-9一二三四五六七八九十百]{1,4}[)）.．、]\s{0,3}")
_ENDS_DOCUMENTS: Final = re.compile(
    "(?:文件|规章|法规|规定|政策|通知|办法)[^。]{0,40}(?:废止|失效)"
)
_SENTENCE: Final = re.compile("[^。；！？]+[。；！？]?")
_NUMBERED_ONLY: Final = re.compile("(?:文件?|通知|规定)?(?:同时|即行|予以|自行|一并|均)?$")
_LONGEST_LIST: Final = 500
_LONGEST_TITLE: Final = 500


def read_repeals(paragraphs: Sequence[str], title: str = "") -> tuple[list[Repeal], list[str]]:
    """Return the documents the text ends, and the sentences that end some it does not tell.

    ``title`` is the document's own: 关于废止《甲》的决定 ends 甲.
    """
    found = _Found()
    title = title[:_LONGEST_TITLE]
    found.add(_behind_verb(title, quoted_names(title)))
    unread: list[str] = []
    index = 0
    while index < len(paragraphs):
        paragraph = paragraphs[index]
        listed = _opens_list(paragraph)
        if listed is not None:
            rows, index = _list(paragraphs, index, listed)
            found.add(rows)
            if not rows and _ENDS_DOCUMENTS.search(paragraph):
                unread.append(paragraph)
            continue
        for match in _SENTENCE.finditer(paragraph):
            repeals = list(_in_sentence(match[0]))
            found.add(repeals)
            if not repeals and _tells_of_a_list(match[0]):
                unread.append(match[0])
        index += 1
    return found.rows, unread


class _Found:
    """The documents found, each once; of two readings of one the fuller."""

    def __init__(self) -> None:
        self.rows: list[Repeal] = []
        self._places: dict[str, int] = {}

    def add(self, repeals: Iterable[Repeal]) -> None:
        for repeal in repeals:
            keys = [key for key in (repeal.doc_number, repeal.title) if key]
            place = next((self._places[key] for key in keys if key in self._places), None)
            if place is None or self._are_two(self.rows[place], repeal):
                place = len(self.rows)
                self.rows.append(repeal)
            elif repeal.doc_number and repeal.title:
                self.rows[place] = repeal
            for key in keys:
                self._places.setdefault(key, place)

    @staticmethod
    def _are_two(one: Repeal, other: Repeal) -> bool:
        """Whether two of one title have numbers of their own."""
        return None not in (one.doc_number, other.doc_number) and one.doc_number != other.doc_number


def _is_negated(before: str) -> bool:
    return bool(_NEGATED.search(before[-8:]) or _PAST.search(before[-24:]))


def _in_sentence(sentence: str) -> Iterator[Repeal]:
    """The rows of names right before and right behind each verb."""
    names = quoted_names(sentence)
    inside = 0
    earlier = 0
    taken = 0
    for verb in _VERB.finditer(sentence):
        while inside < len(names) and names[inside][1] <= verb.start():
            inside += 1
        if inside < len(names) and names[inside][0] < verb.start():
            # A verb inside 《…》 belongs to the document named.
            continue
        before = sentence[max(0, verb.start() - 40) : verb.start()]
        if not re.search("(?:不得|不予|不|未|未经|擅自|拟|建议|是否|申请)$", before):
            yield from _before_verb(sentence, names[taken:inside], earlier, verb.start())
        taken, earlier = inside, verb.end()
        if not _is_negated(before):
            behind = list(_row_from(sentence, names, inside, verb.end()))
            yield from behind
            taken = inside + len(behind)


def _before_verb(
    sentence: str, names: Sequence[tuple[int, int, str]], earlier: int, at: int
) -> list[Repeal]:
    """The names in a row that ends right before a verb at ``at``; nothing before ``earlier``."""
    row: list[Repeal] = []
    limit = at
    for start, end, name in reversed(names):
        between = sentence[end:limit]
        # Only a number in brackets, joining words and adverbs may stand between.
        rest = _BRACKETED.sub("", between)
        if start < earlier or len(rest) > _BETWEEN or _BREAKS_ROW.search(rest):
            break
        row.append(_named(sentence, start, end, name))
        limit = start
    if row:
        return row[::-1]
    number = _number_right_before(sentence[max(earlier, at - 60) : at])
    return [Repeal("", number.canonical, number.raw)] if number else []


def _number_right_before(text: str) -> DocNumber | None:
    """A number that stands for its document: 云水〔2020〕6号文同时废止."""
    found = find_all(text)
    return found[-1][2] if found and _NUMBERED_ONLY.fullmatch(text[found[-1][1] :]) else None


def _named(text: str, start: int, end: int, name: str) -> Repeal:
    """The document named at a place, with the number in the brackets behind it."""
    printed = _BRACKETED.match(text, end)
    inside = find_all(printed[0]) if printed else []
    number = inside[0][2].canonical if inside else None
    return Repeal(name, number, text[start:end] + (printed[0] if printed and number else ""))


def _row_from(
    text: str, names: Sequence[tuple[int, int, str]], first: int, at: int
) -> Iterator[Repeal]:
    """The names in a row that begins right behind a verb that ends at ``at``."""
    opening = _FOLLOWS
    for place in range(first, len(names)):
        start, end, name = names[place]
        gap = opening.match(text, at)
        if gap is None or gap.end() != start:
            return
        repeal = _named(text, start, end, name)
        yield repeal
        bracket = _BRACKETED.match(text, end)
        at = bracket.end() if bracket else end
        opening = _JOINS


def _behind_verb(title: str, names: Sequence[tuple[int, int, str]]) -> Iterator[Repeal]:
    """The names a title says are ended; one that changes others as well ends none for certain."""
    for verb in re.finditer("(?<!修改和)(?<!修改、)废止", title):
        outer = [place for place, name in enumerate(names) if name[0] >= verb.end()]
        within = any(start < verb.start() < end for start, end, _ in names)
        if outer and not within:
            yield from _row_from(title, names, outer[0], verb.end())


def _opens_list(paragraph: str) -> int | None:
    """Where the list begins that a paragraph announces (对下列文件予以废止：), or None."""
    colon = max(paragraph.find("："), paragraph.find(":"))
    if colon < 0:
        return None
    lead = paragraph[:colon].rpartition("。")[2]
    verb = _VERB.search(lead)
    if verb is None or not _LISTS.search(lead) or _is_negated(lead[: verb.start()]):
        return None
    return colon + 1


def _list(paragraphs: Sequence[str], index: int, start: int) -> tuple[list[Repeal], int]:
    """The documents listed from a place on, and the index of the paragraph behind the list."""
    rows = _all_named(paragraphs[index][start:])
    index += 1
    if rows:
        return rows, index
    stop = min(len(paragraphs), index + _LONGEST_LIST)
    while index < stop and _ITEM.match(paragraphs[index]):
        named = _item(paragraphs[index])
        if named is None or _VERB.search(paragraphs[index]):
            break
        rows.append(named)
        index += 1
    return rows, index


def _item(text: str) -> Repeal | None:
    """The one document an item of a list names, with or without 《》."""
    bare = _NUMBERING.sub("", text).strip().rstrip("；;。，")
    names = quoted_names(bare)
    if names and names[0][0] == 0:
        return _named(bare, *names[0])
    numbers = find_all(bare)
    title = bare[: numbers[0][0]].rstrip("（( ") if numbers else bare
    if numbers or ends_as_title(title):
        return Repeal(title, numbers[0][2].canonical if numbers else None, bare)
    return _named(bare, *names[0]) if names else None


def _all_named(text: str) -> list[Repeal]:
    found = [_named(text, start, end, name) for start, end, name in quoted_names(text)]
    if found:
        return found
    return [Repeal("", number.canonical, number.raw) for _, _, number in find_all(text)]


def _tells_of_a_list(sentence: str) -> bool:
    """Whether a sentence ends documents it does not name itself: those of a list or an annex."""
    verb = _VERB.search(sentence)
    if verb is None or re.search("不得|擅自|未经", sentence[: verb.start()]):
        return False
    listed = re.search("以下|下列|附件|目录|清单|所列", sentence[: verb.start()])
    return bool(listed) and bool(_ENDS_DOCUMENTS.search(sentence))
