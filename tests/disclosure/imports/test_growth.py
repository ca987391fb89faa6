"""Twice the text takes twice the time, whatever stands in it: nobody can stop the import."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest

from disclosure.imports.elements import OrganName
from disclosure.imports.issuers import split_names
from disclosure.imports.parser import parse_document
from disclosure.imports.repeals import read_repeals
from disclosure.imports.titles import find_genre, find_instruments, title_issuer
from disclosure.imports.validity import read_validity
from portal.text.headings import find_headings
from tests.growth import LINEAR, growth_factor

ORGANS = (OrganName("SW", "云州市水务局", ("市水务局",), ("云水",)),)
HEAD = "云州市水务局文件\n云水〔2021〕9号\n关于节水的通知\n各单位：\n"
PROSE = "请各单位认真检查用水设施，发现漏水应当立即报修，并做"

# Pieces that patterns look for again and again, one after another, without the end they wait for.
PIECES = {
    "blanks": " ",
    "tabs": "\t",
    "wide blanks": "\u3000",
    "narrow blanks": "\u202f",
    "line separators": "\u2028",
    "closing quotes": "》",
    "opening quotes": "《",
    "brackets": "（甲",
    "closed brackets": "（甲）",
    "number brackets": "云水〔2021",
    "prints": "印发",
    "about": "关于",
    "repeals": "废止",
    "named repeals": "《甲》废止",
    "repeals of names": "废止《甲》",
    "years": "2021年",
    "dates": "自2021年3月1日",
    "terms": "有效期至",
    "forces": "自印发之日起施行",
    "chapters": "第一",
    "numerals": "一",
    "digits": "1",
    "dashes": "- ",
    "commas": "、甲",
    "spread letters": "甲 ",
    "organs": "云州市水务局",
    "offices": "水务局办公室",
    "districts": "青禾区",
    "orders": "令第",
    "copies": "印 1",
    "marks": "#*",
    "entities": "&nbsp",
}
LINES = {
    "empty": "\n",
    "short": "甲\n",
    "page numbers": "- 1 -\n",
    "bare numbers in prose": f"{PROSE}\n7\n",
    "unfinished prose": f"{PROSE}\n",
    "unfinished prose over pages": f"{PROSE}\n\n",
    "running headers": f"{PROSE}\n\n云州市节水手册\n",
    "rows": "甲\t乙\t丙\n",
    "half rows": "\t甲\n",
    "dates": "2021年3月1日\n",
    "signatures": "云州市水务局\n2021年3月1日\n",
    "imprints": "云州市水务局\n2021年3月2日印发\n",
    "copies to": "抄送：市档案馆\n",
    "notes": "（此件公开发布）\n",
    "annexes": "附件：1.甲办法\n",
    "articles": "第一条 甲。\n",
    "items": "一、《甲办法》\n",
    "lists of repeals": "对下列文件予以废止：\n一、《甲办法》\n",
    "titles": "关于节水的通知\n",
}


def parse(text: str) -> object:
    return parse_document(text, file="x", organs=ORGANS)


@pytest.mark.parametrize("name", PIECES)
def test_a_long_line(name: str) -> None:
    piece = PIECES[name]
    for before, after in (("", "x"), (HEAD, "x\n云州市水务局\n2021年3月1日\n")):
        make = functools.partial(_repeated, before, piece, after)
        assert growth_factor(parse, make, 2_000) < LINEAR, (name, bool(before))


@pytest.mark.parametrize("name", LINES)
def test_many_lines(name: str) -> None:
    make = functools.partial(_repeated, HEAD, LINES[name], "")
    assert growth_factor(parse, make, 1_000) < LINEAR


def _repeated(before: str, piece: str, after: str, length: int) -> str:
    return before + piece * (length // len(piece)) + after


READERS: dict[str, Callable[[str], object]] = {
    "genre": find_genre,
    "instruments": find_instruments,
    "issuer of a title": title_issuer,
    "names": lambda text: split_names(text, ORGANS),
    "headings": lambda text: find_headings([text]),
    "validity": lambda text: read_validity([text], None, text),
    "repeals": lambda text: read_repeals([text], text),
}


@pytest.mark.parametrize("reader", READERS)
def test_each_reader_by_itself(reader: str) -> None:
    for name in ("closing quotes", "prints", "repeals", "named repeals", "brackets", "dates"):
        make = functools.partial(_repeated, "关于", PIECES[name], "x的通知")
        assert growth_factor(READERS[reader], make, 4_000) < LINEAR, name
