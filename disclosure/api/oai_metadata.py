"""A public document as XML: Dublin Core for everyone, `gw` with every element of a 公文."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lxml import etree

from disclosure.api.serializers import FullDocumentSerializer
from disclosure.elements import oai_names
from disclosure.models import Document
from portal.common.feeds import writable

GW: Final = "urn:disclosure-portal:gw:1"
GW_SCHEMA: Final = Path(__file__).with_name("gw.xsd")
_DC: Final = "http://purl.org/dc/elements/1.1/"
_OAI_DC: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_OAI_DC_SCHEMA: Final = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_NAMES: Final = (("tag", "tags"), ("audience", "audiences"), ("subject_word", "subject_words"))
_FILE: Final = ("name", "url", "media_type", "size", "sha256")
_RELATION: Final = ("kind", "direction", "effective_on", "extended_to", "note")


@dataclass(frozen=True)
class Format:
    """A metadata format, as ListMetadataFormats tells it, and how a document is written in it."""

    prefix: str
    namespace: str
    schema: str
    write: Callable[[Document, str], etree._Element]


def formats(*, gw_schema: str) -> Mapping[str, Format]:
    """The formats by prefix; `gw_schema` is the address of our own schema."""
    return {
        "oai_dc": Format("oai_dc", _OAI_DC, _OAI_DC_SCHEMA, _dublin_core),
        "gw": Format("gw", GW, gw_schema, _official),
    }


def add(parent: etree._Element, name: str, text: Any, /, **attributes: Any) -> etree._Element:
    """A child in the parent's own namespace, with text that XML can hold."""
    space = etree.QName(parent).namespace
    child = etree.SubElement(parent, f"{{{space}}}{name}", _attributes(attributes))
    child.text = _text(text)
    return child


def _dublin_core(document: Document, schema: str) -> etree._Element:
    data = _everything(document)
    spaces = {"oai_dc": _OAI_DC, "dc": _DC, "xsi": _XSI}
    root = etree.Element(f"{{{_OAI_DC}}}dc", _located(_OAI_DC, schema), nsmap=spaces)
    facts: Iterable[tuple[str, Any]] = (
        ("title", data["title"]),
        *(("creator", name) for name in data["issuers"]),
        ("subject", data["theme"].replace("\\", " / ")),
        *(("subject", name) for _, key in _NAMES for name in data[key]),
        ("description", data["abstract"]),
        ("publisher", data["organ"]["name"]),
        ("date", data["signed_on"]),
        ("type", data["genre"] or data["doc_type"]),
        ("format", "text/html"),
        ("identifier", data["url"]),
        ("identifier", data["doc_number"]),
        ("identifier", data["index_no"]),
        ("language", data["language"]),
        *(("relation", row["document"]["url"]) for row in data["relations"]),
    )
    for name, value in facts:
        if value:
            etree.SubElement(root, f"{{{_DC}}}{name}").text = _text(value)
    return root


def _official(document: Document, schema: str) -> etree._Element:
    data = _everything(document)
    root = etree.Element(f"{{{GW}}}document", _located(GW, schema), nsmap={"gw": GW, "xsi": _XSI})
    _add_filled(root, data, ("id", "url", *oai_names("head")))
    add(root, "organ", data["organ"]["name"], code=data["organ"]["code"])
    for name in data["issuers"]:
        add(root, "issuer", name)
    _add_filled(root, data, oai_names("imprint"))
    _add_filled(root, data, ("theme",))
    if category := data["category"]:
        add(root, "category", category["name"], value=category["value"], basis=category["basis"])
    for name, key in _NAMES:
        for label in data[key]:
            add(root, name, label)
    _add_filled(root, data, oai_names("facts"))
    add(root, "validity", data["validity_label"], code=data["validity"])
    _add_filled(root, data, ("validity_reason",))
    for paragraph in data["paragraphs"]:
        add(root, "paragraph", paragraph)
    for file in data["attachments"]:
        _add_filled(add(root, "attachment", None), file, _FILE)
    for row in data["relations"]:
        shown = {name: row[name] for name in _RELATION if row[name]}
        add(root, "relation", row["document"]["title"], url=row["document"]["url"], **shown)
    return root


def _everything(document: Document) -> dict[str, Any]:
    """The interface's own answer, with what the list of a page's elements adds."""
    own = {"language": document.language, "changed_on": document.changed_on}
    return {**own, **FullDocumentSerializer(document).data}


def _add_filled(parent: etree._Element, data: Mapping[str, Any], names: Iterable[str]) -> None:
    for name in names:
        if data[name] not in ("", None):
            add(parent, name, data[name])


def _located(namespace: str, schema: str) -> dict[str, str]:
    return {f"{{{_XSI}}}schemaLocation": f"{namespace} {schema}"}


def _attributes(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(value) or "" for name, value in values.items()}


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else writable(str(value))
