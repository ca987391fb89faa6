"""附件型信息: a budget, a list, a plan led by its files, from the files to the public page."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from disclosure.blockers import for_submission
from disclosure.choices import ImportState, Kind
from disclosure.models import Document, ImportItem
from disclosure.presenters.previews import preview_of
from disclosure.presenters.words import State, state_of
from disclosure.search_entries import entry_of
from disclosure.services.attached import Brought, category_of, file_attached
from disclosure.services.imports import open_batch, read_item, receive
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.common.errors import ActRefused, NotPermitted
from portal.files.services import read_file
from portal.site.demo.builders import bring_to
from portal.taxonomy.models import Theme
from tests.builders import City

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGE = "/admin/disclosure/document/attached/"
NAME = "试江市东河区人民政府2026年预算公开表.xlsx"
DAY = dt.date(2026, 11, 10)


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def clerk(city: City) -> User:
    return city.people[Role.CLERK]


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def a_table(*more: str) -> bytes:
    """演示: a budget as a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "收支总表"
    for row in (
        ["项目", "2026年预算数"],
        ["一般公共预算拨款", 1200.5],
        ["合计", 1200.5],
        *([m] for m in more),
    ):
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def upload(name: str, data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or a_table())


def a_budget(city: City, *more: str, **changes: Any) -> Document:
    """A complete draft of the district's budget, its file read by the worker."""
    elements = {
        "title": "东河区2026年预算",
        "kind": Kind.BUDGET,
        "period": "2026年",
        "openness": "open",
        "abstract": "东河区2026年收支总表。",
        "signed_on": DAY,
        "theme": Theme.objects.get(path="城乡建设、环境保护\\城乡建设（含住房）"),
        "category": None,
        **changes,
    }
    document = file_attached(
        organ=city.district,
        files=[Brought(NAME, io.BytesIO(a_table(*more)))],
        elements=elements,
        by=city.people[Role.CLERK],
        at=dt.datetime(2026, 11, 10, 9, tzinfo=dt.UTC),
    )
    read_all(document)
    return document


def read_all(document: Document) -> None:
    """What the worker does with every file."""
    for row in document.attachments.select_related("file"):
        read_file(file_id=row.file_id, at=dt.datetime(2026, 11, 10, 10, tzinfo=dt.UTC))


def codes(document: Document) -> set[str]:
    return {each.code for each in for_submission(document, on=DAY)}


def test_no_number_no_text_no_kind_of_paper_is_asked_for(city: City) -> None:
    document = a_budget(city, signed_on=None)
    told = {each.code: each.message for each in for_submission(document, on=DAY)}
    assert told == {
        "missing_signed_on": "请填写形成日期。",
        "missing_category": "请选择公开类别（条例第二十条各项）。",
    }
    assert [row.name for row in document.issuer_rows.all()] == ["试江市东河区人民政府"]
    document.attachments.all().delete()
    assert "missing_attach_files" in codes(document)
    # What is said in a text still needs it.
    document.kind = Kind.NOTICE
    assert "missing_body" in codes(document)


def test_the_gate_looks_into_the_files_as_ever(city: City) -> None:
    document = a_budget(city, "经办人身份证号11010519491231002X")
    assert "personal_data" in codes(document)


def test_a_file_and_a_kind_are_needed_and_the_role(city: City, clerk: User) -> None:
    given: dict[str, Any] = {"organ": city.district, "at": dt.datetime(2026, 11, 10, tzinfo=dt.UTC)}
    file = Brought(NAME, io.BytesIO(a_table()))
    budget = {"title": "预算", "kind": Kind.BUDGET}
    with pytest.raises(ActRefused, match="请选择文件"):
        file_attached(files=[], elements=budget, by=clerk, **given)
    with pytest.raises(ActRefused, match="请选择信息类别"):
        file_attached(files=[file], elements={**budget, "kind": Kind.OFFICIAL}, by=clerk, **given)
    with pytest.raises(ActRefused, match="应写成2026年"):
        file_attached(files=[file], elements={**budget, "period": "去年"}, by=clerk, **given)
    with pytest.raises(NotPermitted):
        file_attached(files=[file], elements=budget, by=city.outsider, **given)
    assert not Document.objects.exists()


def test_many_files_become_drafts_and_go_on_to_one_page(city: City, clerk: User) -> None:
    client = _client(clerk)
    assert client.get(PAGE).status_code == 200
    files = [
        upload(NAME),
        upload("附件2：试江市东河区柳桥街道办事处2025年度决算.xlsx", a_table("二")),
        upload("试江市人民政府办公室权责清单（定稿）.xlsx", a_table("三")),
        upload("无名.xlsx", a_table("四")),
    ]
    answer = client.post(PAGE, {"files": files, "how": "each", "openness": "open"})
    filed = list(Document.objects.order_by("pk"))
    assert [(d.title, d.kind, d.period, d.organ) for d in filed] == [
        ("试江市东河区人民政府2026年预算公开表", "budget", "2026年", city.district),
        ("试江市东河区柳桥街道办事处2025年度决算", "budget", "2025年", city.street),
        ("试江市人民政府办公室权责清单", "list", "", city.office),
    ]
    assert [(d.category.item if d.category else None) for d in filed] == [7, 7, None]
    address = answer["Location"]
    assert address.endswith(f"?ids={','.join(str(d.pk) for d in filed)}")
    page = client.get(address)
    assert "“无名.xlsx”：文件名里没有机关名称" in page.content.decode()
    form = page.context["form"]
    assert form[f"abstract_{filed[0].pk}"].value().startswith(filed[0].title)
    row = filed[0].attachments.get()
    assert form[f"file_{row.pk}"].value() == "试江市东河区人民政府2026年预算公开表"
    for each in filed:
        read_all(each)
    given = {name: form[name].value() or "" for name in form.fields if "_" in name}
    theme = Theme.objects.get(path="城乡建设、环境保护\\城乡建设（含住房）")
    given |= {f"file_{row.pk}": "收支总表", "signed_on": "2026-11-10", "theme": theme.pk}
    words = client.post(address, {**given, "submit": "1"}).content.decode()
    assert "请选择公开类别" in words
    states = [d.status for d in Document.objects.order_by("pk")]
    assert states == [Status.OPENNESS_REVIEW, Status.OPENNESS_REVIEW, Status.DRAFT]
    row.refresh_from_db()
    assert row.title == "收支总表"


