"""Filling an empty library from a dump of another portal, or of this one.

Documents keep their keys and index numbers, so that every address stays what it was. Validity is
computed anew, the search entries are written, and the counters go on behind the numbers restored.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from disclosure.choices import EditionChange, Openness, Reach
from disclosure.editions import edition_digest
from disclosure.elements import PORTABLE
from disclosure.exchange.portable import (
    CONTACTS,
    EDITION,
    FILE,
    LABELS,
    ORGAN_ONLY,
    SITE,
    THEME,
    Line,
)
from disclosure.index_numbers import INDEX_SERIES
from disclosure.models import (
    Document,
    DocumentAttachment,
    DocumentIssuer,
    DocumentRelation,
    Edition,
    EditionClosure,
)
from disclosure.services.documents import write_text
from disclosure.services.editions import keep_edition
from disclosure.services.entries import refresh_entry
from disclosure.services.validity import apply_standing, one_at_a_time
from disclosure.services.works import rebuild_works
from disclosure.workflow import Status
from portal.acts.models import Counter
from portal.audit.services import record
from portal.common.errors import ActRefused
from portal.files.services import adopt_published
from portal.organs.docnumbers import parse
from portal.organs.models import Organ, SiteProfile
from portal.organs.services import load_organs
from portal.organs.sheet import OrganRow
from portal.taxonomy.models import DisclosureCategory, Theme
from portal.text.serial import load

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.files.models import StoredFile

_SERIAL = re.compile(r"/(\d{4})-(\d{5})$")
_STANDING = ("validity", "validity_reason", "validity_checked_on", "ends_on", "valid_during")
_CHUNK = 200


@dataclass(slots=True)
class _Restore:
    """One dump being taken in: who does it, and what was made so far."""

    by: User
    at: dt.datetime
    attachment: Callable[[str], bytes]
    documents: list[int] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)
    organs: dict[str, Organ] = field(default_factory=dict)
    serials: dict[tuple[int, int], int] = field(default_factory=dict)


def restore_public(
    *,
    lines: Iterable[Line],
    attachment: Callable[[str], bytes],
    source: str,
    by: User,
    at: dt.datetime,
) -> int:
    """Take in a whole dump or nothing of it; returns the number of documents.

    `lines` as `disclosure.exchange.portable` writes them, `attachment` gives a file's content by
    its SHA-256, `source` is the manifest's digest, for the audit. Raises ActRefused for a library
    that holds documents already and for lines that make no sense.
    """
    work = _Restore(by, at, attachment)
    try:
        with transaction.atomic():
            one_at_a_time()
            if Document.objects.exists():
                raise ActRefused("公文库里已有文件。数据包只能载入空的公文库，请换用新的数据库。")
            _take(work, lines)
            _finish(work)
            record(
                action="disclosure.restore",
                summary=f"由数据包恢复{len(work.documents)}份公开文件",
                by=by,
                at=at,
                details={
                    "documents": len(work.documents),
                    "files": len(work.files),
                    "manifest_sha256": source,
                },
            )
    except BaseException as error:
        _forget(work.files)
        if isinstance(error, (LookupError, TypeError, ValueError, ValidationError, DatabaseError)):
            message = "数据包内容有误，没有载入任何内容，请用生成它的门户重新打包。"
            raise ActRefused(message) from error
        raise
    return len(work.documents)


def _take(work: _Restore, lines: Iterable[Line]) -> None:
    for kind, group in itertools.groupby(lines, key=lambda line: line["type"]):
        if kind == "organ":
            _take_organs(work, list(group))
        for line in () if kind in ("portal", "organ") else group:
            _TAKERS[kind](work, line)


def _take_organs(work: _Restore, lines: list[Line]) -> None:
    rows = [
        OrganRow(
            line=number,
            prefixes={},
            contacts={name: line[name] for name in CONTACTS},
            **{name: line[name] for name in _ROW},
        )
        for number, line in enumerate(lines, start=1)
    ]
    load_organs(rows, by=work.by, at=work.at)
    work.organs = {organ.code: organ for organ in Organ.objects.all()}
    for line in lines:
        organ = work.organs[line["code"]]
        # What a sheet of organs has no column for; an older pack has not all of it.
        told = [name for name in ORGAN_ONLY if name in line]
        for name in told:
            setattr(organ, name, line[name])
        organ.save(update_fields=told)


_ROW = ("code", "parent", "level", "kind", "name", "short_name", "review_organ", "region_code")


def _take_site(work: _Restore, line: Line) -> None:
    """The site's own profile, unless those who run this portal have entered one already."""
    if not SiteProfile.objects.filter(is_current=True).exists():
        values = {name: line[name] for name in SITE}
        organ = work.organs[line["organ"]]
        SiteProfile.objects.update_or_create(organ=organ, defaults={**values, "is_current": True})


def _take_theme(_work: _Restore, line: Line) -> None:
    parent = Theme.objects.get(path=line["parent"]) if line["parent"] else None
    fields = {"parent": parent, **{name: line[name] for name in THEME}}
    Theme.objects.update_or_create(path=line["path"], defaults=fields)


def _take_label(_work: _Restore, line: Line) -> None:
    model, key, rest = LABELS[line["type"]]
    named = {name: line[name] for name in key}
    model._default_manager.update_or_create(**named, defaults={name: line[name] for name in rest})


