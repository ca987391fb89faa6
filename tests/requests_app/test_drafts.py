"""Drafts, the last look, sending: nothing is sent twice, nobody else looks in."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.tracking.codes import code_from
from portal.vault.storage import SealedStorage
from requests_app.models import ApplicationDraft, InformationRequest, SuggestionLook
from requests_app.services.drafts import purge_drafts
from requests_app.tasks import purge_old_drafts
from requests_app.views import limits
from tests.builders import City, published
from tests.requests_app.cases import PNG
from tests.requests_app.public import (
    NAME,
    NUMBER,
    PERSONAL,
    PHONE,
    applied,
    draft_of,
    filled,
    picture,
    written,
)

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> None:
    settings.AXES_ENABLED = False
    cache.clear()


def review_of(draft: ApplicationDraft) -> str:
    return f"/requests/apply/{draft.public_id}/review/"


class TestDraft:
    """What is kept while somebody writes."""

    def test_saved_unfinished_and_gone_on_with(self, client: Client, city: City) -> None:
        response = written(client, city, action="save", name="", medium="")
        draft = ApplicationDraft.objects.get()
        assert response["Location"] == f"/requests/apply/{draft.public_id}/"
        source = client.get(response["Location"]).content.decode()
        assert PHONE in source
        assert "已经保存" in source
        assert (
            f"/requests/apply/{draft.public_id}/" in client.get("/requests/apply/").content.decode()
        )

    def test_sealed_in_the_database_and_on_disk(self, client: Client, city: City) -> None:
        draft_of(client, city)
        with connection.cursor() as cursor:
            cursor.execute("SELECT content FROM requests_app_applicationdraft")
            (stored,) = cursor.fetchone()
        assert all(value not in stored for value in PERSONAL)
        storage = SealedStorage()
        (name,) = storage.names()
        with storage.open_sealed(name) as sealed:
            assert PNG not in sealed.read()

    @pytest.mark.parametrize("page", ["", "review/", "delete/", "enough/"])
    def test_nobody_else_opens_it(self, client: Client, city: City, page: str) -> None:
        draft = draft_of(client, city)
        address = f"/requests/apply/{draft.public_id}/{page}"
        stranger, citizen = Client(), Client()
        user = User.objects.create_user("citizen", password="Buerger-2026-abc")
        citizen.force_login(user, backend=BACKEND)
        for other in (stranger, citizen):
            for response in (other.get(address), other.post(address, filled(city))):
                assert response.status_code in (404, 405)
                assert all(value not in response.content.decode() for value in PERSONAL)
        assert ApplicationDraft.objects.get().typed["name"] == NAME
        assert draft.files.count() == 1

    def test_an_account_finds_its_draft_elsewhere(self, city: City) -> None:
        user = User.objects.create_user("citizen", password="Buerger-2026-abc")
        first, second = Client(), Client()
        for one in (first, second):
            one.force_login(user, backend=BACKEND)
        draft = draft_of(first, city)
        assert second.get(f"/requests/apply/{draft.public_id}/").status_code == 200

    def test_deleted_with_its_files(self, client: Client, city: City) -> None:
        draft = draft_of(client, city)
        assert client.post(f"/requests/apply/{draft.public_id}/delete/").status_code == 302
        assert ApplicationDraft.objects.count() == 0
        assert list(SealedStorage().names()) == []

    def test_one_file_taken_out_again(self, client: Client, city: City) -> None:
        draft = draft_of(client, city)
        file = draft.files.get()
        again = filled(city, identity_files=b"", remove=str(file.public_id))
        response = client.post(f"/requests/apply/{draft.public_id}/", again)
        assert response.status_code == 302
        assert draft.files.count() == 0

    def test_the_same_file_again_is_one_file(self, client: Client, city: City) -> None:
        draft = draft_of(client, city)
        client.post(f"/requests/apply/{draft.public_id}/", filled(city, identity_files=picture()))
        assert draft.files.count() == 1

    def test_purged_after_seven_days_and_not_before(self, client: Client, city: City) -> None:
        draft = draft_of(client, city)
        assert purge_drafts(at=draft.updated_at + dt.timedelta(days=7)) == 0
        purge_old_drafts()
        assert ApplicationDraft.objects.count() == 1
        ApplicationDraft.objects.update(updated_at=timezone.now() - dt.timedelta(days=8))
        purge_old_drafts()
        assert ApplicationDraft.objects.count() == 0
        assert list(SealedStorage().names()) == []

    def test_another_organ_without_losing_anything(self, client: Client, city: City) -> None:
        response = written(client, city, action="organ", name="")
        draft = ApplicationDraft.objects.get()
        assert response["Location"] == f"/requests/apply/?draft={draft.public_id}"
        assert f"/requests/apply/{draft.public_id}/?organ=" in (
            client.get(response["Location"]).content.decode()
        )
        address = f"/requests/apply/{draft.public_id}/?organ={city.street.code}"
        source = client.get(address).content.decode()
        assert city.street.name in source
        assert "2025年签订的" in source


class TestReview:
    """The last look before it is sent."""

    def test_everything_once_more_the_number_masked(self, client: Client, city: City) -> None:
        source = client.get(review_of(draft_of(client, city))).content.decode()
        for words in (city.office.name, "柳桥街道绿化养护招标文件", NAME, PHONE, "本网站查看"):
            assert words in source, words
        assert NUMBER not in source
        assert "990***********0019" in source

    def test_an_unfinished_draft_goes_back_with_its_errors(
        self, client: Client, city: City
    ) -> None:
        written(client, city, action="save", name="")
        response = client.get(review_of(ApplicationDraft.objects.get()))
        assert response["Location"].endswith("?check=1")
        assert "请填写姓名" in client.get(response["Location"]).content.decode()

    def test_a_match_is_offered_and_being_enough_is_counted(
        self, client: Client, city: City
    ) -> None:
        document = published(city, title="柳桥街道绿化养护招标文件汇编")
        draft = draft_of(client, city)
        source = client.get(review_of(draft)).content.decode()
        assert document.title in source
        client.get(review_of(draft))
        assert list(SuggestionLook.objects.values_list("documents", "was_enough")) == [(1, False)]
        address = f"/requests/apply/{draft.public_id}/enough/"
        response = client.post(address, {"document": document.pk})
        assert document.get_absolute_url() in client.get(response["Location"]).content.decode()
        assert SuggestionLook.objects.get().was_enough
        assert InformationRequest.objects.count() == ApplicationDraft.objects.count() == 0

    def test_nothing_like_it_is_not_offered(self, client: Client, city: City) -> None:
        published(city, title="关于做好防汛工作的通知")
        source = client.get(review_of(draft_of(client, city))).content.decode()
        assert "可能已经公开" not in source
        assert SuggestionLook.objects.count() == 0


class TestSending:
    """The application and its receipt."""

    def test_sent_and_receipted(self, client: Client, city: City) -> None:
        case, code = applied(client, city)
        assert case.name == NAME
        assert case.identity_number == NUMBER
        assert case.channel == "online"
        assert case.evidence.count() == 1
        with case.evidence.get().file.open() as stored:
            assert stored.read() == PNG
        assert code == code_from(case.submission_key)
        assert ApplicationDraft.objects.count() == 0

    def test_sent_twice_is_one(self, client: Client, city: City) -> None:
        draft = draft_of(client, city)
        sent = {"key": str(draft.key)}
        first = client.post(review_of(draft), sent)
        second = client.post(review_of(draft), sent)
        assert first["Location"] == second["Location"]
        assert InformationRequest.objects.count() == 1

    def test_a_foreign_key_sends_nothing(self, client: Client, city: City) -> None:
        draft = draft_of(client, city)
        response = client.post(review_of(draft), {"key": str(uuid.uuid4())})
        assert response.status_code == 200
        assert InformationRequest.objects.count() == 0

    def test_the_receipt_is_this_sessions_alone_and_prints(
        self, client: Client, city: City
    ) -> None:
        case, code = applied(client, city)
        address = f"/requests/receipt/{case.number}/"
        response = client.get(address)
        source = response.content.decode()
        assert code in source
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        track = f"/requests/track/{case.number}/"
        assert f"path={track.replace('/', '%2F')}" in source
        assert code not in client.get("/qr.svg", {"path": track}).content.decode()
        assert all(value not in source for value in PERSONAL)
        other = Client().get(address)
        assert other.status_code == 302
        assert other["Location"] == "/requests/track/"

    def test_the_receipt_is_kept_as_a_file_by_this_session_alone(
        self, client: Client, city: City
    ) -> None:
        case, code = applied(client, city)
        address = f"/requests/receipt/{case.number}/"
        page = client.get(address).content.decode()
        assert page.index('href="?file=pdf"') < page.index("data-print")
        kept: Any = client.get(address, {"file": "pdf"})
        words = pypdfium2.PdfDocument(kept.getvalue())[0].get_textpage().get_text_range()
        assert case.number in words
        assert code in words
        assert city.office.name in words
        assert all(value not in words for value in PERSONAL)
        assert "no-store" in kept["Cache-Control"]
        assert Client().get(address, {"file": "pdf"})["Location"] == "/requests/track/"

    def test_asked_for_too_often_it_leads_back_to_its_page(
        self, client: Client, city: City, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(limits, "LETTERS", replace(limits.LETTERS, most=0))
        case, code = applied(client, city)
        here = f"/requests/receipt/{case.number}/"
        answer = client.get(here, {"file": "pdf"})
        assert answer.status_code == 429
        assert "下载的次数太多" in answer.content.decode()
        assert f'href="{here}"' in answer.content.decode()
        assert code in client.get(here).content.decode()

    def test_refused_by_the_act_it_says_so_and_keeps_the_draft(
        self, client: Client, city: City, settings: Any
    ) -> None:
        draft = draft_of(client, city)
        settings.CLOSED_REQUEST_CHANNELS = ["online"]
        response = client.post(review_of(draft), {"key": str(draft.key)})
        assert response.status_code == 409
        assert "暂不接收网上申请" in response.content.decode()
        assert ApplicationDraft.objects.count() == 1

    def test_too_many_in_an_hour(self, client: Client, city: City) -> None:
        for _ in range(limits.SUBMISSIONS.most):
            applied(client, city)
        draft = draft_of(client, city)
        response = client.post(review_of(draft), {"key": str(draft.key)})
        assert response.status_code == 429
        assert InformationRequest.objects.count() == limits.SUBMISSIONS.most

    @pytest.mark.usefixtures("broken_cache")
    def test_without_the_counter_applications_are_taken_in(
        self, client: Client, city: City
    ) -> None:
        for _ in range(limits.SUBMISSIONS.most + 1):
            applied(client, city)
        assert InformationRequest.objects.count() == limits.SUBMISSIONS.most + 1

    def test_too_many_saves_in_an_hour_lose_nothing_typed(
        self, client: Client, city: City, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(limits, "SAVES", replace(limits.SAVES, most=1))
        draft_of(client, city)
        response = written(client, city)
        assert response.status_code == 429
        assert "2025年签订的" in response.content.decode()
        assert ApplicationDraft.objects.count() == 1

    def test_nothing_personal_in_session_trail_logs_or_addresses(
        self, client: Client, city: City, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        case, code = applied(client, city)
        told = [caplog.text, str(dict(client.session)), str(client.cookies)]
        told += [str(entry.content()) for entry in AuditEntry.objects.all()]
        for value in (*PERSONAL, code):
            assert all(value not in text for text in told), value
        assert case.number in told[1]
