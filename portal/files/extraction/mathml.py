"""Formulas of Word (OMML) as Presentation MathML.

No library for Python does this well (docs/decisions/0024); the forms are those of
`formulas.formula_text`, which says the same in one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any, Final

from portal.files.formats.xml import local_name

_DEEPEST: Final = 40
_TOKENS: Final = re.compile(
    r"(?P<mn>\d+(?:[.,]\d+)*)|(?P<mi>[^\W\d_]|[A-Za-z]{2,}(?=\())|(?P<mo>\S)"
)
_HAN: Final = re.compile("[\u3400-\u9fff]+")
_Parts = list[tuple[str, str]]


def mathml_of(formula: Any) -> str:
    """A `math` element for an oMath or oMathPara; empty when nothing is in it."""
    inside = _read(formula, 0)
    return f"<math>{inside}</math>" if inside else ""


def _read(element: Any, depth: int) -> str:
    if depth > _DEEPEST:
        return ""
    name = local_name(element)
    if name == "t":
        return _text(element.text or "")
    if name.endswith("Pr"):
        return ""
    parts = [(local_name(part), _read(part, depth + 1)) for part in element]
    write = _FORMS.get(name)
    return write(element, parts) if write else "".join(markup for _, markup in parts)


def _text(text: str) -> str:
    """Letters, numbers and signs, each as what it is; a run of Chinese characters is words."""
    found: list[str] = []
    at = 0
    for han in _HAN.finditer(text):
        found += [_signs(text[at : han.start()]), f"<mtext>{han[0]}</mtext>"]
        at = han.end()
    return "".join([*found, _signs(text[at:])])


def _signs(text: str) -> str:
    return "".join(
        f"<{token.lastgroup}>{escape(token[0], quote=False)}</{token.lastgroup}>"
        for token in _TOKENS.finditer(text)
    )


def _row(markup: str) -> str:
    """What stands in one place of a form: always one element."""
    return f"<mrow>{markup}</mrow>"


def _form(tag: str, *names: str) -> Callable[[Any, _Parts], str]:
    def write(_element: Any, parts: _Parts) -> str:
        found = dict(parts)
        return f"<{tag}>{''.join(_row(found.get(name, '')) for name in names)}</{tag}>"

    return write


def _root(_element: Any, parts: _Parts) -> str:
    found = dict(parts)
    base = _row(found.get("e", ""))
    degree = found.get("deg", "")
    return f"<mroot>{base}{_row(degree)}</mroot>" if degree else f"<msqrt>{base}</msqrt>"


def _nary(element: Any, parts: _Parts) -> str:
    found = dict(parts)
    sign = f"<mo>{escape(_value(element, 'naryPr', 'chr', '∫'))}</mo>"
    below, above = found.get("sub", ""), found.get("sup", "")
    # Limits of a sum stand under and over it, those of an integral beside it.
    beside = _value(element, "naryPr", "limLoc", "undOvr") == "subSup"
    return _limited(sign, below, above, beside=beside) + _row(found.get("e", ""))


def _limited(base: str, below: str, above: str, *, beside: bool) -> str:
    if below and above:
        tag = "msubsup" if beside else "munderover"
        return f"<{tag}>{base}{_row(below)}{_row(above)}</{tag}>"
    if below:
        tag = "msub" if beside else "munder"
        return f"<{tag}>{base}{_row(below)}</{tag}>"
    if above:
        tag = "msup" if beside else "mover"
        return f"<{tag}>{base}{_row(above)}</{tag}>"
    return base


def _fenced(element: Any, parts: _Parts) -> str:
    opening = _value(element, "dPr", "begChr", "(")
    closing = _value(element, "dPr", "endChr", ")")
    between = f"<mo>{escape(_value(element, 'dPr', 'sepChr', '|'))}</mo>"
    inside = between.join(markup for name, markup in parts if name == "e")
    signs = [f"<mo>{escape(sign)}</mo>" if sign else "" for sign in (opening, closing)]
    return _row(signs[0] + inside + signs[1])


def _table(_element: Any, parts: _Parts) -> str:
    rows = (
        markup if name == "mr" else f"<mtr><mtd>{markup}</mtd></mtr>"
        for name, markup in parts
        if name in ("mr", "e")
    )
    return f"<mtable>{''.join(rows)}</mtable>"


def _cells(_element: Any, parts: _Parts) -> str:
    return f"<mtr>{''.join(f'<mtd>{markup}</mtd>' for name, markup in parts if name == 'e')}</mtr>"


def _accent(element: Any, parts: _Parts) -> str:
    sign = escape(_value(element, "accPr", "chr", "\u0302"))
    return f"<mover>{_row(dict(parts).get('e', ''))}<mo>{sign}</mo></mover>"


def _bar(element: Any, parts: _Parts) -> str:
    tag = "mover" if _value(element, "barPr", "pos", "bot") == "top" else "munder"
    return f"<{tag}>{_row(dict(parts).get('e', ''))}<mo>¯</mo></{tag}>"


def _value(element: Any, holder: str, wanted: str, otherwise: str) -> str:
    for properties in element:
        if local_name(properties) == holder:
            for row in properties:
                if local_name(row) == wanted:
                    found = (str(v) for k, v in row.attrib.items() if k.endswith("}val"))
                    return next(found, otherwise)
    return otherwise


_FORMS: Final[dict[str, Callable[[Any, _Parts], str]]] = {
    "f": _form("mfrac", "num", "den"),
    "sSup": _form("msup", "e", "sup"),
    "sSub": _form("msub", "e", "sub"),
    "sSubSup": _form("msubsup", "e", "sub", "sup"),
    "limLow": _form("munder", "e", "lim"),
    "limUpp": _form("mover", "e", "lim"),
    "rad": _root,
    "nary": _nary,
    "d": _fenced,
    "m": _table,
    "eqArr": _table,
    "mr": _cells,
    "acc": _accent,
    "bar": _bar,
}
