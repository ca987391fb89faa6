"""Files made ready before an answer: read, redacted for good, handed over as they came of that."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.files.redaction import Mark
from portal.personal.handed_in import HandedIn
from requests_app.models import AnswerFile, InformationRequest, PreparedFile
from requests_app.services.prepared_files import (
    prepare_files,
    prepared_of,
    redact_prepared,
    remove_prepared,
)
from requests_app.services.retention import purge
from requests_app.workflow.states import HANDLER, REVIEWER, Status
from tests.builders import City
from tests.files.covered import over_line
from tests.files.recovering import recovered
from tests.files.redacted import LINE, NUMBER, PERSON
from tests.files.samples import docx_bytes
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

pytestmark = pytest.mark.django_db
SECRETS = (PERSON, NUMBER)


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


@pytest.fixture
def case(city: City, people: Desk) -> InformationRequest:
    return bring_to(submitted(city), Status.HANDLING, people=people)


def ready(case: InformationRequest, people: Desk, data: bytes, name: str) -> PreparedFile:
    (row,) = prepare_files(
        request=case, files=[HandedIn(io.BytesIO(data), name)], by=people[HANDLER], at=SUBMITTED_AT
    )
    return row


def content(row: PreparedFile | AnswerFile) -> bytes:
    with row.file.open() as stream:
        data: bytes = stream.read()
    return data


def redacted(row: PreparedFile, people: Desk, *marks: Mark) -> PreparedFile:
    return redact_prepared(prepared=row, marks=marks, by=people[HANDLER], at=SUBMITTED_AT)


class TestRedaction:
    @pytest.mark.parametrize(
        ("data", "name"),
        [
            (over_line("rect(width:400pt, height:16pt)", LINE), "登记表.pdf"),
            (docx_bytes(LINE), "登记表.docx"),
        ],
        ids=["pdf", "docx"],
    )
    def test_what_is_handed_over_holds_nothing_of_it(
        self, case: InformationRequest, people: Desk, data: bytes, name: str
    ) -> None:
        row = ready(case, people, data, name)
        assert {"label": "身份证号", "count": 1} in row.found
        made = redacted(row, people, Mark(words=PERSON), Mark(words=NUMBER))
        assert {found["label"] for found in made.found}.isdisjoint({"身份证号"})
        assert list(prepared_of(case)) == [made]
        response = signed_in(people[HANDLER]).post(
            page_of(case, "act/submit_answer"),
            {"outcome": "3.1", "body": "现予公开。", "provision": PROVISION, "prepared": [made.pk]},
        )
        assert response.status_code == 302
        (file,) = AnswerFile.objects.all()
        given = content(file)
        assert recovered(given, kind=made.kind, secrets=SECRETS) == []
        assert file.sha256 == made.sha256 == made.after_sha256
        assert not prepared_of(case).exists()

    def test_the_original_stays_sealed_and_both_digests_are_in_the_trail(
        self, case: InformationRequest, people: Desk
    ) -> None:
        row = ready(case, people, docx_bytes(LINE), "登记表.docx")
        made = redacted(row, people, Mark(words=PERSON))
        assert made.original == row
        assert NUMBER.encode() not in row.file.storage.path(row.file.name).encode()
        entry = AuditEntry.objects.get(action="requests.redact")
        assert (entry.details["before"], entry.details["after"]) == (row.sha256, made.sha256)
        assert PERSON not in str(entry.content())

    def test_one_that_was_redacted_already_is_not_redacted_beside(
        self, case: InformationRequest, people: Desk
    ) -> None:
        row = ready(case, people, docx_bytes(LINE), "登记表.docx")
        redacted(row, people, Mark(words=PERSON))
        with pytest.raises(ActRefused, match="刚刚"):
            redacted(row, people, Mark(words=NUMBER))

    def test_what_is_not_there_is_said_and_nothing_kept(
        self, case: InformationRequest, people: Desk
    ) -> None:
        row = ready(case, people, docx_bytes(LINE), "登记表.docx")
        with pytest.raises(ActRefused, match="没有找到"):
            redacted(row, people, Mark(words="没有这几个字"))
        assert list(prepared_of(case)) == [row]

    def test_a_file_of_the_draft_that_came_back_replaces_itself(
        self, case: InformationRequest, people: Desk
    ) -> None:
        client = signed_in(people[HANDLER])
        client.post(
            page_of(case, "act/submit_answer"),
            {"outcome": "3.1", "body": "现予公开。", "provision": PROVISION,
             "files": [SimpleUploadedFile("登记表.docx", docx_bytes(LINE))]},
        )  # fmt: skip
        STEPS["return_review"](case, people, SUBMITTED_AT)
        file = AnswerFile.objects.get()
        response = client.post(page_of(case, f"prepared/take/{file.public_id}"))
        row = prepared_of(case).get()
        assert response["Location"].endswith(f"/prepared/{row.public_id}/redact/")
        form = client.get(page_of(case, "act/submit_answer")).content.decode()
        assert 'name="prepared"' in form
        assert 'name="kept"' not in form

    def test_the_database_knows_no_redaction_of_nothing(
        self, case: InformationRequest, people: Desk
    ) -> None:
        row = ready(case, people, PNG, "照片.png")
        with pytest.raises(IntegrityError, match="redacted_from"), transaction.atomic():
            PreparedFile.objects.filter(pk=row.pk).update(words=1)


class TestPages:
    def test_from_upload_to_the_page_of_the_redacted_file(
        self, case: InformationRequest, people: Desk
    ) -> None:
        client = signed_in(people[HANDLER])
        data = over_line("rect(width:400pt, height:16pt)", LINE)
        done = client.post(
            page_of(case, "prepared"), {"papers": [SimpleUploadedFile("表.pdf", data)]}
        )
        assert done.status_code == 302
        row = prepared_of(case).get()
        listed = client.get(page_of(case, "prepared")).content.decode()
        assert "身份证号 1 处" in listed
        assert NUMBER not in listed
        here = page_of(case, f"prepared/{row.public_id}/redact")
        shown = client.get(here)
        assert "no-store" in shown["Cache-Control"]
        assert NUMBER not in shown.content.decode()
        sight = client.get(page_of(case, f"prepared/{row.public_id}/1.png").rstrip("/"))
        assert sight["Content-Type"] == "image/png"
        response = client.post(here, {"words": PERSON})
        made = prepared_of(case).get()
        assert (
            response["Location"] == page_of(case, f"prepared/{made.public_id}/redact") + "?page=1"
        )
        again = client.get(response["Location"]).content.decode()
        assert made.before_sha256[:12] in again
        answer: Any = client.get(page_of(case, f"prepared/{made.public_id}"))
        got = b"".join(answer.streaming_content)
        assert recovered(got, kind="pdf", secrets=(PERSON,)) == []

    @pytest.mark.parametrize(
        ("papers", "told", "status"),
        [
            ([], "请选择", 400),
            ([SimpleUploadedFile("文件.exe", b"MZ\x90\x00" + b"\0" * 200)], "不接受", 409),
            ([SimpleUploadedFile("情况.docx", docx_bytes("秘密★1年"))], "密级", 409),
        ],
        ids=["none", "program", "secret"],
    )
    def test_what_may_not_be_kept_is_said(
        self, case: InformationRequest, people: Desk, papers: list[Any], told: str, status: int
    ) -> None:
        response = signed_in(people[HANDLER]).post(page_of(case, "prepared"), {"papers": papers})
        assert response.status_code == status
        assert told in response.content.decode()
        assert not PreparedFile.objects.exists()

    def test_removed_with_what_it_was_made_from(
        self, case: InformationRequest, people: Desk, django_capture_on_commit_callbacks: Any
    ) -> None:
        row = ready(case, people, docx_bytes(LINE), "登记表.docx")
        made = redacted(row, people, Mark(words=PERSON))
        with django_capture_on_commit_callbacks(execute=True):
            signed_in(people[HANDLER]).post(page_of(case, f"prepared/{made.public_id}/remove"))
        assert not PreparedFile.objects.exists()
        assert not row.file.storage.exists(row.file.name)
        assert not made.file.storage.exists(made.file.name)

    def test_a_query_for_each_kind_of_row(
        self, case: InformationRequest, people: Desk, django_assert_num_queries: Any
    ) -> None:
        client = signed_in(people[HANDLER])
        ready(case, people, PNG, "一.png")
        client.get(page_of(case, "prepared"))
        with CaptureQueriesContext(connection) as one:
            client.get(page_of(case, "prepared"))
        for name in ("二.png", "三.png"):
            ready(case, people, PNG, name)
        with django_assert_num_queries(len(one)):
            client.get(page_of(case, "prepared"))


class TestDoors:
    @pytest.mark.parametrize(
        "rest", ["prepared", "prepared/{id}", "prepared/{id}/redact", "prepared/{id}/1.png"]
    )
    def test_who_may_not_hand_the_answer_in_finds_nothing(
        self, city: City, case: InformationRequest, people: Desk, rest: str
    ) -> None:
        row = ready(case, people, PNG, "照片.png")
        address = page_of(case, rest.format(id=row.public_id))
        address = address.rstrip("/") if address.endswith(".png/") else address
        found: Any = signed_in(people[HANDLER]).get(address)
        assert found.status_code == 200
        assert b"".join(found)
        assert signed_in(people[REVIEWER]).get(address).status_code == 404
        assert signed_in(city.outsider).get(address).status_code in (302, 404)
        assert Client().get(address).status_code == 302

    def test_nobody_else_acts(self, city: City, case: InformationRequest, people: Desk) -> None:
        row = ready(case, people, docx_bytes(LINE), "登记表.docx")
        for user in (people[REVIEWER], city.outsider):
            with pytest.raises(NotPermitted):
                prepare_files(
                    request=case, files=[HandedIn(io.BytesIO(PNG), "一.png")], by=user,
                    at=SUBMITTED_AT,
                )  # fmt: skip
            with pytest.raises(NotPermitted):
                redact_prepared(prepared=row, marks=[Mark(words=PERSON)], by=user, at=SUBMITTED_AT)
            with pytest.raises(NotPermitted):
                remove_prepared(prepared=row, by=user, at=SUBMITTED_AT)

    def test_files_of_another_case_are_not_handed_over(
        self, city: City, case: InformationRequest, people: Desk
    ) -> None:
        other = bring_to(submitted(city), Status.HANDLING, people=people)
        row = ready(other, people, PNG, "照片.png")
        response = signed_in(people[HANDLER]).post(
            page_of(case, "act/submit_answer"),
            {"outcome": "3.1", "body": "现予公开。", "provision": PROVISION, "prepared": [row.pk]},
        )
        assert response.status_code == 302
        assert not AnswerFile.objects.exists()


def test_purged_with_the_case(
    case: InformationRequest, people: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    row = ready(case, people, docx_bytes(LINE), "登记表.docx")
    made = redacted(row, people, Mark(words=PERSON))
    signed_in(people[HANDLER]).post(
        page_of(case, "act/submit_answer"),
        {"outcome": "3.1", "body": "现予公开。", "provision": PROVISION, "prepared": [made.pk]},
    )
    for action in ("approve", "pass_secrecy", "sign", "deliver"):
        STEPS[action](case, people, SUBMITTED_AT)
    with django_capture_on_commit_callbacks(execute=True):
        assert purge.purge_due(at=SUBMITTED_AT + 365 * 6 * DAY) == 1
    assert not PreparedFile.objects.exists()
    assert not row.file.storage.exists(row.file.name)
    assert not made.file.storage.exists(made.file.name)
