"""A file that could not be imported leads on: to a form with what was read from it."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from disclosure.choices import ImportState
from disclosure.models import Document, ImportItem
from disclosure.services.imports import offered, open_batch, read_item, receive
from portal.accounts.choices import Role
from portal.accounts.models import User
from tests.builders import City
from tests.files.samples import docx_bytes, identity_number, saved
from tests.files.wordfiles import definition, item, level, listed, rows_of, run, word

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
BUDGET = "部门预算\n收入\t支出\n一百万元\t九十万元\n"
UNKNOWN = (
    "云州市水务局关于节水的通知\n云水〔2026〕9号\n各单位：\n请认真落实。\n"
    "云州市水务局\n2026年11月2日\n"
)


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    """Signing in without a form has no request for the lockout to look at."""
    settings.AXES_ENABLED = False


@pytest.fixture
def clerk(city: City) -> User:
    return city.people[Role.CLERK]


def brought(data: bytes | str, by: User, at: dt.datetime, name: str = "a.txt", **more: Any) -> Any:
    batch = open_batch(organ=more.get("organ"), by=by, at=at)
    raw = data.encode() if isinstance(data, str) else data
    received = receive(batch=batch, name=name, stream=io.BytesIO(raw), at=at)
    return read_item(item_id=received.pk, at=at)


def result_page(client: Client, found: ImportItem) -> str:
    address = reverse("admin:disclosure_importbatch_change", args=[found.batch_id])
    return client.get(address).content.decode()


def add_address(found: ImportItem) -> str:
    return f"{reverse('admin:disclosure_document_add')}?import_item={found.pk}"


def test_the_form_opens_with_what_was_read_and_keeps_the_file(
    client: Client, city: City, clerk: User, now: dt.datetime
) -> None:
    found = brought(UNKNOWN, clerk, now)
    assert found.state == ImportState.FAILED
    client.force_login(clerk, backend=BACKEND)
    words = result_page(client, found)
    assert f"?import_item={found.pk}" in words
    assert "--" not in found.reason
    form = client.get(add_address(found)).context["adminform"].form
    assert form["title"].value() == "云州市水务局关于节水的通知"
    assert form["doc_number"].value() == "云水〔2026〕9号"
    assert form["issuer_names"].value() == "云州市水务局"
    assert form["body"].value() == "请认真落实。"
    given = {name: form[name].value() for name in form.fields if form[name].value()}
    given |= {"organ": city.office.pk, "signed_on": "2026-11-02"}
    answer = client.post(add_address(found), given)
    assert answer.status_code == 302
    document = Document.objects.get(title="云州市水务局关于节水的通知")
    found.refresh_from_db()
    assert (found.state, found.document) == (ImportState.FILED, document)
    source = document.attachments.get()
    assert (source.is_source, source.file_id) == (True, found.source_id)
    # The link is gone, and the same file is known from now on.
    assert f"?import_item={found.pk}" not in result_page(client, found)
    assert brought(UNKNOWN, clerk, now).state == ImportState.DUPLICATE


def test_a_budget_goes_by_its_file_name_with_its_table(
    city: City, clerk: User, now: dt.datetime
) -> None:
    found = brought(BUDGET, clerk, now, name="2026年部门预算.txt", organ=city.office)
    assert found.state == ImportState.FAILED
    given = offered(found)
    assert given["title"] == "2026年部门预算"
    assert "收入\t支出\n一百万元\t九十万元" in given["body"]


def test_an_unreadable_file_opens_an_empty_form(city: City, clerk: User, now: dt.datetime) -> None:
    found = brought("部门预算", clerk, now, organ=city.office)
    ImportItem.objects.filter(pk=found.pk).update(elements={})
    found.refresh_from_db()
    found.source.text = ""
    assert (offered(found)["title"], offered(found)["body"]) == ("a", "")


def test_nobody_elses_file_and_no_secret_is_offered(
    client: Client, city: City, clerk: User, now: dt.datetime
) -> None:
    secret = brought(f"机密★1年\n{UNKNOWN}", clerk, now)
    assert (secret.elements, secret.source) == ({}, None)
    client.force_login(clerk, backend=BACKEND)
    assert "import_item" not in result_page(client, secret)
    assert client.get(add_address(secret)).context["adminform"].form["title"].value() is None
    found = brought(UNKNOWN, clerk, now)
    other = next(p for role, p in city.people.items() if role != Role.CLERK)
    client.force_login(other, backend=BACKEND)
    answer = client.get(add_address(found))
    assert answer.status_code == 403 or "云水〔2026〕9号" not in answer.content.decode()


def test_doubts_of_the_file_stand_on_the_row_and_on_the_record(
    client: Client, city: City, clerk: User, now: dt.datetime
) -> None:
    head = [f"<w:p>{run(line)}</w:p>" for line in UNKNOWN.splitlines()[:3]]
    data = word(
        *head, item("范围。", 1), rows_of([["点", "餐"], ["", "3"]]),
        f"<w:p>{run('2026年11月2日')}</w:p>",
        numbering=[definition(1, level(0, "第%1条", "chineseCounting")), listed(1, 1)],
    )  # fmt: skip
    found = brought(data, clerk, now, name="a.docx", organ=city.office)
    assert found.state == ImportState.FILED
    document = found.document
    assert document.body == "第一条 范围。\n点\t餐\n\t3"
    assert any("自动编号" in doubt["what"] for doubt in found.source.doubts)
    assert found.elements["warnings"][0] in [doubt["what"] for doubt in found.source.doubts]
    client.force_login(clerk, backend=BACKEND)
    assert "自动编号" in result_page(client, found)
    record = client.get(reverse("admin:disclosure_document_change", args=[document.pk]))
    assert record.content.decode().count("自动编号") == 2
    # The text area gives back what it was given, tabs and empty cells included.
    form = record.context["adminform"].form
    given = {name: form[name].value() or "" for name in form.fields}
    given["body"] = given["body"].replace("\n", "\r\n")
    form.data = given
    assert form.fields["body"].clean(given["body"]).endswith("\r\n\t3")


def test_doubts_tell_no_number_of_a_person(city: City, clerk: User, now: dt.datetime) -> None:
    """They quote what was left out, and stand on pages and in records."""
    document, number = docx.Document(), identity_number()
    document.sections[0].header.paragraphs[0].text = f"经办人：冯某 身份证号 {number}"
    for line in UNKNOWN.splitlines():
        document.add_paragraph(line)
    found = brought(saved(document), clerk, now, name="a.docx", organ=city.office)
    assert any("页眉" in doubt["what"] for doubt in found.source.doubts)
    assert number not in f"{found.source.doubts}{found.elements}"


def test_a_plain_word_file_has_no_doubts(city: City, clerk: User, now: dt.datetime) -> None:
    found = brought(docx_bytes(*UNKNOWN.splitlines()), clerk, now, name="a.docx", organ=city.office)
    assert (found.state, found.source.doubts) == (ImportState.FILED, [])
