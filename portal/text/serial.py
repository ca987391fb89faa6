"""A text as JSON, and back: the one form in which it is kept and sent. Pure.

    {"version": 1, "blocks": [{"kind": "article", "number": "第一条", "words": ["为了……"]}]}

Words without marks are a bare string; every other inline and every block is an object whose
`kind` names it. What is empty or usual is left out, so that one text has one form: `dump` of
`load` of anything it accepts is the canonical one, and `digest` of it can be compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from portal.text.model import (
    Annex,
    Article,
    Block,
    Break,
    Cell,
    Figure,
    Formula,
    Heading,
    Inline,
    Inlines,
    List,
    ListItem,
    Mark,
    Note,
    Paragraph,
    Ruby,
    Signature,
    Table,
    Text,
    Words,
)

VERSION: Final = 1
Json: TypeAlias = dict[str, Any]
# Far deeper than any document; a hostile one must not exhaust the stack.
_DEEPEST: Final = 12


class MalformedText(ValueError):
    """What was given is no text of this serialisation; the message says where and why."""


def dump(text: Text) -> Json:
    """The canonical JSON of a text."""
    return {"version": VERSION, "blocks": [_block(block) for block in text.blocks]}


def digest(text: Text) -> str:
    """SHA-256 over the canonical JSON, in hexadecimal."""
    content = json.dumps(dump(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def load(content: object) -> Text:
    """The text that JSON stands for; nothing at all is the empty text.

    Raises MalformedText for any other shape, kind or version. Limits of what a text may hold are
    the vocabulary's, not this function's.
    """
    if content is None or content == {}:
        return Text()
    if not isinstance(content, Mapping) or content.get("version") != VERSION:
        raise MalformedText(f"版本不是{VERSION}")
    return Text(_blocks(content.get("blocks", []), 0))


def _block(block: Block) -> Json:
    found: Json
    match block:
        case Paragraph():
            found = {"kind": "paragraph", "number": block.number, "words": _inlines(block.words)}
        case Heading():
            found = {
                "kind": "heading",
                "level": block.level,
                "number": block.number,
                "words": _inlines(block.words),
                "run_in": _inlines(block.run_in),
            }
        case Article():
            found = {
                "kind": "article",
                "number": block.number,
                "name": block.name,
                "words": _inlines(block.words),
            }
        case List():
            found = {
                "kind": "list",
                "ordered": block.ordered,
                "start": block.start if block.start != 1 else 0,
                "items": [[_block(each) for each in item.blocks] for item in block.items],
            }
        case Table():
            found = {
                "kind": "table",
                "caption": _inlines(block.caption),
                "rows": [[_cell(each) for each in row] for row in block.rows],
            }
        case Figure():
            found = {
                "kind": "figure",
                "file": block.file,
                "alt": block.alt,
                "caption": _inlines(block.caption),
            }
        case Signature():
            found = {"kind": "signature", "lines": list(block.lines)}
        case Annex():
            found = {"kind": "annex", "label": block.label, "title": _inlines(block.title)}
    return _filled(found)


def _cell(cell: Cell) -> Json:
    return _filled(
        {
            "across": cell.across if cell.across != 1 else 0,
            "down": cell.down if cell.down != 1 else 0,
            "header": cell.is_header,
            "blocks": [_block(each) for each in cell.blocks],
        }
    )


def _inlines(inlines: Inlines) -> list[Any]:
    return [_inline(each) for each in inlines]


def _inline(inline: Inline) -> str | Json:
    match inline:
        case Words(text, marks, href):
            if not marks and not href:
                return text
            return _filled({"kind": "words", "text": text, "marks": sorted(marks), "href": href})
        case Ruby(base, reading):
            return {"kind": "ruby", "base": base, "reading": reading}
        case Formula(text, mathml):
            return _filled({"kind": "formula", "text": text, "mathml": mathml})
        case Note(words):
            return {"kind": "note", "words": _inlines(words)}
        case Break():
            return {"kind": "break"}


def _filled(values: Json) -> Json:
    return {key: value for key, value in values.items() if value not in ("", 0, False, None, [])}


def _blocks(content: object, depth: int) -> tuple[Block, ...]:
    if depth > _DEEPEST:
        raise MalformedText("嵌套过深")
    if not isinstance(content, list):
        raise MalformedText("内容不是一列段落")
    return tuple(_read_block(each, depth) for each in content)


def _read_block(content: object, depth: int) -> Block:
    if not isinstance(content, Mapping):
        raise MalformedText("段落不是一个对象")
    kind = content.get("kind")
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise MalformedText(f"没有“{kind}”这种段落")
    return reader(content, depth)


def _read_heading(content: Mapping[str, Any], depth: int) -> Heading:
    return Heading(
        level=_count(content, "level", 1),
        words=_words(content, "words", depth),
        number=_string(content, "number"),
        run_in=_words(content, "run_in", depth),
    )


def _read_list(content: Mapping[str, Any], depth: int) -> List:
    items = _rows(content, "items")
    return List(
        items=tuple(ListItem(_blocks(item, depth + 1)) for item in items),
        ordered=content.get("ordered") is True,
        start=_count(content, "start", 1),
    )


def _read_table(content: Mapping[str, Any], depth: int) -> Table:
    rows = _rows(content, "rows")
    return Table(
        rows=tuple(tuple(_read_cell(each, depth) for each in row) for row in rows),
        caption=_words(content, "caption", depth),
    )


def _read_cell(content: object, depth: int) -> Cell:
    if not isinstance(content, Mapping):
        raise MalformedText("单元格不是一个对象")
    return Cell(
        blocks=_blocks(content.get("blocks", []), depth + 1),
        across=_count(content, "across", 1),
        down=_count(content, "down", 1),
        is_header=content.get("header") is True,
    )


def _read_signature(content: Mapping[str, Any], _depth: int) -> Signature:
    lines = content.get("lines", [])
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise MalformedText("落款不是几行文字")
    return Signature(tuple(lines))


_READERS: Final[Mapping[str, Callable[[Mapping[str, Any], int], Block]]] = {
    "paragraph": lambda given, depth: Paragraph(
        _words(given, "words", depth), _string(given, "number")
    ),
    "heading": _read_heading,
    "article": lambda given, depth: Article(
        _string(given, "number"), _words(given, "words", depth), _string(given, "name")
    ),
    "list": _read_list,
    "table": _read_table,
    "figure": lambda given, depth: Figure(
        _string(given, "file"), _string(given, "alt"), _words(given, "caption", depth)
    ),
    "signature": _read_signature,
    "annex": lambda given, depth: Annex(_words(given, "title", depth), _string(given, "label")),
}


def _words(content: Mapping[str, Any], name: str, depth: int) -> Inlines:
    found = content.get(name, [])
    if depth > _DEEPEST:
        raise MalformedText("嵌套过深")
    if not isinstance(found, list):
        raise MalformedText(f"{name}不是一列文字")
    return tuple(_read_inline(each, depth) for each in found)


def _read_inline(content: object, depth: int) -> Inline:
    if isinstance(content, str):
        return Words(content)
    if not isinstance(content, Mapping):
        raise MalformedText("文字不是字符串，也不是一个对象")
    match content.get("kind"):
        case "words":
            return Words(_string(content, "text"), _marks(content), _string(content, "href"))
        case "ruby":
            return Ruby(_string(content, "base"), _string(content, "reading"))
        case "formula":
            return Formula(_string(content, "text"), _string(content, "mathml"))
        case "note":
            return Note(_words(content, "words", depth + 1))
        case "break":
            return Break()
        case kind:
            raise MalformedText(f"没有“{kind}”这种文字")


def _marks(content: Mapping[str, Any]) -> frozenset[Mark]:
    found = content.get("marks", [])
    try:
        return frozenset(Mark(each) for each in found)
    except (TypeError, ValueError) as error:
        raise MalformedText(f"没有“{found}”这种字形") from error


def _string(content: Mapping[str, Any], name: str) -> str:
    found = content.get(name, "")
    if not isinstance(found, str):
        raise MalformedText(f"{name}不是文字")
    return found


def _count(content: Mapping[str, Any], name: str, usual: int) -> int:
    found = content.get(name, usual)
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        raise MalformedText(f"{name}不是一个数")
    return found


def _rows(content: Mapping[str, Any], name: str) -> list[list[Any]]:
    found = content.get(name, [])
    if not isinstance(found, list) or not all(isinstance(row, list) for row in found):
        raise MalformedText(f"{name}不是几行")
    return found
