"""A public document for search engines, in the words of schema.org. No queries."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from disclosure.choices import Language, RelationKind, Validity
from disclosure.models import Document, DocumentAttachment
from disclosure.presenters.works import texts_of, work_of

_FORCE = {
    Validity.IN_FORCE: "InForce",
    Validity.AMENDED: "InForce",
    Validity.NOT_YET: "NotInForce",
    Validity.SUPERSEDED: "NotInForce",
    Validity.EXPIRED: "NotInForce",
    Validity.REPEALED: "NotInForce",
}
_RELATIONS = {
    RelationKind.AMENDS: "legislationAmends",
    RelationKind.REPEALS: "legislationRepeals",
    RelationKind.REPLACES: "legislationRepeals",
    RelationKind.REVISES: "legislationConsolidates",
    RelationKind.EXTENDS: "legislationChanges",
    RelationKind.BASIS: "isBasedOn",
    RelationKind.SUPPORTS: "legislationApplies",
    RelationKind.EXPLAINS: "about",
    RelationKind.ANNEXES: "isPartOf",
    RelationKind.TRANSLATES: "translationOfWork",
}
# Search engines know Chinese by its country.
_TAGS = {Language.CHINESE.value: "zh-CN"}
# Inside a script element these could end it, or start a comment.
_ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


def json_ld(document: Document, *, site: str) -> SafeString:
    """The data block of a document's page, safe inside a script element.

    `document` as `selectors.reading_page` gives it; `site` is put before addresses.
    """
    text = json.dumps(linked_data(document, site=site), ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308  # every dangerous letter is escaped


def linked_data(document: Document, *, site: str) -> dict[str, Any]:
    """`Legislation` for 规章 and 行政规范性文件, else `DigitalDocument`."""
    site = site.rstrip("/")
    address = site + document.get_absolute_url()
    legislation = document.of_rule or document.of_normative
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Legislation" if legislation else "DigitalDocument",
        "@id": address,
        "url": address,
        "name": document.title,
        "inLanguage": _TAGS.get(document.language, document.language),
        "isAccessibleForFree": True,
        "datePublished": _iso(document.first_published_on) or _moment(document.published_at),
        "dateModified": _moment(document.corrected_at),
        "publisher": _organ(document.organ.name),
        "abstract": document.abstract,
        "keywords": [tag.name for tag in document.tags.all()],
        "encoding": _encodings(document, site, legislation=legislation),
    }
    data |= _legislation(document, site) if legislation else _plain(document, site)
    return {name: value for name, value in data.items() if value not in ("", None, [])}


def _legislation(document: Document, site: str) -> dict[str, Any]:
    force = _FORCE.get(Validity(document.validity))
    region = document.organ.region_code
    place = {"@type": "AdministrativeArea", "identifier": region} if region else None
    return {
        "legislationIdentifier": document.doc_number or document.index_no,
        "legislationType": document.instrument_genre or document.doc_type,
        "legislationDate": _iso(document.signed_on),
        "legislationDateVersion": _iso(document.changed_on),
        "legislationDateOfApplicability": _iso(document.effective_on),
        "expires": _iso(document.ends_on),
        "legislationPassedBy": _issuers(document),
        "legislationResponsible": _organ(document.organ.name),
        "legislationJurisdiction": place,
        "legislationLegalForce": f"https://schema.org/{force}" if force else None,
        **_related(document, site),
        "exampleOfWork": _work(document, site),
    }


def _work(document: Document, site: str) -> dict[str, Any] | None:
    """The regulation, and each of its texts from its day on."""
    work = work_of(document)
    if work is None:
        return None
    return {
        "@type": "Legislation",
        "@id": site + work.get_absolute_url(),
        "workExample": [
            {
                "@type": "Legislation",
                "@id": site + text.document.get_absolute_url(),
                "legislationDateVersion": _iso(text.since),
            }
            for text in texts_of(work)
        ],
    }


def _plain(document: Document, site: str) -> dict[str, Any]:
    related = _related(document, site)
    plain = ("isBasedOn", "about", "isPartOf", "translationOfWork")
    return {
        "identifier": document.doc_number or document.index_no,
        "genre": document.doc_type,
        "dateCreated": _iso(document.signed_on),
        "expires": _iso(document.ends_on),
        "author": _issuers(document),
        **{name: related[name] for name in plain if name in related},
    }


def _related(document: Document, site: str) -> dict[str, Any]:
    found: dict[str, list[dict[str, str]]] = {}
    for relation in document.public_out:  # type: ignore[attr-defined]
        other: Document = relation.target
        kind = "Legislation" if other.is_rule or other.is_normative else "DigitalDocument"
        name = _RELATIONS[RelationKind(relation.kind)]
        address = site + other.get_absolute_url()
        found.setdefault(name, []).append({"@type": kind, "@id": address, "name": other.title})
    return dict(found)


def _encodings(document: Document, site: str, *, legislation: bool) -> list[dict[str, Any]]:
    files: list[DocumentAttachment] = document.public_files  # type: ignore[attr-defined]
    return [
        {
            "@type": "LegislationObject" if legislation else "MediaObject",
            "name": row.title or row.file.name,
            "contentUrl": site + reverse("files:download", args=[row.file.public_id]),
            "encodingFormat": row.file.media_type,
            "contentSize": str(row.file.cleaned_size),
            "sha256": row.file.cleaned_sha256,
        }
        for row in files
        if row.file.cleaned and not row.is_figure
    ]


def _issuers(document: Document) -> list[dict[str, str]]:
    names = [row.name for row in document.issuer_rows.all()] or [document.organ.name]
    return [_organ(name) for name in names]


def _organ(name: str) -> dict[str, str]:
    return {"@type": "GovernmentOrganization", "name": name}


def _moment(at: dt.datetime | None) -> str:
    return timezone.localtime(at).isoformat() if at else ""


def _iso(date: Any) -> str:
    return date.isoformat() if date else ""
