"""HTML pages: what a reader sees, one line a block."""

import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from portal.files.extraction.plain import decode_or_refuse
from portal.files.extraction.result import ExtractedText, UnreadableFile, tidy
from portal.files.formats.decoding import Decoded

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
_SPACES = re.compile(r"[ \t\r\n]+")
# A line end in the source is a blank between words and nothing between Chinese characters; which
# of the two is known only when neighbouring text nodes have met.
_SOFT = "\x1f"
_CJK = r"[\u2e80-\u9fff\uff00-\uffef]"
_CJK_BREAK = re.compile(rf"(?<={_CJK}) *{_SOFT}[ {_SOFT}]*(?={_CJK})")
_BLANKS = re.compile(f"[ {_SOFT}]+")
_AROUND_TABS = re.compile(r" *\t *")


def from_html(data: bytes) -> ExtractedText:
    """Visible text of a page; scripts, styles and navigation dropped. Raises UnreadableFile."""
    decoded = _decode(data)
    tree = LexborHTMLParser(decoded.text)
    for node in tree.css(_DROPPED):
        node.decompose()
    pieces: list[str] = []
    if tree.body is not None:
        _walk(tree.body, pieces)
    joined = _BLANKS.sub(" ", _CJK_BREAK.sub("", "".join(pieces)))
    lines = (_AROUND_TABS.sub("\t", line).strip(" \u3000\xa0\t") for line in joined.split("\n"))
    text = tidy("\n".join(line for line in lines if line))
    if not text:
        raise UnreadableFile("网页里没有可读的文字，请保存完整网页后再上传。")
    return ExtractedText(text, "html", decoded.encoding)


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


def _walk(root: Any, pieces: list[str]) -> None:
    """Depth first without recursion: strangers' pages nest as deep as they like."""
    node = root
    while node is not None:
        _enter(node, pieces)
        if node.first_child is not None:
            node = node.first_child
            continue
        while node is not None and node.next is None:
            _leave(node, pieces)
            node = node.parent if node.mem_id != root.mem_id else None
            if node is not None and node.mem_id == root.mem_id:
                return
        if node is not None:
            _leave(node, pieces)
            node = node.next


def _blank(found: re.Match[str]) -> str:
    return _SOFT if "\n" in found[0] else " "


def _enter(node: Any, pieces: list[str]) -> None:
    if node.is_text_node:
        pieces.append(_SPACES.sub(_blank, (node.text_content or "").replace(_SOFT, "")))
    elif node.tag == "br" or node.tag in _BLOCKS:
        pieces.append("\n")


def _leave(node: Any, pieces: list[str]) -> None:
    if node.tag in _CELLS:
        pieces.append("\t")
    elif node.tag in _BLOCKS:
        pieces.append("\n")
