"""The form of a draft: one press saves and submits, and nothing typed is ever lost."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from disclosure.admin.drafts import SUBMIT
from disclosure.models import Document
from disclosure.services.documents import correct_document
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.drafts.models import KeptText
from tests.builders import City
from tests.files.samples import docx_bytes

BACKEND = "django.contrib.auth.backends.ModelBackend"
ADD = "/admin/disclosure/document/add/"
Make = Callable[..., Document]
pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def clerk(city: City) -> Client:
    client = Client()
    client.force_login(city.people[Role.CLERK], backend=BACKEND)
    return client


def _record(document: Document) -> str:
    return f"/admin/disclosure/document/{document.pk}/change/"


def _given(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """What the page's form would send, with its hidden fields."""
    answer: Any = client.get(address)
    form = answer.context["adminform"].form
    given = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if value is None or value is False or name == "attach_files":
            continue
        given[name] = [getattr(v, "pk", v) for v in value] if isinstance(value, list) else value
    hidden = re.findall(r'name="(form_mark|seen)" value="([^"]*)"', answer.content.decode())
    return {**given, **dict(hidden), **changes}


def _file(name: str = "目录.docx", data: bytes | None = None) -> io.BytesIO:
    stream = io.BytesIO(docx_bytes("正文") if data is None else data)
    stream.name = name
    return stream


def test_what_was_typed_goes_along_with_the_submission(clerk: Client, make_draft: Make) -> None:
    document = make_draft(abstract="")
    typed = _given(clerk, _record(document), title="改过的标题", abstract="新的概述")
    answer = clerk.post(_record(document), {**typed, SUBMIT: "1"}, follow=True)
    assert answer.redirect_chain == [(_record(document), 302)]
    assert "已保存并提交审查" in answer.content.decode()
    document.refresh_from_db()
    assert (document.title, document.status) == ("改过的标题", Status.OPENNESS_REVIEW)
    assert [act.action for act in document.acts.all()] == ["submit"]
    assert not KeptText.objects.exists()


def test_what_stands_in_the_way_is_told_and_nothing_typed_is_lost(
    clerk: Client, make_draft: Make
) -> None:
    document = make_draft()
    typed = _given(clerk, _record(document), title="改过的标题", abstract="")
    answer = clerk.post(_record(document), {**typed, SUBMIT: "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "没有保存，您填写的内容还在下面的表单里" in page
    assert '<a href="#id_abstract">请填写内容概述' in page
    assert 'value="改过的标题"' in page
    document.refresh_from_db()
    assert (document.title == "改过的标题", document.status) == (False, Status.DRAFT)
    # A day later, or after the session has ended, it stands in the form again.
    page = clerk.get(_record(document)).content.decode()
    assert 'value="改过的标题"' in page
    assert "没有提交的内容" in page


def test_an_invalid_form_answers_400(clerk: Client, make_draft: Make) -> None:
    document = make_draft()
    typed = _given(clerk, _record(document), title="改过的标题", signed_on="2026-02-30")
    answer = clerk.post(_record(document), {**typed, SUBMIT: "1"})
    assert answer.status_code == 400
    assert "日历上有的日子" in answer.content.decode()
    assert 'value="改过的标题"' in answer.content.decode()


def test_files_are_uploaded_with_what_was_typed(clerk: Client, make_draft: Make) -> None:
    document = make_draft()
    typed = _given(clerk, _record(document), title="改过的标题", _continue="1")
    files = [_file(), _file("空.docx", b"")]
    answer = clerk.post(_record(document), {**typed, "attach_files": files}, follow=True)
    page = answer.content.decode()
    assert "已添加附件“目录.docx”" in page
    assert "“空.docx”：" in page
    document.refresh_from_db()
    assert (document.title, document.attachments.get().title) == ("改过的标题", "目录")


def test_nothing_is_submitted_without_a_file_that_was_refused(
    clerk: Client, make_draft: Make
) -> None:
    document = make_draft()
    typed = _given(clerk, _record(document), title="改过的标题")
    files = [_file(), _file("空.docx", b"")]
    answer = clerk.post(_record(document), {**typed, SUBMIT: "1", "attach_files": files})
    assert answer.status_code == 409
    assert "“空.docx”：" in answer.content.decode()
    document.refresh_from_db()
    assert (document.status, document.attachments.count()) == (Status.DRAFT, 0)


def test_one_form_files_and_submits(clerk: Client, city: City, make_draft: Make) -> None:
    """A budget: title, date, catalogue, and its file."""
    sample = make_draft()
    given = {
        "organ": city.office.pk, "kind": "announcement", "title": "2026年部门预算",
        "language": "zh-Hans", "issuer_names": city.office.name, "body": "见附件。",
        "abstract": "部门收支预算。", "theme": sample.theme_id, "category": sample.category_id,
        "openness": "open", "reach": "everyone", "signed_on": "2026-11-02",
        "attach_files": [_file("预算.docx")],
    }  # fmt: skip
    answer = clerk.post(ADD, {**given, SUBMIT: "1"}, follow=True)
    assert "已保存并提交审查" in answer.content.decode()
    document = Document.objects.get(title="2026年部门预算")
    assert document.status == Status.OPENNESS_REVIEW
    assert document.attachments.get().title == "预算"


def test_a_form_drawn_before_another_saved_is_not_laid_over_it(
    clerk: Client, city: City, make_draft: Make, now: Any
) -> None:
    document = make_draft()
    typed = _given(clerk, _record(document), title="改过的标题")
    by = city.people[Role.CLERK]
    correct_document(document=document, by=by, at=now, elements={"abstract": "别人写的"})
    answer = clerk.post(_record(document), typed)
    assert answer.status_code == 409
    assert "又有了新的办理" in answer.content.decode()
    assert 'value="改过的标题"' in answer.content.decode()
    # It was seen; sent once more it is what counts.
    seen = re.search(r'name="seen" value="([^"]*)"', answer.content.decode())
    assert clerk.post(_record(document), {**typed, "seen": seen[1]}).status_code == 302
    document.refresh_from_db()
    assert document.title == "改过的标题"


def test_kept_words_older_than_the_document_say_so(
    clerk: Client, city: City, make_draft: Make, now: Any
) -> None:
    document = make_draft()
    typed = _given(clerk, _record(document), title="没提交的标题")
    clerk.post("/drafts/keep/", typed)
    assert 'value="没提交的标题"' in clerk.get(_record(document)).content.decode()
    by = city.people[Role.CLERK]
    later = KeptText.objects.get().saved_at
    correct_document(document=document, by=by, at=later.replace(year=2027), elements={"copies": 3})
    assert "本件又保存过" in clerk.get(_record(document)).content.decode()


def test_what_a_neighbour_sends_changes_nothing(city: City, make_draft: Make) -> None:
    document = make_draft()
    client = Client()
    client.force_login(city.outsider, backend=BACKEND)
    answer = client.post(_record(document), {"title": "别的", SUBMIT: "1"})
    assert answer.status_code in (302, 403, 404)
    reader = Client()
    reader.force_login(city.people[Role.SIGNER], backend=BACKEND)
    assert reader.post(_record(document), {"title": "别的", SUBMIT: "1"}).status_code == 403
    document.refresh_from_db()
    assert (document.title == "别的", document.status) == (False, Status.DRAFT)
