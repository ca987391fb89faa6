"""Formulas: the part of Presentation MathML that is kept, and nothing else of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

_LEAVES: Final = frozenset({"mi", "mn", "mo", "mtext"})
# How many children each takes; None for any number.
_FORMS: Final[Mapping[str, int | None]] = {
    "math": None, "mrow": None, "msqrt": None, "mtable": None, "mtr": None, "mtd": None,
    "mfrac": 2, "msup": 2, "msub": 2, "mroot": 2, "munder": 2, "mover": 2, "msubsup": 3,
    "munderover": 3,
}  # fmt: skip
# What changes the meaning, not the looks alone: an upright letter, a fraction without its line.
_ATTRIBUTES: Final = {("mi", "mathvariant"): "normal", ("mfrac", "linethickness"): "0"}
# Read through: what is in them counts, they do not.
_TRANSPARENT: Final = frozenset({"mstyle", "mpadded", "merror", "mphantom"})
_LEFT_OUT: Final = frozenset({"annotation", "annotation-xml", "mspace", "none", "mprescripts"})
_DEEPEST: Final = 40
_MOST: Final = 3000


class MalformedFormula(ValueError):
    """What was given is no MathML of this kind; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Node:
    """One element: a leaf has `text`, any other its `parts`; `plain` marks what _ATTRIBUTES say."""

    tag: str
    parts: tuple[Node, ...] = ()
    text: str = ""
    is_plain: bool = False


def read(mathml: str) -> Node:
    """The formula that MathML stands for. Raises MalformedFormula."""
    try:
        root = fromstring(mathml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise MalformedFormula("公式不是完整的 MathML") from error
    if _name(root) != "math":
        raise MalformedFormula("公式不是 MathML")
    if sum(1 for _ in root.iter()) > _MOST:
        raise MalformedFormula("公式过长")
    return Node("math", tuple(_read(list(root), 0)))


def write(node: Node) -> str:
    """The formula as MathML, in its one form: safe to stand in a page."""
    inside = escape(node.text, quote=False) + "".join(map(write, node.parts))
    name = next((name for tag, name in _ATTRIBUTES if tag == node.tag), "")
    attribute = f' {name}="{_ATTRIBUTES[node.tag, name]}"' if node.is_plain and name else ""
    return f"<{node.tag}{attribute}>{inside}</{node.tag}>"


def letters(node: Node) -> str:
    """Everything that is written in a formula."""
    return node.text + "".join(map(letters, node.parts))


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _read(elements: list[Any], depth: int) -> Iterator[Node]:
    if depth > _DEEPEST:
        raise MalformedFormula("公式嵌套过深")
    for element in elements:
        tag = _name(element)
        if tag in _LEFT_OUT:
            continue
        if tag == "semantics":
            yield from _read(list(element)[:1], depth + 1)
        elif tag in _TRANSPARENT:
            yield Node("mrow", tuple(_read(list(element), depth + 1)))
        elif tag in _LEAVES:
            text = " ".join("".join(element.itertext()).split())
            yield Node(tag, text=text, is_plain=_is_plain(tag, element))
        elif tag in _FORMS:
            parts = tuple(_read(list(element), depth + 1))
            if (count := _FORMS[tag]) is not None and len(parts) != count:
                raise MalformedFormula(f"公式中的 {tag} 不完整")
            yield Node(tag, parts, is_plain=_is_plain(tag, element))
        else:
            raise MalformedFormula(f"公式中不能有 {tag}")


def _is_plain(tag: str, element: Any) -> bool:
    return any(element.get(name) == value for (of, name), value in _ATTRIBUTES.items() if of == tag)
