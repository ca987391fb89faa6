"""What an answer hands over: cleaned, scanned, judged with it, opened only by whom it concerns."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document as WordDocument

from disclosure.models import Document
from portal.common.errors import ActRefused
from portal.personal.handed_in import HandedIn
from portal.tracking.codes import code_from
from requests_app.models import AnswerFile, InformationRequest
from requests_app.services import answers
from requests_app.services.retention import purge
from requests_app.workflow.states import HANDLER, REVIEWER, SECRECY, Status
from tests.builders import City, published
from tests.files.samples import image_bytes
from tests.requests_app.cases import (
    DAY,
    PNG,
    PROVISION,
    STEPS,
    SUBMITTED_AT,
    Desk,
    bring_to,
    desk,
    submitted,
)
from tests.requests_app.officers import page_of, signed_in
from tests.requests_app.public import tracked

pytestmark = pytest.mark.django_db
IDENTITY = "990101199001010019"


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> None:
    settings.AXES_ENABLED = False
    cache.clear()


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


@pytest.fixture
def case(city: City, people: Desk) -> InformationRequest:
    return bring_to(submitted(city), Status.HANDLING, people=people)


def word(text: str, *, author: str = "拟稿人甲") -> bytes:
    """A document of Word with somebody's name in its properties."""
    document, stream = WordDocument(), io.BytesIO()
    document.core_properties.author = author
    document.add_paragraph(text)
    document.save(stream)
    return stream.getvalue()


def given(data: bytes, name: str) -> HandedIn:
    return HandedIn(io.BytesIO(data), name)


def drafted(case: InformationRequest, people: Desk, **more: Any) -> Any:
    return answers.submit_answer(
        request=case, outcome="3.1", body="现予公开。", provision=PROVISION, by=people[HANDLER],
        at=SUBMITTED_AT, **more,
    )  # fmt: skip


def answered(case: InformationRequest, people: Desk) -> None:
    for action in ("approve", "pass_secrecy", "sign", "deliver"):
        STEPS[action](case, people, SUBMITTED_AT)


def applicant(case: InformationRequest) -> Client:
    return tracked(case.number, code_from(case.submission_key))


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


class TestFiles:
    def test_cleaned_and_its_personal_data_named_to_the_judges(
        self, case: InformationRequest, people: Desk
    ) -> None:
        data = word(f"中标单位联系人身份证号 {IDENTITY}，手机13900001234")
        answer = drafted(case, people, files=[given(data, "招标文件.docx")])
        row = answer.files.get()
        with row.file.open() as stored:
            kept = stored.read()
        assert "拟稿人甲" in WordDocument(io.BytesIO(data)).core_properties.author
        assert WordDocument(io.BytesIO(kept)).core_properties.author == ""
        assert {found["label"]: found["count"] for found in row.found} == {
            "身份证号": 1, "手机号": 1,
        }  # fmt: skip
        page = signed_in(people[REVIEWER]).get(page_of(case)).content.decode()
        assert "身份证号 1 处" in page
        assert IDENTITY not in page

    def test_a_picture_has_to_be_looked_at(self, case: InformationRequest, people: Desk) -> None:
        answer = drafted(case, people, files=[given(image_bytes("PNG", (900, 600)), "照片.png")])
        (unread,) = answer.files.get().found
        assert "没有检查到" in unread["label"]
        assert unread["count"] == 0

    def test_every_part_that_is_handed_over_is_read(
        self, case: InformationRequest, people: Desk
    ) -> None:
        document, stream = WordDocument(), io.BytesIO()
        document.sections[0].header.paragraphs[0].text = f"证件编号{IDENTITY}"
        document.add_paragraph("正文")
        document.save(stream)
        answer = drafted(case, people, files=[given(stream.getvalue(), "登记表.docx")])
        assert {"label": "身份证号", "count": 1} in answer.files.get().found

    def test_a_secret_is_not_kept(self, case: InformationRequest, people: Desk) -> None:
        with pytest.raises(ActRefused, match="密级"):
            drafted(case, people, files=[given(word("秘密★1年"), "情况.docx")])
        assert not AnswerFile.objects.exists()

    @pytest.mark.parametrize(
        ("data", "name", "told"),
        [
            (b"MZ\x90\x00" + b"\0" * 200, "文件.exe", "不接受"),
            (b"%PDF-1.7 cut", "文件.pdf", "重新"),
            (b"", "空.docx", "空"),
            (word("x")[:300], "断.docx", "重新"),
        ],
    )
    def test_bad_files_are_refused_and_nothing_is_kept(
        self, case: InformationRequest, people: Desk, data: bytes, name: str, told: str
    ) -> None:
        with pytest.raises(ActRefused, match=told):
            drafted(case, people, files=[given(data, name)])
        case.refresh_from_db()
        assert case.status == Status.HANDLING
        assert not AnswerFile.objects.exists()

    def test_a_refusal_hands_nothing_over(self, case: InformationRequest, people: Desk) -> None:
        with pytest.raises(ActRefused, match="只有予以公开"):
            answers.submit_answer(
                request=case, outcome="3.3.6", body="不予公开。", reason="讨论记录",
                files=[given(PNG, "记录.png")], by=people[HANDLER], at=SUBMITTED_AT,
            )  # fmt: skip

    def test_what_came_back_is_kept_unless_unticked(
        self, case: InformationRequest, people: Desk
    ) -> None:
        first = drafted(case, people, files=[given(word("甲"), "甲.docx"), given(PNG, "乙.png")])
        STEPS["return_review"](case, people, SUBMITTED_AT)
        client = signed_in(people[HANDLER])
        kept, dropped = first.files.all()
        shown = client.get(page_of(case)).content.decode()
        assert shown.count('name="kept"') == 2
        response = client.post(
            page_of(case, "act/submit_answer"),
            {"outcome": "3.1", "body": "现予公开。", "provision": PROVISION, "kept": [kept.pk],
             "files": [SimpleUploadedFile("丙.png", PNG)]},
        )  # fmt: skip
        assert response.status_code == 302
        last = case.answers.last()
        assert last is not None
        assert [row.title for row in last.files.all()] == ["甲", "丙"]
        assert last.files.all()[0].file.name == kept.file.name
        assert dropped.file.storage.exists(dropped.file.name)

    def test_a_file_changed_after_the_review_is_not_signed(
        self, case: InformationRequest, people: Desk
    ) -> None:
        answer = drafted(case, people, files=[given(PNG, "照片.png")])
        for action in ("approve", "pass_secrecy"):
            STEPS[action](case, people, SUBMITTED_AT)
        answer.files.update(sha256="0" * 64)
        with pytest.raises(ActRefused, match="审查后有改动"):
            STEPS["sign"](case, people, SUBMITTED_AT)

    def test_purged_with_the_case(
        self, case: InformationRequest, people: Desk, django_capture_on_commit_callbacks: Any
    ) -> None:
        row = drafted(case, people, files=[given(PNG, "照片.png")]).files.get()
        answered(case, people)
        with django_capture_on_commit_callbacks(execute=True):
            assert purge.purge_due(at=SUBMITTED_AT + 365 * 6 * DAY) == 1
        assert not AnswerFile.objects.exists()
        assert not row.file.storage.exists(row.file.name)


