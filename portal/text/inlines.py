"""Words with marks as a row of characters: put in order, cut, fitted to their cleaned form. Pure.

The characters of a run are those of its words, the bases of its readings, its formulas in one
line and a line end for each break; notes stand between characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from portal.text.model import Break, Formula, Inline, Inlines, Mark, Note, Ruby, Words, words


def characters(inlines: Iterable[Inline]) -> str:
    """The characters of a run."""
    return "".join(map(_characters, inlines))


def joined(inlines: Iterable[Inline]) -> Inlines:
    """A run in order: neighbours with the same marks as one, nothing empty, no blank around it."""
    found: list[Inline] = []
    for inline in inlines:
        last = found[-1] if found else None
        if isinstance(inline, Words):
            if not inline.text:
                continue
            if isinstance(last, Words) and (last.marks, last.href) == (inline.marks, inline.href):
                found[-1] = Words(last.text + inline.text, last.marks, last.href)
                continue
        found.append(inline)
    return _stripped(found)


def cut(inlines: Inlines, start: int, end: int | None = None) -> Inlines:
    """The part of a run between two places; a formula or a reading is never parted.

    A note stands behind the character before it: at the very end of a part it belongs to it.
    """
    total = len(characters(inlines))
    end = total if end is None else min(end, total)
    found: list[Inline] = []
    at = 0
    for inline in inlines:
        size = len(_characters(inline))
        if isinstance(inline, Note):
            if start < at <= end or (at == start == 0):
                found.append(inline)
        elif isinstance(inline, Words):
            text = inline.text[max(start - at, 0) : max(end - at, 0)]
            found.append(replace(inline, text=text))
        elif start <= at < end:
            found.append(inline)
        at += size
    return joined(found)


def fitted(inlines: Inlines, text: str) -> Inlines:
    """A run whose characters are `text`, which was made of its own by taking some out.

    Marks, notes and formulas stay where they are. Where `text` says anything else, its words
    stand without their marks, and what is no word behind them.
    """
    found: list[Inline] = []
    at = 0

    def kept(of: str) -> str:
        nonlocal at
        out = []
        for character in of:
            here = text[at : at + 1]
            # A blank of any kind and width stands for the one blank that is kept of it.
            if here and (character == here or (here == " " and character.isspace())):
                out.append(here)
                at += 1
        return "".join(out)

    for inline in inlines:
        if isinstance(inline, Words):
            found.append(replace(inline, text=kept(inline.text)))
        elif isinstance(inline, Break):
            # A line that was joined to the one before ends no more.
            if kept("\n"):
                found.append(inline)
        else:
            of = _characters(inline)
            if kept(of) != of:
                break
            found.append(inline)
    else:
        if at == len(text):
            return joined(found)
    beside = [each for each in inlines if not isinstance(each, Words | Break | Ruby | Formula)]
    return joined([*words(text), *beside])


def unmarked(inlines: Inlines, mark: Mark) -> Inlines:
    """A run without a mark that all its words bear: it makes none of them stand out."""
    shown = [each for each in inlines if isinstance(each, Words) and each.text.strip()]
    if not shown or not all(mark in each.marks for each in shown):
        return inlines
    return joined(
        replace(each, marks=each.marks - {mark}) if isinstance(each, Words) else each
        for each in inlines
    )


def _characters(inline: Inline) -> str:
    match inline:
        case Words(text) | Formula(text):
            return text
        case Ruby(base):
            return base
        case Break():
            return "\n"
        case Note():
            return ""


def _stripped(inlines: list[Inline]) -> Inlines:
    found = _trimmed(inlines, str.lstrip)
    found.reverse()
    found = _trimmed(found, str.rstrip)
    found.reverse()
    return tuple(found)


def _trimmed(inlines: list[Inline], strip: Callable[[str], str]) -> list[Inline]:
    """Without the blanks and breaks it begins with."""
    for place, inline in enumerate(inlines):
        if isinstance(inline, Break):
            continue
        if not isinstance(inline, Words):
            return inlines[place:]
        text = strip(inline.text)
        if text:
            first = inline if text == inline.text else Words(text, inline.marks, inline.href)
            return [first, *inlines[place + 1 :]]
    return []
