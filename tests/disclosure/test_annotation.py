"""附注: what the original says below its date, and nothing that the portal adds."""

from __future__ import annotations

import datetime as dt
import importlib
import io
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from django.apps import apps
from django.test import Client
from docx.enum.text import WD_ALIGN_PARAGRAPH

from disclosure.imports.parser import parse_document
from disclosure.models import Document
from disclosure.presenters.page import AttachedFile, annotation_of
from disclosure.presenters.sheets import sheet_of
from disclosure.selectors import reading_page
from disclosure.services.imports import elements_of
from portal.accounts.choices import Role
from tests.builders import City, draft, published
from tests.disclosure.imports.samples import PRINTED_RULES

MARK = "此件公开发布"


def places(document: Document, client: Client) -> list[str]:
    """What the page, the sheet and the paper of a document say."""
    return [
        client.get(document.get_absolute_url()).content.decode(),
        client.get(f"/documents/{document.pk}/print/").content.decode(),
        sheet_of(reading_page().get(pk=document.pk), on=dt.date(2026, 11, 20)).annotation,
    ]


@pytest.mark.django_db
class TestPublished:
    """Where it is printed."""

    def test_only_where_the_original_has_it(self, city: City, client: Client) -> None:
        for place in places(published(city), client):
            assert "此件" not in place
        said = published(city, doc_number="试府办〔2026〕8号", annotation=MARK)
        for place in places(said, client):
            assert f"（{MARK}）" in place

    def test_a_translation_has_none(self, city: City, client: Client) -> None:
        english = published(city, annotation=MARK)
        Document.objects.filter(pk=english.pk).update(language="en")
        for place in places(english, client):
            assert "此件" not in place

    def test_a_translation_is_set_as_its_language_is(self, city: City, client: Client) -> None:
        document = published(city, annotation=MARK, copy_to="区委办公室", printed_by="办公室")
        Document.objects.filter(pk=document.pk).update(language="en")
        sheet = sheet_of(reading_page().get(pk=document.pk), on=dt.date(2026, 11, 20))
        assert sheet.is_spaced
        assert (sheet.heads, sheet.signers, sheet.signed_on, sheet.enclosures) == ((), (), "", ())
        assert (sheet.copy_to, sheet.printed_by) == ("", "")
        printed = client.get(f"/documents/{document.pk}/print/").content.decode()
        assert '<div class="gw" lang="en">' in printed
        assert "抄送" not in printed
        word = docx.Document(
            io.BytesIO(client.get(f"/documents/{document.pk}/download.docx").content)
        )
        set_ = [each for each in word.paragraphs if "一、明确责任" in each.text]
        assert [each.paragraph_format.first_line_indent for each in set_] == [None]
        assert [each.alignment for each in set_] == [WD_ALIGN_PARAGRAPH.LEFT]
        assert client.get(f"/documents/{document.pk}/download.pdf").content.startswith(b"%PDF")
        assert client.get("/api/v1/documents/").json()["results"][0]["language"] == "en"

    def test_the_interface_tells_it(self, city: City, client: Client) -> None:
        document = published(city, annotation=MARK)
        assert client.get(f"/api/v1/documents/{document.pk}/").json()["annotation"] == MARK


@pytest.mark.parametrize("typed", [MARK, f"（{MARK}）", f"({MARK})", f" {MARK} "])
def test_it_stands_in_one_pair_of_brackets(typed: str) -> None:
    assert annotation_of(Document(annotation=typed)) == f"（{MARK}）"
    assert annotation_of(Document()) == ""


@pytest.mark.parametrize(
    ("mark", "kept"),
    [("（此件公开发布）", MARK), ("(此件主动公开)", "此件主动公开"), ("", "")],
)
def test_an_import_takes_it_from_the_original(mark: str, kept: str) -> None:
    text = PRINTED_RULES.text.replace("（此件公开发布）\n", f"{mark}\n" if mark else "")
    assert elements_of(parse_document(text, file="a.txt", organs=()))["annotation"] == kept


@pytest.mark.django_db
def test_what_pages_showed_before_stays_and_nothing_else(city: City) -> None:
    shown = published(city)
    numbered = published(city, doc_number="试府办〔2026〕8号", kind="plan", title="规划")
    unnumbered = published(city, doc_number="", kind="plan", title="另一规划")
    pending = draft(city, doc_number="试府办〔2026〕9号")
    migration: Any = importlib.import_module("disclosure.migrations.0019_annotation_and_editor")
    migration.keep_what_pages_show(apps, SimpleNamespace())
    kept = dict(Document.objects.values_list("pk", "annotation"))
    assert kept == {shown.pk: MARK, numbered.pk: MARK, unnumbered.pk: "", pending.pk: ""}


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("收费标准.docx", "收费标准"), ("清单（2026年）.PDF", "清单（2026年）"),
        ("第1.2版说明", "第1.2版说明"), (".pdf", ".pdf"),
    ],
)  # fmt: skip
def test_the_sheet_names_an_attachment_without_the_ending_of_its_file(
    name: str, title: str
) -> None:
    assert AttachedFile(name, "PDF", 1, "", "").title == title


@pytest.mark.django_db
class TestEditor:
    """责任编辑, as the organ has it written."""

    @pytest.mark.parametrize(
        ("shown", "unit", "told"),
        [
            ("unit", "", "{short}"),
            ("unit", "政务公开科", "政务公开科"),
            ("name", "", "王录入"),
            ("number", "", "工号0042"),
            ("nobody", "", ""),
        ],
    )
    def test_what_the_organ_decided_is_kept(
        self, city: City, client: Client, shown: str, unit: str, told: str
    ) -> None:
        clerk = city.people[Role.CLERK]
        type(clerk).objects.filter(pk=clerk.pk).update(full_name="王录入", staff_number="0042")
        type(city.office).objects.filter(pk=city.office.pk).update(
            editor_shown=shown, editor_unit=unit
        )
        city.office.refresh_from_db()
        document = published(city)
        told = told.format(short=city.office.short_name)
        assert document.editor == told
        type(city.office).objects.filter(pk=city.office.pk).update(editor_shown="nobody")
        page = client.get(document.get_absolute_url()).content.decode()
        assert (f"责任编辑：{told}" in page) == bool(told)
        assert ('name="Author"' in page) == bool(told)
        assert client.get(f"/api/v1/documents/{document.pk}/").json()["editor"] == told

    @pytest.mark.parametrize("shown", ["name", "number"])
    def test_a_name_for_signing_in_is_never_shown(self, city: City, shown: str) -> None:
        clerk = city.people[Role.CLERK]
        type(clerk).objects.filter(pk=clerk.pk).update(full_name="", staff_number="")
        type(city.office).objects.filter(pk=city.office.pk).update(editor_shown=shown)
        city.office.refresh_from_db()
        assert published(city).editor == city.office.short_name
