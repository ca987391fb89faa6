"""One table of elements: every list of them says what the table says, and nothing beside it."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
from pathlib import Path

import pytest
from lxml import etree
from pytest_django import Settings

from disclosure.admin.documents import DocumentAdmin
from disclosure.api.dump import CSV, write_dump
from disclosure.api.oai_metadata import GW, GW_SCHEMA
from disclosure.api.serializers import DocumentSerializer, FullDocumentSerializer
from disclosure.elements import FORM_GROUPS, TABLE, Element, Given
from disclosure.exchange.columns import COLUMNS
from disclosure.exchange.portable import portable_document
from disclosure.forms.documents import DocumentForm
from disclosure.models import Document
from disclosure.presenters.page import main_elements, other_elements
from disclosure.selectors import reading_page
from tests.builders import City, published

# Fields that describe no document but how the office deals with it.
NO_ELEMENTS = {
    "id",
    # The text stands in the table by the lines that say it.
    "text",
    "doc_number_key",
    "openness_review_due_on",
    "valid_during",
    "listed_at",
    "ends_on",
    "openness_entry",
    "publish_due_on",
    "publish_due_provisional",
    "scheduled_for",
    "withdrawn_at",
    "created_by",
    "created_at",
    "updated_at",
}
# What a document's lines hold beside its elements.
API_BESIDE = {
    *("id", "url", "api_url", "validity_label"),
    *("paragraphs", "text", "figures", "attachments", "relations", "editions", "work"),
}
FORM_BESIDE = {"addressed_organs", "addressed_groups", "attach_files"}
LINE_BESIDE = {
    *("type", "id", "organ", "issuers", "theme", "category"),
    *("tags", "audiences", "subject_words", "attachments", "text"),
}
XML_BESIDE = {
    *("id", "url", "organ", "issuer", "theme", "category", "tag", "audience", "subject_word"),
    *("validity", "validity_reason", "paragraph", "attachment", "relation"),
}
BY_NAME = {each.name: each for each in TABLE}


def _keys(*parts: str) -> set[str]:
    return {each.key or each.name for each in TABLE if each.in_api and each.in_api.part in parts}


def test_every_field_of_a_document_is_in_the_table_or_named_as_none() -> None:
    model = Document._meta
    fields = {each.name for each in (*model.concrete_fields, *model.local_many_to_many)}
    assert len(BY_NAME) == len(TABLE)
    assert {*BY_NAME} - {"issuers"} == fields - NO_ELEMENTS - {"issuers"}
    assert fields >= NO_ELEMENTS


@pytest.mark.parametrize("element", TABLE, ids=lambda each: each.name)
def test_the_table_says_what_the_model_says(element: Element) -> None:
    if element.given is Given.APART:
        return
    field = Document._meta.get_field(element.name)
    assert element.heading == field.verbose_name  # type: ignore[union-attr]
    assert dict(element.choices) == dict(getattr(field, "choices", None) or {})
    assert (element.given in (Given.FIELD, Given.LABELS)) is bool(getattr(field, "editable", False))


def test_the_form_holds_each_element_a_clerk_fills_in_once() -> None:
    lines = [line for _, group in DocumentAdmin.fieldsets for line in group["fields"]]
    shown = [name for line in lines for name in ([line] if isinstance(line, str) else line)]
    wanted = {each.name for each in TABLE if each.on_form} - {"issuers"} | {"issuer_names"}
    assert len(shown) == len({*shown})
    assert {*shown} == wanted | FORM_BESIDE == {*DocumentForm.base_fields}
    assert {each.name for each in TABLE if each.on_form} == {
        each.name for each in TABLE if each.given is not Given.ACTS
    }
    assert {each.on_form.part for each in TABLE if each.on_form} == {*FORM_GROUPS}


def test_the_interface_tells_what_the_table_says() -> None:
    brief, full = {*DocumentSerializer().fields}, {*FullDocumentSerializer().fields}
    assert brief - API_BESIDE == _keys("brief")
    assert full - API_BESIDE == _keys("brief", "full")


def test_tables_hold_what_the_table_says() -> None:
    assert [column.key for column in COLUMNS] == [
        *(each.name for each in TABLE if each.in_tables),
        "url",
    ]


def test_the_open_data_and_the_portable_lines_hold_what_the_table_says(
    city: City, now: dt.datetime, settings: Settings
) -> None:
    document = published(city)
    line = portable_document(reading_page().get(pk=document.pk))
    assert {*line} - LINE_BESIDE == {each.name for each in TABLE if each.in_portable}
    write_dump(folder=settings.PUBLIC_DUMP_DIR, at=now)
    (path,) = Path(settings.PUBLIC_DUMP_DIR).rglob(CSV)
    text = gzip.decompress(path.read_bytes()).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text))) == [
        *(each.heading for each in TABLE if each.in_open_table),
        "网址",
    ]


def test_the_schema_of_oai_names_what_the_table_says() -> None:
    schema = etree.parse(GW_SCHEMA).getroot()
    space = {"xs": "http://www.w3.org/2001/XMLSchema"}
    path = "xs:element[@name='document']/xs:complexType/xs:sequence/xs:element/@name"
    assert schema.get("targetNamespace") == GW
    names = {str(name) for name in schema.xpath(path, namespaces=space)}
    assert names - XML_BESIDE == {each.key or each.name for each in TABLE if each.in_oai}


def test_the_page_shows_each_element_that_the_table_gives_it(city: City, now: dt.datetime) -> None:
    document = published(city)
    Document.objects.filter(pk=document.pk).update(
        filing_no="备1",
        signatory="王某某",
        instrument_genre="办法",
        is_normative=True,
        validity_reason="继续有效",
        expires_on=dt.date(2031, 1, 1),
        ends_on=dt.date(2031, 1, 1),
    )
    shown = reading_page().get(pk=document.pk)
    rows = [*main_elements(shown, on=now.date()), *other_elements(shown)]
    headings = {each.page_heading or each.heading for each in TABLE if each.on_page}
    blank = {"施行日期", "公开范围", "语种", "适用对象", "主题词", "政策标签"}
    # What only a 历史公文, and 附件型信息, has to say.
    blank |= {"首次公开", "所属期间"}
    assert {row.label for row in rows} == headings - blank | {"施行日期"}
