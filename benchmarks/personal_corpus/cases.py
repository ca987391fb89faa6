"""One text of the corpus, and what of it is personal."""

from __future__ import annotations

from dataclasses import dataclass

from portal.files.personal_data import Kind


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a text that is personal; `must`: the scan has to find it."""

    kind: Kind
    text: str
    must: bool = True


@dataclass(frozen=True, slots=True)
class Truth:
    """Where a mark stands in the text."""

    kind: Kind
    start: int
    end: int
    must: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A text with its truths; findings of the kinds in `also` are right wherever they stand."""

    text: str
    layout: str
    truths: tuple[Truth, ...]
    also: frozenset[Kind] = frozenset()


def built(*parts: str | Mark, layout: str, also: frozenset[Kind] = frozenset()) -> Case:
    """A case put together from plain text and marks."""
    text, truths = "", []
    for part in parts:
        if isinstance(part, Mark):
            truths.append(Truth(part.kind, len(text), len(text) + len(part.text), part.must))
            text += part.text
        else:
            text += part
    return Case(text, layout, tuple(truths), also)
