"""The text of a document as pages print it, written once for as long as it says the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from disclosure.companions import Mark
from disclosure.models import Document
from disclosure.presenters.prose import Pictures, Piece, ShownNote, prose_of
from disclosure.reading import OutlineEntry, read, without_order
from portal.text.fields import content_of
from portal.text.serial import load

# So many texts are kept in each process, none longer than so many letters of JSON: a few megabytes
# as texts are, and less than a hundred if all of them were that long.
_MOST: Final = 64
_LONGEST: Final = 200_000


@dataclass(frozen=True)
class Written:
    """A text as HTML: the document's own, and what it prints or encloses."""

    own: SafeString
    attached: SafeString
    notes: tuple[ShownNote, ...]
    outline: tuple[OutlineEntry, ...]
    is_empty: bool


def written(
    document: Document,
    pictures: Pictures,
    *,
    table_url: str = "",
    marks: Mapping[str, Sequence[Mark]] | None = None,
) -> Written:
    """The published text of a document, with marks at its passages by their anchors; its tables
    download below `table_url`, if anywhere.

    It follows from what is given here and nothing else: whoever may read the document sees the
    same, and a text that was changed is another one.
    """
    content = content_of(document, "text")
    write = kept if len(content) <= _LONGEST else _write
    marked = tuple((anchor, tuple(each)) for anchor, each in sorted((marks or {}).items()))
    shown = tuple(sorted(pictures.items()))
    return write(content, document.enclosed_names(), shown, table_url, marked)


def _write(
    content: str,
    enclosed: tuple[str, ...],
    pictures: tuple[tuple[str, str], ...],
    table_url: str,
    marks: tuple[tuple[str, tuple[Mark, ...]], ...],
) -> Written:
    text = load(json.loads(content))
    reading = read(without_order(text, enclosed) if enclosed else text)
    prose = prose_of(reading, dict(pictures), dict(marks))
    return Written(
        own=_html(prose.own, table_url),
        attached=_html(prose.attached, table_url),
        notes=prose.notes,
        outline=reading.outline,
        is_empty=reading.is_empty,
    )


def _html(blocks: tuple[Piece, ...], table_url: str) -> SafeString:
    return SafeString(
        render_to_string("components/blocks.html", {"blocks": blocks, "table_url": table_url})
    )


# The same for a text that was asked for before; `cache_clear` lets go of all.
kept = lru_cache(_MOST)(_write)
