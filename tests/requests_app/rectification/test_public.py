"""The applicant's pages of 更正申请: form, receipt, door, case, withdrawal; and who is kept out."""

from __future__ import annotations

import logging
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.tracking.limits import WRONG_FOR_NUMBER
from requests_app.rectification import workflow as flow
from requests_app.rectification.models import Rectification, RectificationEvidence
from requests_app.views.limits import SUBMISSIONS
from tests.builders import City
from tests.requests_app.cases import PNG
from tests.requests_app.officers import BACKEND
from tests.requests_app.public import applied, tracked
from tests.requests_app.rectification.cases import NAME, PERSONAL, filed, picture, sent, typed, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
FORM = "/requests/records/new/"


@pytest.fixture(autouse=True)
def fresh(settings: Settings) -> None:
    settings.AXES_ENABLED = False
    cache.clear()


def citizen(name: str = "citizen") -> tuple[Client, User]:
    user = User.objects.create_user(name, password="Buerger-2026-abc")
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client, user


def is_private(response: Any) -> bool:
    kept = response["Cache-Control"]
    return "no-store" in kept and "private" in kept


class TestForm:
    def test_the_way_in(self, client: Client, city: City) -> None:
        assert "/requests/records/" in client.get("/requests/").content.decode()
        page = client.get("/requests/records/").content.decode()
        assert FORM in page
        assert "第四十一条" in page
        response = client.get(f"{FORM}?organ={city.street.code}")
        assert is_private(response)
        assert f'value="{city.street.code}" selected' in response.content.decode()

    def test_one_of_everything_is_asked_for_and_what_was_typed_stays(
        self, client: Client, city: City
    ) -> None:
        response = client.post(FORM, {"key": str(uuid.uuid4())})
        page = response.content.decode()
        assert response.status_code == 400
        for said in ("选择机关", "哪一项记录", "哪里不准确", "应当是什么", "身份证明", "证明记录"):
            assert said in page, said
        assert "打勾" in page
        response = client.post(FORM, typed(city, confirmed="", identity_number="123"))
        page = response.content.decode()
        assert response.status_code == 400
        for kept in PERSONAL[3:]:
            assert kept in page
        assert "重新选择" in page
        assert 'value="990101199001010019"' not in page
        assert Rectification.objects.count() == 0
        assert is_private(response)

    @pytest.mark.parametrize(
        "changes",
        [
            {"organ": "nowhere"},
            {"organ": "\x00"},
            {"key": "x"},
            {"record": "错" * 2001},
            {"identity_kind": "library_card"},
            {"phone": "<script>"},
            {"email": "nobody"},
            {"proof_files": picture("证明.pdf", b"MZ\x90\x00program")},
            {"proof_files": picture("证明.svg", b"<svg onload='alert(1)'/>")},
            {"identity_files": b""},
            {"agent_name": "代办人", "agent_number": "990101197811120024"},
        ],
    )
    def test_impossible_input(self, client: Client, city: City, changes: dict[str, Any]) -> None:
        response = client.post(FORM, typed(city, **changes))
        assert response.status_code in (400, 409)
        assert Rectification.objects.count() == 0
        assert RectificationEvidence.objects.count() == 0

    def test_markup_is_text(self, client: Client, city: City) -> None:
        case, _ = sent(client, city, record="<script>alert(1)</script>")
        page = client.get(case.get_absolute_url()).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_a_program_is_sent_away(self, client: Client, city: City) -> None:
        assert client.post(FORM, typed(city, website="x")).status_code == 302
        assert Rectification.objects.count() == 0

    def test_not_too_often(self, client: Client, city: City) -> None:
        for _ in range(SUBMISSIONS.most):
            sent(client, city)
        response = client.post(FORM, typed(city))
        assert response.status_code == 429
        assert NAME in response.content.decode()

    def test_with_an_agent_by_a_company(self, client: Client, city: City) -> None:
        case, _ = sent(
            client, city, applicant_kind="company", name="演示商贸有限公司",
            identity_kind="credit_code", identity_number="91310000MA1K00000X",
            agent_name="代办人", agent_number="990101197811120024", agent_files=picture("委托.png"),
        )  # fmt: skip
        purposes = case.evidence.values_list("purpose", flat=True)
        assert sorted(purposes) == ["authorisation", "identity", "proof"]