def test_files_together_are_one_document(city: City, clerk: User) -> None:
    files = [upload("收入表.xlsx"), upload("支出表.xlsx", a_table("二"))]
    given = {"files": files, "how": "together", "organ": city.district.pk, "kind": "budget",
             "title": "东河区2026年预算", "period": "2026年", "openness": "open"}  # fmt: skip
    client = _client(clerk)
    assert client.post(PAGE, {**given, "period": "明年"}).status_code == 400
    for file in files:
        file.seek(0)
    assert client.post(PAGE, given).status_code == 302
    document = Document.objects.get()
    assert document.title == "东河区2026年预算"
    assert [row.title for row in document.attachments.all()] == ["收入表", "支出表"]


def test_bad_input_keeps_what_was_typed_and_outsiders_stay_out(city: City, clerk: User) -> None:
    answer = _client(clerk).post(PAGE, {"how": "each", "openness": "open", "title": "东河预算"})
    words = answer.content.decode()
    assert answer.status_code == 400
    assert "请选择文件" in words
    assert 'value="东河预算"' in words
    assert _client(city.people[Role.SIGNER]).get(PAGE).status_code == 403
    foreign = _client(city.outsider).post(
        PAGE, {"files": [upload(NAME)], "how": "each", "organ": city.district.pk,
               "openness": "open"},
    )  # fmt: skip
    assert foreign.status_code == 400
    assert not Document.objects.exists()


def test_a_refused_import_leads_on_with_what_was_read(city: City, clerk: User, now: Any) -> None:
    batch = open_batch(organ=None, by=clerk, at=now)
    received = receive(batch=batch, name=NAME, stream=io.BytesIO(a_table()), at=now)
    item = read_item(item_id=received.pk, at=now)
    assert item.state == ImportState.FAILED
    client = _client(clerk)
    result = client.get(f"/admin/disclosure/importbatch/{batch.pk}/change/").content.decode()
    address = f"{PAGE}?import_item={item.pk}"
    assert address in result
    form = client.get(address).context["form"]
    assert (form["title"].value(), form["kind"].value(), form["period"].value()) == (
        "试江市东河区人民政府2026年预算公开表", "budget", "2026年",
    )  # fmt: skip
    given = {name: form[name].value() or "" for name in form.fields if name != "files"}
    assert client.post(address, given).status_code == 302
    document = Document.objects.get()
    row = document.attachments.get()
    assert (row.is_source, row.title) == (False, "试江市东河区人民政府2026年预算公开表")
    item = ImportItem.objects.get()
    assert (item.state, item.document) == (ImportState.FILED, document)
    assert client.get(address).context["item"] is None


def test_the_public_page_leads_with_the_files(city: City, client: Client, now: Any) -> None:
    document = a_budget(city, category=category_of(Kind.BUDGET))
    assert codes(document) == set()
    bring_to(document, "published", cast=city.cast, at=now)
    words = client.get(document.get_absolute_url()).content.decode()
    assert words.index('id="files-title"') < words.index("东河区2026年收支总表。</p>")
    assert words.count('id="files-title"') == 1
    assert "XLSX" in words
    assert "没有文字版正文" not in words
    assert "Word 文字版" not in words
    assert "形成日期" in words
    assert "成文日期" not in words
    assert "所属期间" in words
    # A budget is never in force: its mark says what it is.
    assert state_of(document) == State("kind", "预决算")
    row = document.attachments.get()
    address = f"{document.get_absolute_url()}attachments/{row.file.public_id}/"
    assert address in words
    seen = client.get(address).content.decode()
    assert "收支总表" in seen
    assert "<td>一般公共预算拨款</td>" in seen
    assert "openpyxl" not in seen
    assert "东河区2026年收支总表" in entry_of(document)["body"]
    Document.objects.filter(pk=document.pk).update(status=Status.SIGNING)
    assert client.get(address).status_code == 404


def test_a_preview_shows_what_is_seen_and_ends() -> None:
    passages = [
        {"where": "文档属性", "text": "内部作者"},
        {"where": "工作表“甲”", "text": "\n".join(f"{n}\t数" for n in range(150)) + "\n尾注"},
        {"where": "第 2 页", "text": "\n".join(map(str, range(100)))},
        {"where": "工作表“甲”的公式", "text": "SUM(A1)"},
    ]
    found = preview_of(passages)
    assert [part.name for part in found.parts] == ["工作表“甲”", "第 2 页"]
    table, note = found.parts[0].stretches
    assert (len(table.rows), table.rows[0], note.lines) == (150, ("0", "数"), ("尾注",))
    assert len(found.parts[1].stretches[0].lines) == 49
    assert found.is_cut
    assert not preview_of(passages[:1]).parts
