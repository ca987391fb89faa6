"""HTML from anybody as a plain tree, in time that grows with its length. Pure.

The parser hands its events over and keeps no tree of its own: building that takes time that grows
with the square of the attributes, and it drops what stands too deep without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from lxml import etree

from portal.text.html.vocabulary import DEEPEST_MARKUP, LONGEST
from portal.text.serial import MalformedText

Node: TypeAlias = "Element | str"

# Tags that end a line of words wherever they stand.
LINES: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd",
    "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li",
    "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip


@dataclass(slots=True)
class Element:
    """An element; `holds_lines` says that what ends a line stands somewhere inside it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    holds_lines: bool = False

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return self.attributes.get("class", "").split()

    def elements(self) -> Iterator[Element]:
        """The elements directly inside it."""
        return (each for each in self.children if isinstance(each, Element))

    def text(self) -> str:
        """All words inside it, without any markup."""
        parts: list[str] = []
        waiting: list[Node] = [self]
        while waiting:
            node = waiting.pop()
            if isinstance(node, str):
                parts.append(node)
            else:
                waiting.extend(reversed(node.children))
        return "".join(parts)


def parse(html: str) -> Element:
    """The tree below a nameless root. Raises MalformedText for what is too long or too deep."""
    if len(html) > LONGEST:
        raise MalformedText(f"内容超过{LONGEST // 10_000}万字符")
    builder = _Builder()
    # The root keeps the parser from treating a text that begins with words as another document.
    content = f"<body>{html.replace(chr(0), '')}</body>".encode("utf-8", "replace")
    parser = etree.HTMLParser(target=builder, encoding="utf-8")
    parser.feed(content)
    parser.close()
    return builder.root


class _Builder:
    """Takes the events of the parser."""

    def __init__(self) -> None:
        self.root = Element("")
        self._open = [self.root]
        # Words come in pieces, one for each reference to a character.
        self._words: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) > DEEPEST_MARKUP:
            raise MalformedText("嵌套过深")
        self._end_words()
        found = Element(str(name).lower(), dict(attributes))
        self._open[-1].children.append(found)
        self._open.append(found)

    def end(self, _name: str) -> None:
        self._end_words()
        if len(self._open) == 1:
            return
        ended = self._open.pop()
        if ended.holds_lines or ended.name in LINES:
            self._open[-1].holds_lines = True

    def data(self, words: str) -> None:
        self._words.append(words)

    def close(self) -> None:
        """The parser asks for an answer; the tree is it."""
        self._end_words()

    def _end_words(self) -> None:
        if self._words:
            self._open[-1].children.append("".join(self._words))
            self._words.clear()
