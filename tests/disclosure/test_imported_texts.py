"""An import keeps the form of its file: tables, pictures, notes; what is doubtful has its place."""

import datetime as dt
import io
import json
from pathlib import Path

import docx
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from docx.shared import Pt
from pytest_django import Settings

from disclosure.blockers import for_submission
from disclosure.choices import ImportState
from disclosure.models import ImportItem
from disclosure.services.documents import correct_document
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.files.models import FileStructure, StoredFile
from portal.files.services import destroy_file
from portal.text.figures import with_figures
from portal.text.model import Article, Figure, Note, Paragraph, Table, cell, words
from portal.text.vocabulary import ALT_TO_WRITE
from tests.builders import City
from tests.disclosure.test_failed_imports import BACKEND, brought
from tests.files.made import with_footnotes
from tests.files.samples import image_bytes, saved
from tests.files.wordfiles import NAMESPACES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    """Signing in without a form has no request for the lockout to look at."""
    settings.AXES_ENABLED = False


@pytest.fixture
def clerk(city: City) -> User:
    return city.people[Role.CLERK]


def notice(alt: str = "") -> bytes:
    """A notice with a note, a table over two rows, and a picture; its seal is a picture as well."""
    document = docx.Document()
    head = (
        "云州市民政局文件", "云民〔2026〕9号", "云州市民政局关于公布助餐补贴标准的通知",
        "各区民政局：", "第一条　补贴标准如下。",
    )  # fmt: skip
    for line in head:
        document.add_paragraph(line)
    reference = f'<w:r {NAMESPACES}><w:footnoteReference w:id="1"/></w:r>'
    document.paragraphs[-1]._p.append(docx.oxml.parse_xml(reference))
    table = document.add_table(rows=3, cols=2)
    for row, texts in zip(table.rows, (("区", "标准"), ("云溪区", "3"), ("", "5")), strict=True):
        for each, text in zip(row.cells, texts, strict=True):
            each.text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "云溪区"
    document.add_paragraph("流程见图。")
    document.add_paragraph().add_run().add_picture(io.BytesIO(image_bytes(size=(90, 60))))
    if alt:
        next(document.paragraphs[-1]._p.iter("{*}docPr")).set("descr", alt)
    document.add_paragraph("云州市民政局")
    seal = document.add_paragraph("2026年9月4日")
    seal.add_run().add_picture(io.BytesIO(image_bytes(size=(70, 70))), width=Pt(50))
    document.add_paragraph("（此件公开发布）")
    return with_footnotes(saved(document), ["按实际用餐人次计算。"])


TABLE = Table(
    (
        (cell("区", is_header=True), cell("标准", is_header=True)),
        (cell("云溪区", down=2), cell("3")),
        (cell("5"),),
    )
)


def filed(city: City, clerk: User, now: dt.datetime, data: bytes) -> ImportItem:
    found: ImportItem = brought(data, clerk, now, name="a.docx", organ=city.office)
    assert found.state == ImportState.FILED, found.reason
    return found


def test_the_body_is_what_the_elements_left(city: City, clerk: User, now: dt.datetime) -> None:
    item = filed(city, clerk, now, notice("办理流程：申请、核对、发放"))
    assert item.document is not None
    article, table, paragraph, figure = item.document.text.blocks
    note = Note(words("按实际用餐人次计算。"))
    assert article == Article("第一条", (*words("补贴标准如下。"), note))
    assert table == TABLE
    assert paragraph == Paragraph(words("流程见图。"))
    assert isinstance(figure, Figure)
    assert figure.alt == "办理流程：申请、核对、发放"
    stored = StoredFile.objects.get(public_id=figure.file)
    assert (stored.kind, stored.organ) == ("png", city.office)
    [row] = item.document.attachments.filter(is_figure=True)
    assert row.file == stored
    assert any("印章" in doubt["what"] for doubt in item.elements["doubts"])


def test_a_picture_without_words_is_named_at_its_place_and_blocks(
    client: Client, city: City, clerk: User, now: dt.datetime
) -> None:
    item = filed(city, clerk, now, notice())
    document = item.document
    assert document is not None
    [doubt] = [row for row in item.elements["doubts"] if "替代文字" in row["what"]]
    # The seal has none either, and no place in the body.
    assert doubt["where"] == [3]
    assert "figure_alt" in {each.code for each in for_submission(document, on=now.date())}
    client.force_login(clerk, backend=BACKEND)
    address = reverse("admin:disclosure_document_change", args=[document.pk])
    page = client.get(address).content.decode()
    assert 'href="#read-4"' in page
    assert 'id="read-4"' in page
    named = with_figures(document.text, lambda each: Figure(each.file, "办理流程"))
    correct_document(document=document, by=clerk, at=now, elements={"text": named})
    document.refresh_from_db()
    assert ALT_TO_WRITE not in document.body
    assert "figure_alt" not in {each.code for each in for_submission(document, on=now.date())}


def test_pictures_of_a_file_that_is_not_filed_are_not_kept(
    city: City, clerk: User, now: dt.datetime
) -> None:
    filed(city, clerk, now, notice())
    before = StoredFile.objects.count()
    second = brought(notice("另一幅"), clerk, now, name="b.docx", organ=city.office)
    # It is offered to the draft that bears its number.
    assert second.state == ImportState.OFFERED
    assert StoredFile.objects.count() == before + 1


def test_the_structure_is_destroyed_with_the_file(
    city: City, clerk: User, now: dt.datetime
) -> None:
    source = filed(city, clerk, now, notice()).source
    assert source is not None
    assert FileStructure.objects.filter(file=source).exists()
    destroy_file(stored=source, reason="标有密级", by=clerk, at=now)
    assert not FileStructure.objects.filter(file=source).exists()
    source.refresh_from_db()
    assert (source.text, source.doubts) == ("", [])


@pytest.mark.usefixtures("city")
def test_the_command_prints_blocks_and_doubts(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(notice())
    out = io.StringIO()
    call_command(
        "import_documents", path, dry_run=True, json=True, stdout=out, stderr=io.StringIO()
    )
    found = json.loads(out.getvalue())
    assert [block["kind"] for block in found["blocks"]] == [
        "article", "table", "paragraph", "figure",
    ]  # fmt: skip
    assert found["blocks"][0]["number"] == "第一条"
    assert found["blocks"][1]["rows"][1][0]["down"] == 2
    [doubt] = [row for row in found["doubts"] if "替代文字" in row["what"]]
    assert doubt["where"] == [3]
