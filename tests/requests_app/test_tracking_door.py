"""The door of a case: who gets in, and who does not; what all doors do is in tests/tracking."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from portal.accounts.models import User
from portal.tracking.codes import code_from
from portal.tracking.limits import WRONG_FOR_NUMBER
from requests_app.models import InformationRequest
from tests.builders import City
from tests.requests_app.cases import submitted
from tests.requests_app.public import applied, filled, tracked

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> None:
    settings.AXES_ENABLED = False
    cache.clear()


@pytest.fixture
def case(city: City) -> InformationRequest:
    return submitted(city)


class TestDoor:
    """Number and code."""

    def test_no_hint_which_of_the_two_was_wrong(
        self, client: Client, case: InformationRequest
    ) -> None:
        told = []
        for number, code in ((case.number, "2222-2222"), ("SJ-B-2026-99999", "2222-2222")):
            response = client.post("/requests/track/", {"number": number, "code": code})
            assert response.status_code == 403
            source = response.content.decode()
            start = source.index('role="alert"')
            told.append(source[start : source.index("</div>", start)])
        assert told[0] == told[1]
        assert client.get(case.get_absolute_url()).status_code == 302

    def test_locked_after_wrong_codes_for_one_number(self, case: InformationRequest) -> None:
        code = code_from(case.submission_key)
        for _ in range(WRONG_FOR_NUMBER.most):
            Client().post("/requests/track/", {"number": case.number, "code": "2222-2222"})
        response = Client().post("/requests/track/", {"number": case.number, "code": code})
        assert response.status_code == 429
        cache.clear()
        tracked(case.number, code)

    @pytest.mark.usefixtures("broken_cache")
    def test_without_the_counter_the_applicant_comes_in(self, case: InformationRequest) -> None:
        client = tracked(case.number, code_from(case.submission_key))
        assert client.get(case.get_absolute_url()).status_code == 200

    def test_the_code_of_one_case_opens_no_other(
        self, city: City, case: InformationRequest
    ) -> None:
        other, code = submitted(city), code_from(case.submission_key)
        client = tracked(case.number, code)
        assert client.get(other.get_absolute_url()).status_code == 302
        refused = client.post("/requests/track/", {"number": other.number, "code": code})
        assert refused.status_code == 403
        assert client.get(other.get_absolute_url()).status_code == 302

    def test_leaving_closes_it_and_the_receipt(self, client: Client, city: City) -> None:
        case, _ = applied(client, city)
        assert client.get(case.get_absolute_url()).status_code == 200
        client.post("/requests/leave/")
        assert client.get(case.get_absolute_url()).status_code == 302
        assert client.get(f"/requests/receipt/{case.number}/").status_code == 302

    @pytest.mark.parametrize("page", ["", "reply/", "withdraw/"])
    def test_outsiders_are_sent_to_the_door(
        self, city: City, case: InformationRequest, page: str
    ) -> None:
        citizen = User.objects.create_user("citizen", password="Buerger-2026-abc")
        clients = [Client(), Client(), Client()]
        clients[1].force_login(citizen, backend=BACKEND)
        clients[2].force_login(city.outsider, backend=BACKEND)
        for client in clients:
            for answer in (
                client.get(f"{case.get_absolute_url()}{page}"),
                client.post(f"{case.get_absolute_url()}{page}", {"text": "x"}),
            ):
                assert answer.status_code in (302, 405)
                assert not answer.content
        case.refresh_from_db()
        assert case.status == "awaiting_confirmation"


class TestAccount:
    """Somebody signed in needs no code."""

    def test_all_of_theirs_and_nobody_elses(self, city: City) -> None:
        user = User.objects.create_user("citizen", password="Buerger-2026-abc")
        client = Client()
        client.force_login(user, backend=BACKEND)
        own, _ = applied(client, city)
        foreign = submitted(city)
        source = client.get("/requests/mine/").content.decode()
        assert own.number in source
        assert foreign.number not in source
        assert client.get(foreign.get_absolute_url()).status_code == 302
        later = Client()
        later.force_login(user, backend=BACKEND)
        assert later.get(own.get_absolute_url()).status_code == 200

    @pytest.mark.parametrize("rows", [1, 3])
    def test_a_fixed_number_of_queries(
        self, city: City, rows: int, django_assert_num_queries: Any
    ) -> None:
        user = User.objects.create_user("citizen", password="Buerger-2026-abc")
        client = Client()
        client.force_login(user, backend=BACKEND)
        for _ in range(rows):
            applied(client, city)
        client.get("/requests/mine/")
        with django_assert_num_queries(11):
            source = client.get("/requests/mine/").content.decode()
        assert source.count('<li class="row">') == rows

    def test_strangers_sign_in_first(self, client: Client, city: City) -> None:
        assert "login" in client.get("/requests/mine/")["Location"]


def test_a_sent_form_opens_its_case_without_the_code(client: Client, city: City) -> None:
    case, _ = applied(client, city)
    assert client.get(case.get_absolute_url()).status_code == 200
    assert filled(city)["name"] not in client.get(case.get_absolute_url()).content.decode()
