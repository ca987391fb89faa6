"""我要纠错: from a reader's form to the reply of the organ's staff."""

from __future__ import annotations

import datetime as dt
import logging
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client

from disclosure.choices import ErrorReportState
from disclosure.models import Document, ErrorReport
from disclosure.services import review
from disclosure.services.error_reports import handle_error_report, report_error
from disclosure.views.error_reports import REPORTS
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.audit.services import verify
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City, published, put_in
from tests.site.pages import Page

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
CONTACT = "13900001234"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> None:
    settings.AXES_ENABLED = False
    cache.clear()


@pytest.fixture
def document(city: City) -> Document:
    return published(city)


def address_of(document: Document) -> str:
    return f"/documents/{document.pk}/correction/"


def key_of(source: str) -> str:
    """The key the form was given out with."""
    found = re.search(r'name="key" value="([0-9a-f-]{36})"', source)
    assert found
    return found[1]


def a_report(document: Document, now: dt.datetime, **changes: Any) -> ErrorReport:
    given = {"text": "第三段有错别字", "contact": CONTACT, "key": uuid.uuid4(), **changes}
    return report_error(document=document, at=now, **given)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


class TestReader:
    """The form, without an account and without a script."""

    def test_report_and_thanks(self, document: Document) -> None:
        client = Client(enforce_csrf_checks=True)
        assert address_of(document) in client.get(document.get_absolute_url()).content.decode()
        source = client.get(address_of(document)).content.decode()
        page = Page(source)
        assert page.inline == []
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', source)
        assert token
        sent = {"csrfmiddlewaretoken": token[1], "key": key_of(source), "text": "“绿画”应为“绿化”"}
        response = client.post(address_of(document), sent)
        assert response.status_code == 302
        assert response["Location"] == f"{address_of(document)}?done=1"
        assert "已收到" in client.get(response["Location"]).content.decode()
        report = ErrorReport.objects.get()
        assert (report.text, report.contact, report.state) == ("“绿画”应为“绿化”", "", "open")
        del sent["csrfmiddlewaretoken"]
        assert Client(enforce_csrf_checks=True).post(address_of(document), sent).status_code == 403

    def test_sent_twice_is_stored_once(self, client: Client, document: Document) -> None:
        sent = {"key": key_of(client.get(address_of(document)).content.decode()), "text": "错字"}
        for _ in range(2):
            assert client.post(address_of(document), sent).status_code == 302
        assert ErrorReport.objects.count() == 1
        assert AuditEntry.objects.filter(action="disclosure.report_error").count() == 1

    def test_another_text_under_the_same_key_is_not_lost_in_silence(
        self, client: Client, document: Document
    ) -> None:
        sent = {"key": str(uuid.uuid4()), "text": "错字"}
        client.post(address_of(document), sent)
        again = client.post(address_of(document), sent | {"text": "又一处错字"})
        assert again.status_code == 409
        source = again.content.decode()
        assert "又一处错字" in source
        sent = {"key": key_of(source), "text": "又一处错字"}
        assert client.post(address_of(document), sent).status_code == 302
        assert ErrorReport.objects.count() == 2

    @pytest.mark.parametrize(
        ("sent", "message"),
        [
            ({}, "请写明哪里有误"),
            ({"text": "   \n"}, "请写明哪里有误"),
            ({"text": "错" * 1001}, "最多写1000字，现有1001字"),
            ({"text": "错" * 200_000}, "最多写1000字"),
            ({"text": "错", "contact": "1" * 101}, "最多写100字"),
            ({"text": "错", "place": "第" * 101}, "最多写100字"),
            ({"text": "错\x00"}, "空字符"),
        ],
    )
    def test_bad_input_is_refused_and_kept_in_the_form(
        self, client: Client, document: Document, sent: dict[str, str], message: str
    ) -> None:
        response = client.post(address_of(document), sent | {"key": "no key"})
        source = response.content.decode()
        assert response.status_code == 400
        assert message in source
        assert key_of(source)
        if sent.get("text", "").startswith("错"):
            assert "错</textarea>" in source or "\x00" in sent["text"]
        assert not ErrorReport.objects.exists()

    def test_exactly_the_longest_text_is_taken(self, client: Client, document: Document) -> None:
        client.post(address_of(document), {"text": "错" * 1000, "key": str(uuid.uuid4())})
        assert len(ErrorReport.objects.get().text) == 1000

    def test_a_program_in_the_trap_is_thanked_and_nothing_kept(
        self, client: Client, document: Document
    ) -> None:
        sent = {"text": "buy", "website": "http://x.example", "key": str(uuid.uuid4())}
        assert client.post(address_of(document), sent).status_code == 302
        assert not ErrorReport.objects.exists()

    def test_a_flood_from_one_address_is_stopped(self, client: Client, document: Document) -> None:
        def send(address: str) -> int:
            sent = {"text": "错字", "key": str(uuid.uuid4())}
            return client.post(address_of(document), sent, REMOTE_ADDR=address).status_code

        answers = [send("192.0.2.1") for _ in range(REPORTS.most + 1)]
        assert answers == [302] * REPORTS.most + [429]
        assert send("192.0.2.2") == 302
        kept = [str(name) for name in cache._cache]  # type: ignore[attr-defined]
        assert any("limit:corrections.report:" in name for name in kept)
        assert not any("192.0.2" in name for name in kept)

    @pytest.mark.usefixtures("broken_cache")
    def test_without_the_counter_reports_are_taken_in(
        self, client: Client, document: Document
    ) -> None:
        for _ in range(REPORTS.most + 1):
            sent = {"text": "错字", "key": str(uuid.uuid4())}
            assert client.post(address_of(document), sent).status_code == 302
        assert ErrorReport.objects.count() == REPORTS.most + 1

    def test_the_writer_is_in_no_log_no_address_and_no_audit_entry(
        self, client: Client, document: Document, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            sent = {"text": "错字在此", "contact": CONTACT, "key": str(uuid.uuid4())}
            response = client.post(address_of(document), sent)
        assert CONTACT not in response["Location"]
        written = " ".join(r.getMessage() for r in caplog.records if "INSERT" not in r.getMessage())
        assert CONTACT not in written
        entry = AuditEntry.objects.get(action="disclosure.report_error")
        for words in (CONTACT, "错字在此"):
            assert words not in f"{entry.summary}{entry.details}"

    @pytest.mark.parametrize("status", [s for s in Status if s != Status.PUBLISHED])
    def test_what_is_not_public_has_no_form(
        self,
        client: Client,
        make_draft: Callable[..., Document],
        now: dt.datetime,
        status: Status,
    ) -> None:
        document = make_draft()
        put_in(document, status)
        document.refresh_from_db()
        assert client.get(address_of(document)).status_code == 404
        sent = {"text": "错字", "key": str(uuid.uuid4())}
        assert client.post(address_of(document), sent).status_code == 404
        with pytest.raises(NotPermitted):
            a_report(document, now)


class TestStaff:
    """The organ's list, and the reply."""

    @pytest.fixture
    def clerk(self, city: City) -> User:
        return city.people[Role.CLERK]

    def test_markup_of_a_reader_is_text(
        self, city: City, clerk: User, now: dt.datetime, client: Client
    ) -> None:
        document = published(city, title=f"关于{HOSTILE}的通知")
        report = a_report(document, now, text=HOSTILE, place=HOSTILE, contact=HOSTILE)
        pages = [
            signed_in(clerk).get("/admin/disclosure/errorreport/"),
            signed_in(clerk).get(f"/admin/disclosure/errorreport/{report.pk}/change/"),
            client.get(address_of(document)),
            client.get(f"{address_of(document)}?done=1"),
            client.post(address_of(document), {"text": "", "place": HOSTILE, "contact": HOSTILE}),
        ]
        for page in pages:
            source = page.content.decode()
            assert "<script>alert" not in source
            assert "<img src=x" not in source
            assert "&lt;script&gt;" in source

    def test_a_reply_closes_the_report(
        self, document: Document, clerk: User, now: dt.datetime
    ) -> None:
        report = a_report(document, now)
        door = f"/admin/disclosure/errorreport/{report.pk}/change/"
        client = signed_in(clerk)
        assert CONTACT in client.get(door).content.decode()
        assert client.post(door, {"reply": "  "}).status_code == 400
        posted = {"reply": "已更正为“绿化”。", "text": "改写读者所写", "contact": "改"}
        assert client.post(door, posted).status_code == 302
        report.refresh_from_db()
        assert (report.state, report.handled_by) == (ErrorReportState.HANDLED, clerk)
        assert (report.text, report.contact) == ("第三段有错别字", CONTACT)
        entry = AuditEntry.objects.get(action="disclosure.handle_correction")
        assert entry.details["reply"] == "已更正为“绿化”。"
        assert CONTACT not in f"{entry.summary}{entry.details}"
        assert verify() is None
        assert client.post(door, {"reply": "再改"}).status_code == 403
        with pytest.raises(NotPermitted, match="已经处理"):
            handle_error_report(report=report, reply="再改", by=clerk, at=now)

    def test_an_empty_reply_is_refused(
        self, document: Document, clerk: User, now: dt.datetime
    ) -> None:
        with pytest.raises(ActRefused, match="处理结果"):
            handle_error_report(report=a_report(document, now), reply=" ", by=clerk, at=now)

    def test_another_organ_sees_and_does_nothing(
        self, document: Document, city: City, now: dt.datetime
    ) -> None:
        report = a_report(document, now)
        client = signed_in(city.outsider)
        listed = client.get("/admin/disclosure/errorreport/").content.decode()
        assert "错别字" not in listed
        door = f"/admin/disclosure/errorreport/{report.pk}/change/"
        for response in (client.get(door), client.post(door, {"reply": "不关我事"})):
            assert response.status_code in (302, 403, 404)
            assert CONTACT not in response.content.decode()
        with pytest.raises(NotPermitted):
            handle_error_report(report=report, reply="不关我事", by=city.outsider, at=now)
        report.refresh_from_db()
        assert report.state == ErrorReportState.OPEN

    def test_nobody_adds_or_deletes(
        self, document: Document, clerk: User, now: dt.datetime
    ) -> None:
        report = a_report(document, now)
        client = signed_in(clerk)
        root = "/admin/disclosure/errorreport/"
        assert client.get(f"{root}add/").status_code == 403
        assert client.post(f"{root}{report.pk}/delete/", {"post": "yes"}).status_code == 403
        assert ErrorReport.objects.count() == 1

    def test_a_withdrawn_document_keeps_its_reports(
        self, document: Document, city: City, clerk: User, now: dt.datetime
    ) -> None:
        report = a_report(document, now)
        review.withdraw(document=document, reason="有误", by=city.people[Role.SIGNER], at=now)
        handle_error_report(report=report, reply="已撤回更正。", by=clerk, at=now)

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_of_the_list_do_not_grow(
        self,
        document: Document,
        clerk: User,
        now: dt.datetime,
        django_assert_num_queries: Any,
        count: int,
    ) -> None:
        for _ in range(count):
            a_report(document, now)
        client = signed_in(clerk)
        client.get("/admin/disclosure/errorreport/")
        with django_assert_num_queries(11):
            client.get("/admin/disclosure/errorreport/")


def test_the_database_refuses_a_closed_report_without_a_reply(
    document: Document, now: dt.datetime
) -> None:
    report = a_report(document, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        ErrorReport.objects.filter(pk=report.pk).update(state=ErrorReportState.HANDLED)
