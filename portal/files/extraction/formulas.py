"""Formulas of Word (OMML) and fields that draw characters (EQ), as one line of text."""

import re
from typing import Any, Final

from portal.files.formats.xml import local_name

_DEEPEST: Final = 40
_TOO_LONG: Final = 2_000
_EQ: Final = re.compile(r"\s*eq\b", re.IGNORECASE)
# \o and \ac … say how the characters are laid over each other or set in a frame.
_SWITCH: Final = re.compile(r"\\[a-z]{1,2}[0-9]{0,3}", re.IGNORECASE)
_RINGS: Final = frozenset("○◯〇●□△◇☐")


def formula_text(element: Any, depth: int = 0) -> str:
    """A formula in one line: S/(3N), x^2, √(a); what is not known is read through."""
    if depth > _DEEPEST:
        return ""
    name = local_name(element)
    if name == "t":
        return element.text or ""
    if name.endswith("Pr"):
        return ""
    # Each part is read once: reading it anew below would double the work with every level.
    read = [(local_name(part), formula_text(part, depth + 1)) for part in element]
    write = _FORMS.get(name)
    return write(element, read) if write else "".join(text for _, text in read)


_Parts = list[tuple[str, str]]


def _fraction(_element: Any, read: _Parts) -> str:
    parts = dict(read)
    return f"{_grouped(parts.get('num', ''))}/{_grouped(parts.get('den', ''))}"


def _scripted(_element: Any, read: _Parts) -> str:
    """A letter with what stands at its foot and at its head."""
    parts = dict(read)
    below = f"_{_grouped(parts['sub'])}" if "sub" in parts else ""
    above = f"^{_grouped(parts['sup'])}" if "sup" in parts else ""
    return parts.get("e", "") + below + above


def _root(_element: Any, read: _Parts) -> str:
    parts = dict(read)
    degree = f"[{parts['deg']}]" if parts.get("deg") else ""
    return f"{degree}√({parts.get('e', '')})"


def _rows(_element: Any, read: _Parts) -> str:
    return "；".join(text for part, text in read if part in ("mr", "e"))


def _cells(_element: Any, read: _Parts) -> str:
    return "，".join(text for _, text in read)


def _grouped(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() else f"({text})"


def _property(element: Any, holder: str, wanted: str, otherwise: str) -> str:
    for properties in element:
        if local_name(properties) != holder:
            continue
        for row in properties:
            if local_name(row) == wanted:
                return next(
                    (str(v) for k, v in row.attrib.items() if k.endswith("}val")), otherwise
                )
    return otherwise


def _nary(element: Any, read: _Parts) -> str:
    parts = dict(read)
    sign = _property(element, "naryPr", "chr", "∫")
    below = f"_{_grouped(parts['sub'])}" if parts.get("sub") else ""
    above = f"^{_grouped(parts['sup'])}" if parts.get("sup") else ""
    return f"{sign}{below}{above} {parts.get('e', '')}"


def _fenced(element: Any, read: _Parts) -> str:
    opening = _property(element, "dPr", "begChr", "(")
    closing = _property(element, "dPr", "endChr", ")")
    between = _property(element, "dPr", "sepChr", "|")
    return opening + between.join(text for part, text in read if part == "e") + closing


_FORMS: Final = {
    "f": _fraction, "sSup": _scripted, "sSub": _scripted, "sSubSup": _scripted, "rad": _root,
    "nary": _nary, "d": _fenced, "m": _rows, "eqArr": _rows, "mr": _cells,
}  # fmt: skip


def drawn_text(instruction: str) -> str | None:
    r"""The characters an EQ field draws (``eq \o\ac(○,印)`` gives 印), None for other fields.

    A frame around other characters is left out; a fraction becomes a/b.
    """
    if not _EQ.match(instruction):
        return None
    text = _EQ.sub("", instruction[:_TOO_LONG], count=1)
    fraction = "\\f(" in text.replace(" ", "").lower()
    text = _SWITCH.sub("", text)
    arguments = [part.strip() for part in re.split(r"[(),;\\]", text)]
    drawn = [part for part in arguments if part]
    framed = [part for part in drawn if part not in _RINGS]
    return ("/" if fraction else "").join(framed or drawn)
