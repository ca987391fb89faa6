"""The words of HTML in one line: how they stand out and where they lead. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

from portal.text.html.formulas import formula_of
from portal.text.html.tree import Element, Node
from portal.text.html.vocabulary import INLINES, MARKS, safe_address
from portal.text.model import Break, Formula, Inline, Inlines, Mark, Note, Ruby, Words
from portal.text.normal import joined

LEFT_OUT: Final = frozenset({
    "area", "audio", "base", "button", "canvas", "col", "colgroup", "datalist", "embed",
    "frame", "frameset", "head", "iframe", "input", "link", "map", "meta", "noembed",
    "noframes", "noscript", "object", "option", "param", "script", "select", "source",
    "style", "svg", "template", "textarea", "title", "track", "video", "xml",
})  # fmt: skip
_MARKS: Final = {
    **{name: mark for mark, name in MARKS.items()},
    "b": Mark.STRONG,
    "i": Mark.EMPHASIS,
}
Run: TypeAlias = tuple[frozenset[Mark], str]
_PLAIN: Final[Run] = (frozenset(), "")


def inlines_of(nodes: Iterable[Node], run: Run = _PLAIN, *, in_note: bool = False) -> Inlines:
    """The words of some nodes in one line; `run` is how they stand out and where they lead."""
    found: list[Inline] = []
    marks, href = run
    for node in nodes:
        if isinstance(node, str):
            found.append(Words(unwrapped(node), marks, href))
        elif node.name in LEFT_OUT:
            continue
        elif node.name == INLINES["break"].name:
            found.append(Break())
        elif node.name == INLINES["ruby"].name:
            found.append(_ruby(node))
        elif node.name == INLINES["formula"].name:
            found.append(_formula(node))
        elif _is_note(node):
            inside = inlines_of(node.children, in_note=True)
            found.extend(inside if in_note else [Note(inside)] if inside else [])
        else:
            inside_run = _run(node, marks, href)
            found.extend(inlines_of(node.children, inside_run, in_note=in_note))
    return joined(found)


def unwrapped(words: str) -> str:
    """Words without the ends of line that some programs write HTML with; other blanks stay."""
    if "\n" not in words and "\r" not in words:
        return words
    first, *rest = words.replace("\r", "\n").split("\n")
    parts = [
        first.rstrip(" \t"),
        *(each.strip(" \t") for each in rest[:-1]),
        rest[-1].lstrip(" \t"),
    ]
    found = [parts[0]]
    for part in filter(None, parts[1:-1]) if len(parts) > 2 else ():
        found += _between(found[-1], part), part
    return "".join((*found, _between(found[-1], parts[-1]), parts[-1]))


def _between(before: str, after: str) -> str:
    """The blank that an end of line stands for: between Chinese characters there is none."""
    tight = before and after and (_is_wide(before[-1]) or _is_wide(after[0]))
    return "" if tight else " "


def _is_wide(letter: str) -> bool:
    return letter >= "\u2e80"


def _is_note(element: Element) -> bool:
    tag = INLINES["note"]
    return element.name == tag.name and tag.css in element.classes


def _run(element: Element, marks: frozenset[Mark], href: str) -> Run:
    if element.name == INLINES["link"].name:
        return marks, safe_address(element.attributes.get("href", "")) or href
    mark = _MARKS.get(element.name)
    return (marks | {mark} if mark else marks), href


def _ruby(element: Element) -> Inline:
    above = [each for each in element.elements() if each.name == INLINES["reading"].name]
    base = "".join(
        each if isinstance(each, str) else each.text()
        for each in element.children
        if isinstance(each, str) or each.name not in ("rt", "rp")
    )
    reading = "".join(each.text() for each in above)
    return Ruby(base, reading) if base and reading else Words(base or reading)


def _formula(element: Element) -> Inline:
    given = element.attributes
    kept = formula_of(element)
    text = given.get("data-text") or given.get("alttext") or "".join(element.text().split())
    return Formula(text, kept) if text else Words("")


def said(inline: Inline) -> str:
    """What an inline says in plain letters."""
    match inline:
        case Words(text) | Formula(text):
            return text
        case Ruby(base):
            return base
        case _:
            return ""
