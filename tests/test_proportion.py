"""No pattern and no parser works out of proportion to what it is given."""

from __future__ import annotations

import contextlib
import importlib
import io
import pkgutil
import re
import time
from collections.abc import Callable, Iterator

import pytest

from disclosure.exchange.values import neutral, tidy
from disclosure.reading import read
from portal.common.numerals import chinese_integer
from portal.common.words import words
from portal.files.extraction import extract_text
from portal.files.formats.contents import sniff
from portal.files.inspection import RejectedFile, inspect_data
from portal.files.personal_data import scan_text
from portal.files.scrubbing.ofd import scrub_ofd
from portal.files.scrubbing.word import scrub_docx
from portal.links.texts import links_in
from portal.organs import docnumbers
from portal.papers.typesetting.titles import title_lines
from portal.personal.masks import masked_text
from portal.search.highlights import hit_pattern, mark_hits, snippet
from portal.search.query_parser import parse as parse_query
from portal.search.tokens import index_stream
from portal.text.lines import edited, from_lines
from portal.text.vocabulary import checked
from portal.tracking.codes import normalised
from tests.files import samples
from tests.growth import LINEAR, growth_factor

_OURS = ("portal", "disclosure", "policies", "decisions", "requests_app")
_WITH_TESTS_OF_THEIR_OWN = ("disclosure.imports", "portal.files.extraction")
_SIZE = 2_000
# A pattern that goes over two thousand letters once takes far less, one that goes over them for
# each of them more.
_SECONDS = 0.005

# What runs of text are made of, in documents and in the hands of those who mean harm.
_PIECES = (
    " ", "\t", "\u3000", "\u202f", "\n", " \n", "\r\n", "1", "12 ", "1-", "0", "X", "a", "a.", "a@",
    "a-", "A", "中", "中·", "年", "第", "第一", "号", "令",
    "附件", "路", "关于", "》", "《", "《》", "〔", "〔2026〕",
    "（", "(", "[", "[1]", "京A", "转", "<", "<a:", "-", "/", "/a", "://", "http://", "'",
    "\"", "“", "，", "、", "一、", "。", "废止", "印发", "2026年", "6222 ", "卡号",
    "ext", "规", "=", "_", "%", "~", "é", "\x00",
)  # fmt: skip
_TAILS = ("", "x")


def _patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    """Every compiled pattern that a module of ours keeps, by its place."""
    for package in map(importlib.import_module, _OURS):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" in info.name or ".settings" in info.name:
                continue
            if info.name.startswith(_WITH_TESTS_OF_THEIR_OWN):
                continue
            module = importlib.import_module(info.name)
            for name, value in vars(module).items():
                for number, each in enumerate(_within(value)):
                    yield f"{info.name}.{name}[{number}]", each


def _within(value: object) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _within(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _within(each)


def _over(
    pattern: re.Pattern[str] | re.Pattern[bytes], piece: str, tail: str
) -> Callable[[int], None]:
    def work(number: int) -> None:
        text = piece * number + tail
        given = text.encode() if isinstance(pattern.pattern, bytes) else text
        for found in pattern.finditer(given):  # type: ignore[arg-type]
            found.span()

    return work


def test_no_pattern_goes_over_a_text_again_and_again() -> None:
    slow = []
    seen = set()
    for place, pattern in _patterns():
        if pattern in seen:
            continue
        seen.add(pattern)
        for piece in _PIECES:
            for tail in _TAILS:
                work = _over(pattern, piece, tail)
                begun = time.thread_time()
                work(_SIZE // len(piece))
                if time.thread_time() - begun < _SECONDS:
                    continue
                if growth_factor(work, lambda number: number, start=512) >= LINEAR:
                    slow.append(f"{place}: {piece!r}")
    assert len(seen) > 60
    assert slow == []


def _sniffed(text: str) -> None:
    sniff(io.BytesIO(text.encode()), "txt")


def _inspected(text: str) -> None:
    with contextlib.suppress(RejectedFile):
        inspect_data(text.encode(), name="a.jsonl")


def _read_query(text: str) -> None:
    marked = hit_pattern(parse_query(text[:200]))
    mark_hits(text, marked)
    snippet(text, marked)


def _of(piece: str) -> Callable[[int], str]:
    return lambda number: piece * number + "x"


# Each goes over a text, or a document of it, and is given the worst of what people write.
_READERS: dict[str, Callable[[str], object]] = {
    "sniffing": _sniffed,
    "inspection": _inspected,
    "search query": parse_query,
    "search marks": _read_query,
    "search tokens": index_stream,
    "document numbers": docnumbers.find_all,
    "one document number": docnumbers.parse,
    "loose numbers": docnumbers.loose_key,
    "chinese numerals": chinese_integer,
    "tracking codes": normalised,
    "masks": masked_text,
    "personal data": scan_text,
    "links": lambda text: links_in(text, hosts=["a.example"], roots=["documents"]),
    "reading": lambda text: read(from_lines([text, text])),
    "text": lambda text: checked(from_lines([text, text])),
    "text edited": lambda text: edited(from_lines([text, "甲"]), [text, text]),
    "titles": lambda text: title_lines(text, 20),
    "words": words,
    "table cells": tidy,
    "neutral cells": neutral,
}


@pytest.mark.parametrize("name", _READERS)
def test_no_reader_works_out_of_proportion(name: str) -> None:
    reader = _READERS[name]
    factors = {piece: growth_factor(reader, _of(piece), most=1 << 13) for piece in _PIECES}
    assert {piece: factor for piece, factor in factors.items() if factor >= LINEAR} == {}


# What an element costs when there are many: the shapes of office files that scrubbing walks.
_SHAPES = {
    "paragraphs": "<w:p/>",
    "runs": "<w:p><w:r><w:t>文</w:t></w:r></w:p>",
    "deleted marks": "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>文</w:t></w:r></w:p>",
    "insertions": "<w:ins><w:p><w:r><w:t>文</w:t></w:r></w:p></w:ins>",
    "hidden": "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r></w:p>",
    "tables": "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
    "comments": "<w:p><w:r><w:commentReference w:id='1'/></w:r></w:p>",
}


@pytest.mark.parametrize("shape", _SHAPES)
def test_cleaning_grows_no_faster_than_the_document(shape: str) -> None:
    factor = growth_factor(scrub_docx, lambda number: docx_of(_SHAPES[shape] * number), start=512)
    assert factor < LINEAR


def _pointing_often(number: int) -> bytes:
    """A small file whose few parts are pointed to again and again."""
    data = samples.ofd_bytes(samples.ofd_text(1, 1, "文") * number)
    members = samples.members_of(data)
    root, page = b"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>", b"<ofd:Pages>"
    again = b'<ofd:Page ID="0" BaseLoc="Pages/Page_0/Content.xml"/>'
    members["OFD.xml"] = members["OFD.xml"].replace(root, root * number)
    document = members["Doc_0/Document.xml"]
    members["Doc_0/Document.xml"] = document.replace(page, page + again * number)
    return samples.zip_bytes(dict(members))


def test_parts_that_are_pointed_to_often_are_read_once() -> None:
    for work in (lambda data: extract_text(data, name="a.ofd"), scrub_ofd):
        assert growth_factor(work, _pointing_often, start=64, most=1 << 11) < LINEAR


def docx_of(body: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f"<w:document xmlns:w='{space}'><w:body>{body}</w:body></w:document>"
    return samples.with_members(_EMPTY, {"word/document.xml": document})


_EMPTY = samples.docx_bytes()
