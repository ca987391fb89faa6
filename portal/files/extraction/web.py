"""HTML pages: what a reader sees, one line a block."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from portal.files.extraction.drawings import Pictures
from portal.files.extraction.plain import decode_or_refuse
from portal.files.extraction.result import Doubt, ExtractedText, UnreadableFile, plain_lines
from portal.files.extraction.webblocks import Blocks
from portal.files.formats.encodings import Decoded
from portal.text.model import Block, Text

_DROPPED = "head,script,style,nav,noscript,template,iframe,object,embed,svg,select,button"
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
     "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
     "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary",
     "table", "tbody", "tfoot", "thead", "tr", "ul"}
)  # fmt: skip
_CELLS = frozenset({"td", "th"})
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
# gb2312 and gbk pages are full of characters that only gb18030 has.
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030"}
_TAG = re.compile("<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,15})")
_SELF_CLOSING = frozenset(
    {"area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
     "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr"}
)  # fmt: skip
_DEEPEST = 5_000
_SPACES = re.compile(r"[ \t\r\n]+")
# A line end in the source is a blank between words and nothing between Chinese characters; which
# of the two is known only when neighbouring text nodes have met.
_SOFT = "\x1f"
_CJK = r"[\u2e80-\u9fff\uff00-\uffef]"
_CJK_BREAK = re.compile(rf"(?<={_CJK}) *{_SOFT}[ {_SOFT}]*(?={_CJK})")
_BLANKS = re.compile(f"[ {_SOFT}]+")
_AROUND_TABS = re.compile(r"(?<! ) *\t *")
# A longer cell is one of a page laid out by a table: its lines are lines of the page.
_LONGEST_CELL = 300


# What stands above characters is no line of a page; its text is read with them.
_READINGS = frozenset({"rt", "rp"})
# A line that says which segment of the page the lines below it are from.
_SIGN = "\x1e"


def from_html(data: bytes) -> ExtractedText:
    """Visible text of a page; scripts, styles and navigation dropped. Raises UnreadableFile."""
    decoded = _decode(data)
    if _depth(decoded.text) > _DEEPEST:
        raise UnreadableFile("网页的标签嵌套过深，无法读取，请另存为 docx 或 PDF 后上传。")
    tree = LexborHTMLParser(decoded.text)
    for node in tree.css(_DROPPED):
        node.decompose()
    page = _Page()
    pictures = Pictures()
    blocks = Blocks(_tidied, pictures, longest=_LONGEST_CELL)
    if tree.body is not None:
        _walk(tree.body, page, blocks)
    made, places = blocks.finish()
    lines, origins = _lines(page, places)
    if not lines:
        raise UnreadableFile("网页里没有可读的文字，请保存完整网页后再上传。")
    return ExtractedText(
        "\n".join(lines),
        "html",
        decoded.encoding,
        None,
        _doubts(blocks, made),
        Text(tuple(made)),
        tuple(origins) if made else (),
        tuple(pictures.parts),
    )


def _lines(page: _Page, places: Mapping[int, int]) -> tuple[list[str], list[int]]:
    """The lines of a page, and the place of the block that each is from."""
    joined = _tidied("".join(page.pieces))
    lines: list[str] = []
    origins: list[int] = []
    segment = 0
    for line in joined.split("\n"):
        if line.startswith(_SIGN):
            segment = int(line[1:])
            continue
        for part in plain_lines(_row_or_line(line)) if line.strip() else ():
            if part:
                lines.append(part)
                origins.append(places[segment])
    return lines, origins


def _tidied(text: str) -> str:
    """Text with its blanks as a page shows them."""
    return _BLANKS.sub(" ", _CJK_BREAK.sub("", text))


def _depth(markup: str) -> int:
    """How deep elements may nest, at most: those that close themselves are not counted.

    The parser asks every open element about each new one: its time is the depth squared.
    """
    depth = deepest = 0
    for tag in _TAG.finditer(markup):
        if tag["name"].lower() not in _SELF_CLOSING:
            depth = max(depth + (-1 if tag["end"] else 1), 0)
            deepest = max(deepest, depth)
    return deepest


def _decode(data: bytes) -> Decoded:
    declared = _DECLARED.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared.group(1).decode("ascii").lower()
        encoding = _ALIASES.get(name, name)
        try:
            return Decoded(data.decode(encoding), encoding)
        except (LookupError, UnicodeError):
            # A wrong declaration is common after "save as"; the bytes are asked next.
            pass
    return decode_or_refuse(data)


class _Page:
    """The text so far, and the cells that are open: where each began, and whether it lays out."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._open: list[int] = []
        self._inner = 0

    def add(self, piece: str) -> None:
        self.pieces.append(piece)

    def part(self, segment: int) -> None:
        """End a line; those that follow are from this segment."""
        self.pieces += ["\n", f"{_SIGN}{segment}\n"]

    def open_cell(self) -> None:
        self._open.append(len(self.pieces))
        self._inner = len(self._open)

    def close_cell(self, width: int) -> None:
        """End a cell: blocks in it part words, not lines, unless it lays out a page."""
        start = self._open.pop() if self._open else len(self.pieces)
        # A cell that held cells was looked at with them; none is looked at twice.
        if self._inner > len(self._open):
            cell = [piece for piece in self.pieces[start:] if not piece.startswith(_SIGN)]
            if sum(map(len, cell)) <= _LONGEST_CELL:
                self.pieces[start:] = [piece.replace("\n", " ") for piece in cell]
        self._inner = 0
        self.add("\t" * width)


