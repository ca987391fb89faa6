"""依据 as editors write them, a line each: 试府办〔2026〕7号 第三条, or the page of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.urls import Resolver404, resolve

from disclosure.presenters.sheets import reading_of
from disclosure.search_entries import PUBLIC_KIND
from policies.answers.models import Basis
from policies.answers.querysets import standing_documents
from portal.common.errors import ActRefused
from portal.search.models import SearchEntry
from portal.search.query_parser import number_key
from portal.text.model import Article, Heading
from portal.text.plain import numbered, words_of

if TYPE_CHECKING:
    from disclosure.models import Document
    from policies.answers.models import EntryVersion

MOST: Final = 20
_PAGE = re.compile(r"^(?:https?://[^/\s]+)?(/\S*)$")


@dataclass(frozen=True)
class Found:
    """A document and the passage named of it; both words empty for the whole document."""

    document: Document
    passage: str = ""
    anchor: str = ""


def read_bases(lines: Sequence[str]) -> list[Found]:
    """What the lines name. Raises ActRefused, saying of the first line what is wrong with it."""
    if len(lines) > MOST:
        raise ActRefused(f"依据最多写{MOST}处。")
    found = [_read(line) for line in lines]
    named = [(each.document.pk, each.anchor) for each in found]
    for line, name in zip(lines, named, strict=True):
        if named.count(name) > 1:
            raise ActRefused(f"依据重复了：{line}")
    return found


def put_bases(version: EntryVersion, found: Iterable[Found]) -> None:
    """The version rests on these and on nothing else; it is locked with its entry."""
    version.bases.all().delete()
    Basis.objects.bulk_create(
        Basis(
            version=version,
            document=each.document,
            passage=each.passage,
            anchor=each.anchor,
            place=place,
        )
        for place, each in enumerate(found, start=1)
    )


def lines_of(version: EntryVersion) -> list[str]:
    """The bases of a version as they would be written again."""
    rows = version.bases.select_related("document")
    return [f"{_name(row.document)} {row.passage}".strip() for row in rows]


def _name(document: Document) -> str:
    """What leads to it again: its number where no other document bears it, else its page."""
    number: str = document.doc_number
    known = number and " " not in number and len(_of_number(number)) == 1
    return number if known else document.get_absolute_url()


def _read(line: str) -> Found:
    name, _, passage = line.strip().partition(" ")
    document = _document(name, line)
    passage = passage.strip()
    if not passage:
        return Found(document)
    for label, anchor in _passages(document):
        if label == passage:
            return Found(document, passage, anchor)
    raise ActRefused(
        f"{document.quoted_title}里没有“{passage}”。请照正文的写法写，如：第三条；引用全文的不写。"
    )


def _document(name: str, line: str) -> Document:
    keys = [key] if (key := _page_key(name)) is not None else _of_number(name)
    rows = list(standing_documents().filter(pk__in=keys)[:2])
    if len(rows) > 1:
        raise ActRefused(f"有几份文件都是这个文号，请改写文件页面的网址：{line}")
    if not rows:
        raise ActRefused(f"没有找到公开、有效的文件：{line}。请写发文字号，或者文件页面的网址。")
    document: Document = rows[0]
    return document


def _page_key(name: str) -> int | None:
    """The document whose page an address is; None for what is no address."""
    if (address := _PAGE.match(name)) is None:
        return None
    try:
        met = resolve(address[1])
    except Resolver404:
        return 0
    key = met.kwargs.get("pk") if met.view_name == "disclosure:document" else 0
    return key if isinstance(key, int) and key < 2**63 else 0


def _of_number(number: str) -> list[int]:
    entries = SearchEntry.objects.live([PUBLIC_KIND])
    found = entries.filter(number_keys__contains=[number_key(number)])
    return list(found.values_list("object_id", flat=True))


def _passages(document: Document) -> Iterator[tuple[str, str]]:
    """Every passage of a document that has a name, with where its page is entered there."""
    reading = reading_of(document)
    for place in (*reading.own, *reading.attached):
        match place.block:
            case Article(number):
                yield number, place.anchor
            case Heading(_, words, number):
                yield numbered(number, words_of(words)), place.anchor
                if number:
                    yield number, place.anchor
