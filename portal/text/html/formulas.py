"""Formulas between pages and the one form in which a text keeps them. Pure."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from portal.text import mathml
from portal.text.html.tree import Element, Node
from portal.text.html.vocabulary import MATHML_ATTRIBUTES

_NAME: Final = re.compile("[a-z]{1,20}(?:-xml)?")


def formula_of(element: Element) -> str:
    """A `math` element in the form that is kept; empty when it is none that may be kept."""
    if not element.children:
        return ""
    return normal(_written(element))


def normal(given: str) -> str:
    """MathML in the form that is kept; empty for any other."""
    try:
        return mathml.write(mathml.read(given)) if given else ""
    except mathml.MalformedFormula:
        return ""


def _written(node: Node) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    inside = "".join(map(_written, node.children))
    if not _NAME.fullmatch(node.name):
        return inside
    kept = (name for name in MATHML_ATTRIBUTES if name in node.attributes)
    attributes = "".join(f' {name}="{escape(node.attributes[name])}"' for name in kept)
    return f"<{node.name}{attributes}>{inside}</{node.name}>"
