"""The markup of word processors made plain: hints in styles become tags, other style is gone. Pure.

Word and WPS write the numbers of paragraphs and the marks of lists as words, notes as links, and
what is hidden or deleted between the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from portal.text.html.runs import unwrapped
from portal.text.html.tree import LINES, Element, Node
from portal.text.html.vocabulary import INLINES

_BLANKS: Final = re.compile("[ \t]{2,}")
_FOREIGN: Final = ("v:", "o:", "x:", "m:")
_DELETED: Final = frozenset({"del", "s", "strike"})
_HEADINGS: Final = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h5", "h6": "h5"}
# Tags of other pages that mean something else in a text.
_BOXES: Final = frozenset({"article", "footer", "figure", "figcaption", "section"})
_NOTE_LIST: Final = frozenset({"footnote-list", "endnote-list", "comment-list"})
_LEVEL: Final = re.compile(r"level([1-9])")
_NOTE_ID: Final = re.compile(r"mso-(?:foot|end)note-id:\s*([a-z0-9_]{1,20})", re.I)
_SYMBOLS: Final = re.compile("symbol|wingdings|webdings|courier", re.I)
_DEEPEST_LIST: Final = 4


class Clipboard:
    """One paste: its tree made plain. `pictures` counts those that could not come along."""

    def __init__(self, root: Element) -> None:
        self.pictures = 0
        self._notes = _notes_in(root)
        self.nodes = self._children(root.children)

    def _children(self, nodes: Iterable[Node]) -> list[Node]:
        found: list[Node] = []
        for node in nodes:
            found.extend(self._node(node))
        return _with_lists(found)

    def _node(self, node: Node) -> list[Node]:
        if isinstance(node, str):
            return [_BLANKS.sub(" ", unwrapped(node).replace("\xa0", " "))]
        style = _style(node)
        if _is_left_out(node, style):
            return []
        name = node.name
        if name == "img":
            self.pictures += 1
            return []
        if name == "a" and (note := self._note(node)) is not None:
            return [note]
        children = self._children(node.children)
        if ":" in name:
            return children
        if name in ("p", "div") and (level := style.get("mso-outline-level", "")[:1]).isdigit():
            name = _HEADINGS.get(f"h{level}", name)
        elif name in _BOXES:
            name = "div"
        elif name in ("b", "strong") and style.get("font-weight") in ("normal", "400"):
            name = "span"
        else:
            name = _HEADINGS.get(name, name)
        attributes = {
            key: value
            for key, value in node.attributes.items()
            if key in ("href", "colspan", "rowspan", "start", "alttext", "mathvariant")
        }
        if node.name == "p":
            attributes |= _list_hints(node, style)
        made = _element(name, attributes, children)
        return [_marked(made, style)] if name == "span" else [made]

    def _note(self, link: Element) -> Element | None:
        """The note that a link calls, in its place."""
        found = _NOTE_ID.search(link.attributes.get("style", ""))
        # A note stands once, however often it is called.
        body = self._notes.pop(found[1].lower(), None) if found else None
        if body is None:
            return None
        tag = INLINES["note"]
        # Its paragraphs end no line where the note stands.
        return Element(tag.name, {"class": tag.css}, self._children(body.children))


def _element(name: str, attributes: dict[str, str], children: list[Node]) -> Element:
    holds = any(
        isinstance(each, Element) and (each.holds_lines or each.name in LINES) for each in children
    )
    return Element(name, attributes, children, holds)


def _style(element: Element) -> dict[str, str]:
    pairs = (each.partition(":") for each in element.attributes.get("style", "").split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs}


def _is_left_out(element: Element, style: dict[str, str]) -> bool:
    return (
        element.name.startswith(_FOREIGN)
        or element.name in _DELETED
        or style.get("display") == "none"
        or style.get("mso-hide") == "all"
        or style.get("mso-list") == "ignore"
        or style.get("mso-element") in _NOTE_LIST
        or ("page-break-before" in style and element.name == "br")
        or "MsoCommentReference" in element.classes
    )


def _marked(span: Element, style: dict[str, str]) -> Element:
    """The words as tags mark them, where a style does."""
    weight = style.get("font-weight", "")
    asked = {
        "strong": weight == "bold"
        or (weight.isdecimal() and len(weight) < 5 and int(weight) > 599),
        "em": style.get("font-style") == "italic",
        "u": "underline" in style.get("text-decoration", ""),
        "sup": style.get("vertical-align") == "super",
        "sub": style.get("vertical-align") == "sub",
    }
    for name, is_asked in asked.items():
        if is_asked:
            span = _element(name, {}, [span])
    return span


# --- notes ---


def _notes_in(root: Element) -> dict[str, Element]:
    """The paragraphs of notes, which stand at the end, by the name that calls them."""
    found = {}
    waiting = [root]
    while waiting:
        element = waiting.pop()
        name = element.attributes.get("id", "").lower()
        if name and _style(element).get("mso-element") in ("footnote", "endnote"):
            found[name] = _without_ways_back(element)
        else:
            waiting.extend(element.elements())
    return found


def _without_ways_back(element: Element) -> Element:
    children = [
        _without_ways_back(each) if isinstance(each, Element) else each
        for each in element.children
        if not _is_way_back(each)
    ]
    return Element(element.name, element.attributes, children, element.holds_lines)


def _is_way_back(node: Node) -> bool:
    return (
        isinstance(node, Element)
        and node.name == "a"
        and _NOTE_ID.search(node.attributes.get("style", "")) is not None
    )


# --- lists ---


def _list_hints(paragraph: Element, style: dict[str, str]) -> dict[str, str]:
    """The number of a paragraph as printed; or how deep its bullet stands."""
    listed = style.get("mso-list", "")
    if not listed or listed in ("none", "ignore"):
        return {}
    mark = _ignored(paragraph)
    if mark is None:
        return {}
    text = "".join(mark.text().split())
    is_bullet = bool(_SYMBOLS.search(_fonts(mark))) or (len(text) == 1 and not text.isalnum())
    if not is_bullet:
        return {"data-number": text} if text else {}
    level = _LEVEL.search(listed)
    return {"data-bullet": str(min(int(level[1]) if level else 1, _DEEPEST_LIST))}


def _ignored(paragraph: Element) -> Element | None:
    """The words that stand for the number or the bullet, with what surrounds them."""
    waiting = list(paragraph.elements())[::-1]
    while waiting:
        element = waiting.pop()
        if _style(element).get("mso-list") == "ignore":
            return element
        if any(_style(each).get("mso-list") == "ignore" for each in element.elements()):
            return element
        waiting.extend(list(element.elements())[::-1])
    return None


def _fonts(element: Element) -> str:
    inside = [element.attributes.get("style", "")]
    inside += [each.attributes.get("style", "") for each in element.elements()]
    return " ".join(re.findall(r"font-family:[^;]*", ";".join(inside)))


def _with_lists(nodes: list[Node]) -> list[Node]:
    """Paragraphs with bullets gathered in lists, the deeper ones within the item above them."""
    found: list[Node] = []
    # The lists that are open, by how deep their bullets stand, each with its last item.
    opened: list[tuple[int, Element, Element]] = []
    for node in nodes:
        depth = int(node.attributes.pop("data-bullet", "0")) if isinstance(node, Element) else 0
        if not depth:
            if isinstance(node, Element) or node.strip():
                opened = []
            found.append(node)
            continue
        item = Element("li", {}, [node], holds_lines=True)
        while opened and opened[-1][0] > depth:
            opened.pop()
        if opened and opened[-1][0] == depth:
            held = opened.pop()[1]
        else:
            held = Element("ul", {}, [], holds_lines=True)
            (opened[-1][2].children if opened else found).append(held)
        held.children.append(item)
        opened.append((depth, held, item))
    return found