class TestReceipt:
    def test_sent_twice_is_one_and_elsewhere_another(self, city: City) -> None:
        """The key of the form is worth nothing in another browser."""
        client, other, form = Client(), Client(), typed(city)
        for browser in (client, other):
            browser.get(FORM)
        for _ in range(2):
            again = {**form, "identity_files": picture(), "proof_files": picture()}
            receipt = client.post(FORM, again)["Location"]
        assert Rectification.objects.count() == 1
        page = client.get(receipt)
        assert is_private(page)
        source = page.content.decode()
        assert "SJ-B-2026-GZ00001" in source
        assert "本机关承诺" in source
        assert [secret for secret in PERSONAL if secret in source] == []
        again = {**form, "identity_files": picture(), "proof_files": picture()}
        assert other.post(FORM, again)["Location"] != receipt
        assert Rectification.objects.count() == 2
        for stranger in (other, citizen()[0], Client()):
            assert stranger.get(receipt)["Location"] == "/requests/track/"

    def test_nothing_personal_is_left_behind(
        self, client: Client, city: City, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            case, code = sent(client, city)
            client.get(case.get_absolute_url())
        kept = caplog.text + str([entry.content() for entry in AuditEntry.objects.all()])
        kept += "".join(f"{cookie.key}{cookie.value}" for cookie in client.cookies.values())
        assert [secret for secret in (*PERSONAL, code) if secret in kept] == []


class TestCase:
    def test_by_number_and_code(self, client: Client, city: City) -> None:
        case, code = sent(client, city)
        browser = tracked(case.number.lower(), code.replace("-", ""))
        response = browser.get(case.get_absolute_url())
        assert is_private(response)
        page = response.content.decode()
        assert "等待受理" in page
        assert "法律没有规定天数" in page
        assert NAME not in page.replace("演示更正人戊的低保登记表", "")
        assert "139****1234" in page

    def test_wrong_codes_lock_the_number(self, client: Client, city: City) -> None:
        case, code = sent(client, city)
        stranger = Client()
        for _ in range(WRONG_FOR_NUMBER.most):
            wrong = {"number": case.number, "code": "AAAA-AAAA"}
            assert stranger.post("/requests/track/", wrong).status_code == 403
        right = {"number": case.number, "code": code}
        assert stranger.post("/requests/track/", right).status_code == 429

    def test_strangers_are_kept_out(self, client: Client, city: City) -> None:
        """Nobody, another account, and somebody with a case of their own."""
        case, code = sent(client, city)
        other, _ = sent(Client(), city)
        someone = tracked(case.number, code)
        application, code_of_it = applied(Client(), city)
        followers = tracked(application.number, code_of_it)
        for rest in ("", "withdraw/"):
            address = f"{other.get_absolute_url()}{rest}"
            for browser in (Client(), citizen(f"c{rest[:1]}")[0], someone, followers):
                for response in (browser.get(address), browser.post(address)):
                    if rest or response.status_code != 405:
                        assert response["Location"] == "/requests/track/"
                        assert not response.content
        for missing in ("SJ-B-2026-GZ99999", "%00", "x" * 300):
            assert client.get(f"/requests/records/case/{missing}/").status_code == 302
        other.refresh_from_db()
        assert other.status == flow.Status.SUBMITTED

    @pytest.mark.parametrize(
        ("steps", "shown", "hidden"),
        [
            (("accept", "correct"), "正在核实", "号码已更正"),
            (("accept", "correct", "approve_correct"), "号码已更正", "可以怎么办"),
            (("accept", "decline", "approve_decline"), "证据不足以证明", "再核对"),
            (("accept", "refer", "return", "refer", "approve_refer"), "0000-99990000", "再核对"),
            (("forward",), "登记表由该机关制作", "p-request_intake"),
        ],
    )
    def test_what_the_applicant_is_told(
        self, client: Client, city: City, steps: tuple[str, ...], shown: str, hidden: str
    ) -> None:
        case, _ = sent(client, city)
        case = walk(case, city, *steps, at=case.submitted_at)
        page = client.get(case.get_absolute_url()).content.decode()
        assert shown in page
        assert hidden not in page
        if case.status == flow.Status.DECLINED:
            assert "第五十一条" in page

    def test_withdrawn_after_one_question(self, client: Client, city: City) -> None:
        case, _ = sent(client, city)
        address = f"{case.get_absolute_url()}withdraw/"
        assert "不能恢复" in client.get(address).content.decode()
        assert Rectification.objects.get().status == flow.Status.SUBMITTED
        page = client.post(address, follow=True).content.decode()
        assert "已经撤回" in page
        assert Rectification.objects.get().status == flow.Status.WITHDRAWN
        assert "现在不能" in client.post(address, follow=True).content.decode()

    def test_the_account_has_it_among_its_own(self, city: City) -> None:
        browser, user = citizen()
        case = filed(city, user=user)
        assert case.number in browser.get("/requests/mine/").content.decode()
        assert browser.get(case.get_absolute_url()).status_code == 200
        other, _ = citizen("other")
        assert case.number not in other.get("/requests/mine/").content.decode()


def test_evidence_is_sealed_on_disk(client: Client, city: City) -> None:
    case, _ = sent(client, city)
    for row in case.evidence.all():
        storage: Any = row.file.storage
        with storage.open_sealed(row.file.name) as sealed:
            assert PNG not in sealed.read()