class TestDoors:
    def test_the_applicant_after_delivery_and_nobody_else(
        self, city: City, case: InformationRequest, people: Desk
    ) -> None:
        row = drafted(case, people, files=[given(PNG, "照片.png")]).files.get()
        address = f"/requests/case/{case.number}/file/{row.public_id}/"
        mine = applicant(case)
        assert mine.get(address).status_code == 404
        answered(case, people)
        page = mine.get(f"/requests/case/{case.number}/").content.decode()
        assert address in page
        response = mine.get(address)
        assert body(response) == row.file.open().read()
        assert response["Content-Disposition"].startswith("attachment")
        assert "no-store" in response["Cache-Control"]
        other = bring_to(submitted(city), Status.HANDLING, people=people)
        assert Client().get(address).status_code == 302
        assert applicant(other).get(address).status_code == 302
        assert applicant(other).get(address.replace(case.number, other.number)).status_code == 404
        assert signed_in(city.outsider).get(address).status_code == 302

    def test_officers_of_the_case_only(
        self, city: City, case: InformationRequest, people: Desk
    ) -> None:
        row = drafted(case, people, files=[given(PNG, "照片.png")]).files.get()
        address = page_of(case, f"file/{row.public_id}")
        assert body(signed_in(people[SECRECY]).get(address)) == row.file.open().read()
        assert signed_in(city.outsider).get(address).status_code == 404
        assert Client().get(address).status_code == 302


class TestDocuments:
    def test_a_published_document_is_named_with_its_page(
        self, city: City, case: InformationRequest, people: Desk
    ) -> None:
        document = published(city)
        client = signed_in(people[HANDLER])
        sent = {"outcome": "3.1", "body": "已经公开。", "provision": PROVISION}
        address = page_of(case, "act/submit_answer")
        unknown = client.post(address, {**sent, "documents": "没有〔2099〕1号"})
        assert "没有找到“没有〔2099〕1号”" in unknown.content.decode()
        response = client.post(address, {**sent, "documents": f"{document.index_no}\n"})
        assert response.status_code == 302
        answered(case, people)
        page = applicant(case).get(f"/requests/case/{case.number}/").content.decode()
        assert document.get_absolute_url() in page

    def test_what_is_not_public_cannot_be_named(
        self, city: City, case: InformationRequest, people: Desk
    ) -> None:
        document = published(city)
        Document.objects.filter(pk=document.pk).update(status="withdrawn")
        with pytest.raises(ActRefused, match="没有公开"):
            drafted(case, people, documents=[document])
