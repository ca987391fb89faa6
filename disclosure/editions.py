"""The elements of a document as values that can be kept, and a document made of kept values.

An edition keeps what was shown (`shown_values`), a correction what is proposed (`values_of`): both
by the table of elements, in the same form: text, ISO date or None, number, flag, list of names, a
row of a catalogue by what names it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Model, QuerySet

from disclosure.elements import LABELS, OF_THE_ORDER, SHOWN, TABLE, Given
from disclosure.models import Document, DocumentAttachment, DocumentIssuer
from portal.common.errors import ActRefused
from portal.taxonomy.models import DisclosureCategory, Theme
from portal.text.lines import from_lines
from portal.text.model import Annex, Text, words
from portal.text.plain import plain
from portal.text.serial import dump, load

if TYPE_CHECKING:
    from disclosure.models import Edition

Values = dict[str, Any]

TEXT: Final = "text"
KEPT: Final = tuple(each.name for each in TABLE if each.given is not Given.ACTS)
# What names a row of the catalogue behind a label.
_NAMED_BY: Final = {"tags": "name", "audiences": "name", "subject_words": "word"}
_NAMES: Final = tuple(each.name for each in TABLE if each.given is Given.FIELD)


def values_of(document: Document) -> Values:
    """Every element a clerk gives, and the text besides its lines. Reads issuers and labels by
    `.all()`.
    """
    return {**{name: _value(document, name) for name in KEPT}, TEXT: dump(document.text)}


def shown_values(document: Document) -> Values:
    """What of the elements is public: never what concerns the office alone, and of a 规章 never
    the order that carried it.
    """
    values = {name: _value(document, name) for name in SHOWN}
    text = public_text_of(document)
    if document.of_rule:
        values |= {name: "" for name in OF_THE_ORDER if name in values}
        values["body"] = "\n".join(plain(text))
    return {**values, TEXT: dump(text)}


def public_text_of(document: Document) -> Text:
    """The text that is published. Of a 规章 what stands below its title; the title stays, for the
    page looks for it again.
    """
    text = document.public_text()
    if text == document.text:
        return text
    return Text((Annex(words(document.attached_instrument or document.title)), *text.blocks))


def shown_files(document: Document) -> list[Values]:
    """The published attachments in order, by what anybody can check them with."""
    rows = document.attachments.filter(is_source=False, is_figure=False).select_related("file")
    return [
        {
            "position": position,
            "title": row.title,
            "public_id": str(row.file.public_id),
            "name": row.file.name,
            "media_type": row.file.media_type,
            "size": row.file.cleaned_size,
            "sha256": row.file.cleaned_sha256,
        }
        for position, row in enumerate(rows, start=1)
    ]


def edition_digest(edition: Edition) -> str:
    """SHA-256 over everything an edition says, as the interface gives it, in canonical JSON."""
    told = {
        "document": edition.document_id,
        "number": edition.number,
        "change": str(edition.change),
        "note": edition.note,
        "published_at": edition.published_at.astimezone(dt.UTC).isoformat(),
        "elements": edition.elements,
        "body": edition.body,
        "attachments": edition.attachments,
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def fields_in(values: Mapping[str, Any]) -> Values:
    """The plain columns among kept values, as a row takes them; what is not known is left out."""
    columns = {field.name: field for field in Document._meta.concrete_fields}
    named = (name for name in _NAMES if name in values and not columns[name].is_relation)
    found = {name: columns[name].to_python(values[name]) for name in named}
    return {**found, TEXT: load(values[TEXT])} if TEXT in values else found


def catalogued(values: Mapping[str, Any]) -> Values:
    """Theme and category among kept values as rows. Raises ActRefused for what is there no more."""
    found: Values = {}
    if "theme" in values:
        found["theme"] = _named(Theme, values["theme"], path=values["theme"])
    if "category" in values:
        article, item = values["category"] or (0, 0)
        found["category"] = _named(
            DisclosureCategory, values["category"], article=article, item=item
        )
    return found


def labels_in(values: Mapping[str, Any]) -> dict[str, list[Model]]:
    """The labels among kept values as rows, in their order. Raises ActRefused as `catalogued`."""
    found: dict[str, list[Model]] = {}
    for name in LABELS:
        names = values.get(name, [])
        model, key = _model_of(name), _NAMED_BY[name]
        rows = {getattr(row, key): row for row in model.objects.filter(**{f"{key}__in": names})}
        if gone := [each for each in names if each not in rows]:
            raise ActRefused(f"分类目录里已没有“{'、'.join(gone)}”，请重新选择。")
        found[name] = [rows[each] for each in names]
    return found


def proposed(
    document: Document, values: Mapping[str, Any], files: Iterable[DocumentAttachment]
) -> Document:
    """The document as it would be with these values and attachments: in memory, never saved.

    Whatever reads its rows by `.all()` finds what is proposed; its relations and what was decided
    about it are those of the document.
    """
    rows = {**fields_in(values), **catalogued(values)}
    return _in_memory(document, rows, values["issuers"], labels_in(values), list(files))


def as_shown(document: Document, edition: Edition) -> Document:
    """The document as an edition showed it: in memory, its labels as they were called then."""
    # An edition that was shown before texts had a structure said its lines alone.
    lines = dump(from_lines(edition.body.splitlines()))
    values = {TEXT: lines, **edition.elements, "body": edition.body}
    article, item = values["category"] or (0, 0)
    rows = {
        **fields_in(values),
        "theme": Theme(path=values["theme"], name=values["theme"]) if values["theme"] else None,
        # The items of the Regulation are never taken out of their catalogue.
        "category": DisclosureCategory.objects.filter(article=article, item=item).first(),
    }
    labels: dict[str, list[Model]] = {
        name: [_model_of(name)(**{_NAMED_BY[name]: each}) for each in values[name]]
        for name in LABELS
    }
    return _in_memory(document, rows, values["issuers"], labels, [])


def _in_memory(
    document: Document,
    rows: Values,
    issuers: Sequence[str],
    labels: Mapping[str, Sequence[Model]],
    files: Sequence[DocumentAttachment],
) -> Document:
    names = [field.attname for field in Document._meta.concrete_fields]
    made = Document.from_db(
        document._state.db or "default", names, [getattr(document, name) for name in names]
    )
    made.organ = document.organ
    for name, value in rows.items():
        setattr(made, name, value)
    for row in files:
        row.document = made
    named = [
        DocumentIssuer(document=made, position=position, name=name)
        for position, name in enumerate(issuers, start=1)
    ]
    known = {"issuer_rows": named, "attachments": files, **labels}
    made._prefetched_objects_cache = {  # type: ignore[attr-defined]
        name: _known(getattr(made, name).model, found) for name, found in known.items()
    }
    return made


def _known(model: type[Model], rows: Sequence[Model]) -> QuerySet[Any]:
    """Rows as prefetching leaves them behind a related manager."""
    found = model._default_manager.none()
    found._result_cache = list(rows)
    return found


def _value(document: Document, name: str) -> Any:
    if name == "issuers":
        return [row.name for row in document.issuer_rows.all()]
    if name in _NAMED_BY:
        return sorted(getattr(row, _NAMED_BY[name]) for row in getattr(document, name).all())
    value = getattr(document, name)
    if name == "organ":
        return value.code
    if name == "theme":
        return value.path if value else ""
    if name == "category":
        return [value.article, value.item] if value else None
    return value.isoformat() if isinstance(value, dt.date) else value


def _named(model: type[Model], value: Any, **named: Any) -> Model | None:
    if not value:
        return None
    found = model._default_manager.filter(**named).first()
    if found is None:
        raise ActRefused("所选的分类已从目录中删除，请重新选择。")
    return found


def _model_of(label: str) -> Any:
    return Document._meta.get_field(label).related_model
