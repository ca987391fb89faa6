"""Formulas as Word writes them (OMML)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from docx.oxml import parse_xml
from lxml import etree

from portal.text import mathml

_MATH: Final = "http://schemas.openxmlformats.org/officeDocument/2006/math"
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
    return [part for node in nodes for part in _written(node)]


def _written(node: mathml.Node) -> list[Any]:
    if node.text:
        return [_run(node.text, is_plain=node.is_plain or node.tag == "mtext")]
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
