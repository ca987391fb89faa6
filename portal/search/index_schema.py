"""What an index holds: its fields, an entry as a document, and the state it was committed with."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import TYPE_CHECKING

import tantivy

from portal.search.fields import MORE, SOUNDING, gravity
from portal.search.figures import figures
from portal.search.querysets import START, Position, Span
from portal.search.readings import sound_stream
from portal.search.tokens import index_stream

if TYPE_CHECKING:
    from portal.search.models import SearchEntry

__all__ = [
    "BODY",
    "FACET",
    "FIGURE",
    "GRAVITY",
    "KEY",
    "KIND",
    "NUMBER",
    "NUMBER_KEY",
    "SORT_FIELDS",
    "SOUND",
    "STATE",
    "STATE_KEY",
    "TITLE",
    "VALID_FROM",
    "VALID_UNTIL",
    "VERSION",
    "IndexState",
    "build_schema",
    "entry_document",
    "published_limits",
    "published_order",
    "signed_limits",
    "state_document",
    "titled_figure",
]

# Raise with every change to the schema, to tokens.py or to entry_document: the number is kept in
# the index, and an index of another version is rebuilt.
SCHEMA_VERSION = 3
VERSION = (
    f"{SCHEMA_VERSION}/tantivy {metadata.version('tantivy')}/unicode {unicodedata.unidata_version}"
)

KEY, KIND, TITLE, BODY, NUMBER = "key", "kind", "title", "body", "number"
NUMBER_KEY, FACET, STATE = "number_key", "facet", "state"
FIGURE, SOUND, GRAVITY = "figure", "sound", "gravity"
VALID_FROM, VALID_UNTIL = "valid_from", "valid_until"
_BY_SIGNED, _BY_PUBLISHED = "by_signed", "by_published"
SORT_FIELDS = {"signed_on": _BY_SIGNED, "published_on": _BY_PUBLISHED}
# Entries' keys begin at 1; the state is a document among the others, so that one commit
# carries both the entries and the position they bring the index to.
STATE_KEY = 0
_KEY_BITS = 32
_LAST_KEY = (1 << _KEY_BITS) - 1


@dataclass(frozen=True, slots=True)
class IndexState:
    """What an index was built from and how far it has followed."""

    version: str = ""
    database: str = ""
    position: Position = START

    @classmethod
    def from_text(cls, text: str) -> IndexState:
        """Read what `to_text` wrote; anything else is the state of no index of ours."""
        try:
            stored = json.loads(text)
            return cls(stored["version"], stored["database"], Position(*stored["position"]))
        except (ValueError, KeyError, TypeError):
            return cls()

    def to_text(self) -> str:
        """The state as it is stored in the index."""
        return json.dumps(asdict(self))


def build_schema() -> tantivy.Schema:
    """The fields of an index."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field(KEY, indexed=True, fast=True)
    for name in (KIND, NUMBER_KEY, FIGURE):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in (TITLE, NUMBER, BODY, *MORE, SOUND):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field(FACET, tokenizer_name="raw", index_option="basic", fast=True)
    for name in SORT_FIELDS.values():
        builder.add_unsigned_field(name, fast=True)
    # Days by their ordinal. Fast only: a range reads the column, where terms would have to be
    # walked one day after the other.
    for name in (VALID_FROM, VALID_UNTIL):
        builder.add_unsigned_field(name, fast=True)
    builder.add_unsigned_field(GRAVITY, fast=True)
    builder.add_text_field(STATE, stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _ordered(first: int, key: int) -> int:
    """One number that sorts by `first`, then by key: no two entries tie, so pages are stable."""
    return (max(0, first) << _KEY_BITS) | (key & _LAST_KEY)


def published_order(at: dt.datetime, key: int) -> int:
    """Sorts as the moment of publication does."""
    return _ordered(int(at.timestamp()), key)


def signed_limits(span: Span) -> tuple[int | None, int | None]:
    """The least and the greatest number of what was signed in a stretch of days."""
    if span.is_ever:
        return None, None
    # What bears no day sorts as 0 and lies in no stretch.
    first = max(1, span.first.toordinal() if span.first else 1)
    return _ordered(first, 0), _ordered(span.last.toordinal(), _LAST_KEY) if span.last else None


def published_limits(span: Span) -> tuple[int | None, int | None]:
    """The least and the greatest number of what was published in a stretch of days."""
    first, end = span.moments
    least = _ordered(int(first.timestamp()), 0) if first else None
    return least, _ordered(int(end.timestamp()) - 1, _LAST_KEY) if end else None


def entry_document(entry: SearchEntry) -> tantivy.Document:
    """A live entry as the index holds it. No text is stored: what is shown comes from the rows."""
    document = tantivy.Document()
    document.add_unsigned(KEY, entry.pk)
    document.add_text(KIND, entry.kind)
    document.add_text(TITLE, index_stream(entry.title))
    document.add_text(BODY, index_stream(entry.body))
    document.add_text(NUMBER, index_stream("\n".join(entry.numbers)))
    for name, text in entry.texts.items():
        document.add_text(name, index_stream(text))
    document.add_text(SOUND, sound_stream(_sounding(entry)))
    for word in figures(f"{entry.title}\n{entry.body}"):
        document.add_text(FIGURE, word)
    for word in figures(entry.title):
        document.add_text(FIGURE, titled_figure(word))
    for key in entry.number_keys:
        document.add_text(NUMBER_KEY, key)
    for term in entry.facet_terms:
        document.add_text(FACET, term)
    document.add_unsigned(GRAVITY, gravity(entry.facet_terms, entry.signed_on).hundredths)
    signed = entry.signed_on.toordinal() if entry.signed_on else 0
    document.add_unsigned(VALID_FROM, entry.valid_from.toordinal())
    document.add_unsigned(VALID_UNTIL, entry.valid_until.toordinal())
    document.add_unsigned(_BY_SIGNED, _ordered(signed, entry.pk))
    document.add_unsigned(_BY_PUBLISHED, published_order(entry.published_at, entry.pk))
    return document


def titled_figure(word: str) -> str:
    """The term of a figure that stands in the title."""
    return f"title:{word}"


def _sounding(entry: SearchEntry) -> str:
    texts = {"title": entry.title, **entry.texts}
    return "\n".join(texts[name] for name in SOUNDING if name in texts)


def state_document(state: IndexState) -> tantivy.Document:
    """The state as a document of its own."""
    document = tantivy.Document()
    document.add_unsigned(KEY, STATE_KEY)
    document.add_text(STATE, state.to_text())
    return document
