"""Formulas as Word writes them (OMML)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from docx.oxml import parse_xml
from lxml import etree

from portal.text import mathml

_MATH: Final = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_LARGE: Final = frozenset("∑∏∐∫∬∭∮⋀⋁⋂⋃")
# What stands below and above the sign, and whether under and over it or beside it.
_LIMITS: Final = {
    "munderover": ("sub", "sup", "undOvr"),
    "munder": ("sub", "", "undOvr"),
    "mover": ("", "sup", "undOvr"),
    "msubsup": ("sub", "sup", "subSup"),
    "msub": ("sub", "", "subSup"),
    "msup": ("", "sup", "subSup"),
}
_FENCES: Final = {"(": ")", "[": "]", "{": "}", "|": "|"}
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def formula(text: str, given: str) -> Any:
    """A formula as an element for a paragraph: from its MathML, or else its one line."""
    try:
        parts = _parts(mathml.read(given).parts) if given else [_run(text)]
    except mathml.MalformedFormula:
        parts = [_run(text)]
    # Parsed anew, so that python-docx knows its elements.
    return parse_xml(etree.tostring(_element("oMath", *parts)))


def _element(tag: str, *parts: Any) -> Any:
    element = etree.Element(f"{{{_MATH}}}{tag}", nsmap={"m": _MATH})
    element.extend(parts)
    return element


def _run(text: str, *, is_plain: bool = False) -> Any:
    words = _element("t")
    words.text = text
    words.set(_SPACE, "preserve")
    if not is_plain:
        return _element("r", words)
    style = _element("sty")
    style.set(f"{{{_MATH}}}val", "p")
    return _element("r", _element("rPr", style), words)


def _parts(nodes: Sequence[mathml.Node]) -> list[Any]:
    """A row; a sum, product or integral takes in what stands behind it."""
    parts: list[Any] = []
    rest = list(nodes)
    while rest:
        node = rest.pop(0)
        if _is_large(node) and rest:
            parts.append(_large(node, rest.pop(0)))
        else:
            parts += _written(node)
    return parts


def _written(node: mathml.Node) -> list[Any]:
    if node.text:
        return [_run(node.text, is_plain=node.is_plain or node.tag == "mtext")]
    if _is_fenced(node):
        return [_fenced(node)]
    write = _FORMS.get(node.tag)
    return [write(node)] if write else _parts(node.parts)


def _with(tag: str, *names: str) -> Callable[[mathml.Node], Any]:
    """An element whose parts are named in the order in which MathML has them."""

    def write(node: mathml.Node) -> Any:
        pairs = zip(names, node.parts, strict=True)
        return _element(tag, *(_element(name, *_written(part)) for name, part in pairs))

    return write


def _fraction(node: mathml.Node) -> Any:
    made = _with("f", "num", "den")(node)
    if node.is_plain:
        kind = _element("type")
        kind.set(f"{{{_MATH}}}val", "noBar")
        made.insert(0, _element("fPr", kind))
    return made


def _root(node: mathml.Node) -> Any:
    if node.tag == "mroot":
        radicand, degree = node.parts
        return _element(
            "rad", _element("deg", *_written(degree)), _element("e", *_written(radicand))
        )
    hidden = _element("degHide")
    hidden.set(f"{{{_MATH}}}val", "1")
    return _element(
        "rad", _element("radPr", hidden), _element("deg"), _element("e", *_parts(node.parts))
    )


def _limits(node: mathml.Node) -> Any:
    """What stands below and above, one within the other."""
    inner, below, above = node.parts
    low = _element("limLow", _element("e", *_written(inner)), _element("lim", *_written(below)))
    return _element("limUpp", _element("e", low), _element("lim", *_written(above)))


def _is_large(node: mathml.Node) -> bool:
    """Whether it is a sum, product or integral with its limits."""
    return node.tag in _LIMITS and bool(node.parts) and node.parts[0].text in _LARGE


def _large(node: mathml.Node, operand: mathml.Node) -> Any:
    sign, *limits = node.parts
    below, above, location = _LIMITS[node.tag]
    properties = _element("naryPr")
    for tag, value in (("chr", sign.text), ("limLoc", location)):
        properties.append(_valued(tag, value))
    found = dict(zip((name for name in (below, above) if name), limits, strict=True))
    hidden = [_valued(f"{name}Hide", "1") for name in ("sub", "sup") if name not in found]
    properties.extend(hidden)
    places = [
        _element(name, *(_written(found[name]) if name in found else ())) for name in ("sub", "sup")
    ]
    return _element("nary", properties, *places, _element("e", *_written(operand)))


def _is_fenced(node: mathml.Node) -> bool:
    """Whether a row stands between brackets."""
    if node.tag != "mrow" or len(node.parts) < 2:
        return False
    first, last = node.parts[0], node.parts[-1]
    return first.tag == last.tag == "mo" and _FENCES.get(first.text) == last.text


def _fenced(node: mathml.Node) -> Any:
    first, *inside, last = node.parts
    signs = _element("dPr", _valued("begChr", first.text), _valued("endChr", last.text))
    return _element("d", signs, _element("e", *_parts(inside)))


def _valued(tag: str, value: str) -> Any:
    element = _element(tag)
    element.set(f"{{{_MATH}}}val", value)
    return element


def _matrix(node: mathml.Node) -> Any:
    return _element(
        "m",
        *(
            _element("mr", *(_element("e", *_written(cell)) for cell in row.parts))
            for row in node.parts
        ),
    )


_FORMS: Final[Mapping[str, Callable[[mathml.Node], Any]]] = {
    "mfrac": _fraction,
    "msup": _with("sSup", "e", "sup"),
    "msub": _with("sSub", "e", "sub"),
    "msubsup": _with("sSubSup", "e", "sub", "sup"),
    "munder": _with("limLow", "e", "lim"),
    "mover": _with("limUpp", "e", "lim"),
    "munderover": _limits,
    "msqrt": _root,
    "mroot": _root,
    "mtable": _matrix,
}