def _take_document(work: _Restore, line: Line) -> None:
    organ = work.organs[line["organ"]]
    number = parse(line["doc_number"]) if line["doc_number"] else None
    document = Document(
        pk=line["id"],
        organ=organ,
        theme=Theme.objects.get(path=line["theme"]) if line["theme"] else None,
        category=_category(line["category"]),
        doc_number_key=number.key if number else "",
        openness=Openness.OPEN,
        reach=Reach.EVERYONE,
        status=Status.PUBLISHED,
        created_by=work.by,
        created_at=work.at,
        updated_at=work.at,
        **_elements(line),
    )
    _take_text(document, line)
    document.clean_fields(exclude=["organ", "theme", "category", "created_by"])
    document.save(force_insert=True)
    DocumentIssuer.objects.bulk_create(
        DocumentIssuer(
            document=document,
            position=position,
            name=issuer["name"],
            organ=work.organs[issuer["organ"]] if issuer["organ"] else None,
        )
        for position, issuer in enumerate(line["issuers"], start=1)
    )
    for name, kind in _LABELLED.items():
        model, (key,), _ = LABELS[kind]
        getattr(document, name).set(
            model._default_manager.get(**{key: value}) for value in line[name]
        )
    for row in line["attachments"]:
        _take_attachment(work, document, row)
    _count_number(work, document)
    work.documents.append(document.pk)


def _take_text(document: Document, line: Line) -> None:
    """The text as it was; an older pack has its lines alone."""
    body, document.body = document.body, ""
    if "text" in line:
        write_text(document, text=load(line["text"]))
    else:
        write_text(document, body=body)


_LABELLED = {"tags": "tag", "audiences": "audience", "subject_words": "subject_word"}


def _elements(line: Line) -> dict[str, Any]:
    fields = {found.name: found for found in Document._meta.concrete_fields}
    # A dump of an earlier version knows fewer of them.
    return {name: fields[name].to_python(line[name]) for name in PORTABLE if name in line}


def _category(value: Any) -> DisclosureCategory | None:
    if value is None:
        return None
    article, item = value
    return DisclosureCategory.objects.get(article=article, item=item)


def _take_attachment(work: _Restore, document: Document, line: Line) -> None:
    stored = adopt_published(
        content=work.attachment(line["sha256"]),
        public_id=line["public_id"],
        organ=document.organ,
        by=work.by,
        at=work.at,
        **{name: line[name] for name in FILE},
    )
    work.files.append(stored)
    DocumentAttachment.objects.create(
        document=document,
        file=stored,
        position=line["position"],
        title=line["title"],
        is_figure=line.get("is_figure", False),
    )


def _count_number(work: _Restore, document: Document) -> None:
    if found := _SERIAL.search(document.index_no):
        key = (document.organ_id, int(found[1]))
        work.serials[key] = max(work.serials.get(key, 0), int(found[2]))


def _take_edition(work: _Restore, line: Line) -> None:
    edition = Edition(
        document_id=line["document"], by=work.by, **{name: line[name] for name in EDITION}
    )
    edition.published_at = Edition._meta.get_field("published_at").to_python(line["published_at"])
    edition.clean_fields(exclude=["document", "by"])
    is_closed = line.get("is_closed", False)
    if not is_closed and edition_digest(edition) != edition.sha256:
        raise ActRefused("数据包里有一个版本与它的校验值不符，没有载入任何内容。")
    edition.save(force_insert=True)
    if is_closed:
        EditionClosure.objects.create(
            edition=edition, reason="数据包中已停止提供。", by=work.by, at=work.at
        )


def _take_relation(_work: _Restore, line: Line) -> None:
    relation = DocumentRelation(
        source_id=line["source"],
        target_id=line["target"],
        kind=line["kind"],
        effective_on=DocumentRelation._meta.get_field("effective_on").to_python(
            line["effective_on"]
        ),
        # Dumps of earlier versions know no extensions.
        extended_to=DocumentRelation._meta.get_field("extended_to").to_python(
            line.get("extended_to")
        ),
        note=line["note"],
    )
    relation.clean_fields(exclude=["source", "target"])
    relation.save()


def _finish(work: _Restore) -> None:
    """Counters, keys, validity and search, now that everything is there."""
    for (organ_id, year), last in work.serials.items():
        Counter.reach(organ_id=organ_id, series=INDEX_SERIES, year=year, last=last)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Document]):
            cursor.execute(statement)
    today = timezone.localdate(work.at)
    for document in _in_order(work.documents):
        apply_standing(document, on=today)
        document.save(update_fields=_STANDING)
        if document.published_at and not document.editions.exists():
            keep_edition(document, change=EditionChange.FIRST, by=work.by, at=document.published_at)
        refresh_entry(document, at=work.at)
    rebuild_works(at=work.at)


def _in_order(ids: list[int]) -> Iterator[Document]:
    rows = Document.objects.select_related("theme", "category", "organ")
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        found = rows.in_bulk(part)
        yield from (found[pk] for pk in part)


def _forget(files: Iterable[StoredFile]) -> None:
    """Take the copies off the disk again; their rows went with the transaction."""
    for stored in files:
        for copy in (stored.received, stored.cleaned):
            copy.storage.delete(str(copy.name))


_TAKERS: dict[str, Callable[[_Restore, Line], None]] = {
    "site": _take_site,
    "theme": _take_theme,
    **dict.fromkeys(LABELS, _take_label),
    "document": _take_document,
    "edition": _take_edition,
    "relation": _take_relation,
}
