"""From the text of one official document to its elements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from disclosure.imports.assembler import Assembler, issuer_prefix, order_organ
from disclosure.imports.blocks import Source, read_body
from disclosure.imports.elements import Line, OrganName, ParsedDocument
from disclosure.imports.head import read_head
from disclosure.imports.imprint import read_imprint
from disclosure.imports.issuers import split_names
from disclosure.imports.line_wrap import Wrap, join_lines, measure_wrap, merge_names, squeeze
from disclosure.imports.lines import clean_lines
from disclosure.imports.marks import Head
from disclosure.imports.signoff import Closing, read_closing
from disclosure.imports.titles import find_genre, find_instruments, instrument_kind

__all__ = ["OrganName", "ParsedDocument", "parse_document"]

# Heads the page of an annex; its title stands below it.
_ANNEX_HEAD: Final = re.compile("附件[0-9一二三四五六七八九十]{0,3}[:：]?")
_ANNEX_LIST: Final = re.compile(r"^附件[：:]\s*(?:1[.．、])?\s*(?P<name>[^，。]{4,60})$")


def parse_document(
    text: str, *, file: str, organs: Sequence[OrganName], source: Source | None = None
) -> ParsedDocument:
    """Return the elements of the official document in ``text``.

    ``text`` is plain text, with or without Markdown noise, one paragraph or one visual line per
    line; ``source`` its blocks, where its file has any: what is left of them is the body.
    ``file`` is only carried along. ``organs`` may be empty; names it does not hold are kept as
    text. Never raises on any text: what cannot be read is None and has a warning.
    """
    lines = clean_lines(text)
    wrap = measure_wrap(lines)
    head = read_head(lines, wrap)
    body = [*head.rest, *lines[head.body :]]
    assembler = Assembler(file, organs)
    assembler.take_head(head)
    assembler.take_order_title(body, head)
    assembler.take_genre(head)
    return _finish(assembler, head, body, wrap, source or Source())


def _finish(
    assembler: Assembler, head: Head, body: list[Line], wrap: Wrap, source: Source
) -> ParsedDocument:
    """Read everything below the 主送 and assemble the document."""
    document = assembler.document
    instruments = find_instruments(document.title)
    if head.is_order and document.title and find_genre(document.title) is None:
        instruments = [document.title]
    annexes = [m["name"] for m in (_ANNEX_LIST.match(line.text) for line in body) if m]
    body = merge_names(body, [name for name in (*instruments, *annexes) if name])
    imprint = read_imprint(body)
    closing = read_closing(body, imprint.used, _known_names(head, assembler.organs), instruments)
    assembler.take_imprint(imprint)
    signed = assembler.take_signing(closing, imprint, head)
    assembler.take_recipients(head, imprint)
    assembler.take_openness(closing, head)
    assembler.take_issuers(head, closing)
    assembler.check_years(head)
    printed_name = _printed_name(body, closing, instruments)
    if printed_name:
        instruments = [printed_name]
        body = body[: closing.end] + merge_names(body[closing.end :], instruments)
    used = imprint.used | closing.used
    kept = [line for index, line in enumerate(body) if index not in used]
    paragraphs = join_lines(kept, wrap)
    assembler.take_body(paragraphs, instruments)
    assembler.take_text(read_body(paragraphs, source, enclosed=instruments))
    assembler.take_validity(signed)
    return document


def _printed_name(body: Sequence[Line], closing: Closing, instruments: Sequence[str]) -> str | None:
    """Return the attached text's own title when it is worded otherwise than in the title.

    国家教委关于…问题请示 in the title is printed below the date as 关于…问题的请示.
    """
    names = {squeeze(name) for name in instruments}
    if (
        not names
        or closing.end is None
        or any(line.squeezed.strip("《》") in names for line in body)
    ):
        return None
    kinds = {instrument_kind(name) for name in names} - {None}
    text = ""
    for line in body[closing.end : closing.end + 4]:
        if _ANNEX_HEAD.fullmatch(line.squeezed):
            continue
        if re.search("[，。；：]", line.text):
            return None
        text += line.squeezed
        if instrument_kind(text) in kinds:
            return text
    return None


def _known_names(head: Head, organs: Sequence[OrganName]) -> list[str]:
    """Return the issuer names seen so far, to recognise the 署名 by."""
    masthead = " ".join(line.text for line in head.masthead)
    names = {*split_names(masthead, organs), *split_names(issuer_prefix(head), organs)}
    for organ in organs:
        names |= {organ.name, *organ.short_names}
    return [name for name in map(order_organ, names) if len(name) > 1]