def _width(node: Any) -> int:
    """The columns a cell takes; never more than a page can hold."""
    said = str(node.attributes.get("colspan") or "")
    return min(max(int(said), 1), 63) if said.isascii() and said.isdecimal() else 1


def _doubts(blocks: Blocks, made: Sequence[Block]) -> tuple[Doubt, ...]:
    found = []
    if blocks.lost_pictures:
        found.append(
            Doubt(f"网页中的图片{blocks.lost_pictures}幅没有存在文件里，没有录入，请对照原网页。")
        )
    if blocks.unnamed:
        places = tuple(place for place, block in enumerate(made) if block in blocks.unnamed)
        found.append(
            Doubt(f"网页有图片{len(blocks.unnamed)}幅没有替代文字，请逐幅写明图中的内容。", places)
        )
    return tuple(found)


def _row_or_line(line: str) -> str:
    """A line without its blanks; of a row, without the mark that ends its last cell."""
    line = _AROUND_TABS.sub("\t", line)
    line = line.strip(" \u3000\xa0").removesuffix("\t")
    return line if line.count("\t") and line.strip() else line.strip(" \u3000\xa0\t")


def _walk(root: Any, page: _Page, blocks: Blocks) -> None:
    """Depth first without recursion: strangers' pages nest as deep as they like."""
    node = root
    while node is not None:
        _enter(node, page, blocks)
        if node.first_child is not None and node.tag not in _READINGS:
            node = node.first_child
            continue
        while node is not None and node.next is None:
            _leave(node, page, blocks)
            node = node.parent if node.mem_id != root.mem_id else None
            if node is not None and node.mem_id == root.mem_id:
                return
        if node is not None:
            _leave(node, page, blocks)
            node = node.next


def _blank(found: re.Match[str]) -> str:
    return _SOFT if "\n" in found[0] else " "


def _enter(node: Any, page: _Page, blocks: Blocks) -> None:
    if node.is_text_node:
        raw = (node.text_content or "").replace(_SOFT, "").replace(_SIGN, "")
        text = _SPACES.sub(_blank, raw)
        page.add(text)
        blocks.text(text)
        return
    if node.tag in _CELLS:
        page.open_cell()
    elif node.tag == "br":
        page.add("\n")
        blocks.line_end()
    elif node.tag in _READINGS:
        blocks.reading(node.text(deep=True) if node.tag == "rt" else "")
    elif node.tag in _BLOCKS:
        page.part(blocks.part())
    blocks.enter(node)


def _leave(node: Any, page: _Page, blocks: Blocks) -> None:
    blocks.leave(node)
    if node.tag in _CELLS:
        page.close_cell(_width(node))
    elif node.tag in _BLOCKS:
        page.part(blocks.part())
