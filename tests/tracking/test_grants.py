"""What a session may open, for how long; and who is sent to the door instead."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse

from portal.accounts.models import User
from portal.tracking import grants
from portal.tracking.grants import IDLE_SECONDS, for_party, is_party
from tests.tracking.visits import visit

AT = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)
KEY = uuid.UUID(int=7)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(AT, tick=False) as travelled:
        yield travelled


class TestGrants:
    def test_a_number_and_no_other(self) -> None:
        request = visit()
        grants.grant(request, "N-1")
        assert grants.is_granted(request, "N-1")
        assert not grants.is_granted(request, "N-2")
        assert not grants.is_granted(visit(), "N-1")

    def test_half_an_hour_idle_closes_it(self, clock: Any) -> None:
        request = visit()
        grants.grant(request, "N-1")
        clock.shift(IDLE_SECONDS - 1)
        assert grants.is_granted(request, "N-1")
        clock.shift(1)
        assert not grants.is_granted(request, "N-1")

    def test_what_was_closed_is_forgotten_when_another_opens(self, clock: Any) -> None:
        request = visit()
        grants.grant(request, "N-1")
        clock.shift(IDLE_SECONDS)
        grants.grant(request, "N-2")
        assert "N-1" not in str(dict(request.session))
        assert grants.is_granted(request, "N-2")

    def test_a_receipt_opens_its_case_too(self) -> None:
        request = visit()
        grants.keep_receipt(request, KEY, "N-1")
        assert grants.receipt_of(request, KEY) == "N-1"
        assert grants.receipt_of(request, uuid.UUID(int=8)) == ""
        assert grants.has_receipt(request, "N-1")
        assert grants.is_granted(request, "N-1")

    def test_a_grant_is_no_receipt(self) -> None:
        """Whoever found number and code is not shown the code again."""
        request = visit()
        grants.grant(request, "N-1")
        assert not grants.has_receipt(request, "N-1")

    def test_leaving_forgets_both(self) -> None:
        request = visit()
        grants.keep_receipt(request, KEY, "N-1")
        grants.grant(request, "N-2")
        grants.leave(request)
        assert not grants.has_receipt(request, "N-1")
        assert not grants.is_granted(request, "N-1")
        assert not grants.is_granted(request, "N-2")
        grants.leave(request)


class TestParty:
    def test_the_account_and_no_other(self) -> None:
        owner, other = User(pk=1), User(pk=2)
        assert is_party(visit(user=owner), user_id=1, numbers=[])
        assert not is_party(visit(user=other), user_id=1, numbers=["N-1"])
        assert not is_party(visit(), user_id=1, numbers=["N-1"])

    def test_a_case_without_an_account_is_not_everybodys(self) -> None:
        assert not is_party(visit(), user_id=None, numbers=["N-1"])
        assert not is_party(visit(user=User(pk=1)), user_id=None, numbers=["N-1"])

    def test_any_number_that_leads_to_it(self) -> None:
        request = visit()
        grants.grant(request, "N-1")
        assert is_party(request, user_id=None, numbers=["N-1-A", "N-1"])
        assert not is_party(request, user_id=None, numbers=["N-1-A"])
        assert not grants.is_granted(request, "N-1-A")

    def test_in_use_it_stays_open(self, clock: Any) -> None:
        request = visit()
        grants.grant(request, "N-1")
        for _ in range(3):
            clock.shift(IDLE_SECONDS - 1)
            assert is_party(request, user_id=None, numbers=["N-1"])
        clock.shift(IDLE_SECONDS)
        assert not is_party(request, user_id=None, numbers=["N-1"])

    def test_the_account_opens_nothing_in_its_session(self) -> None:
        """Signed out, at the same browser, it is closed."""
        request = visit(user=User(pk=1))
        assert is_party(request, user_id=1, numbers=["N-1"])
        assert not grants.is_granted(request, "N-1")


def found(request: HttpRequest, number: str) -> dict[str, str] | None:
    return {"number": number} if is_party(request, user_id=1, numbers=[number]) else None


@for_party(found, to="site:home")
def page(request: HttpRequest, case: dict[str, str], *, part: str = "") -> HttpResponse:
    """A page of a case."""
    return HttpResponse(f"{case['number']} {part} to {request.method}")


class TestForParty:
    def test_the_party_sees_it_and_nothing_is_kept(self) -> None:
        request = visit()
        grants.grant(request, "N-1")
        response: Any = page(request, number="N-1", part="letter")
        assert response.content == b"N-1 letter to GET"
        for word in ("no-store", "private"):
            assert word in response["Cache-Control"]
        assert page.__name__ == "page"

    def test_an_outsider_is_sent_to_the_door(self) -> None:
        signed_in, elsewhere = visit(user=User(pk=2)), visit()
        grants.grant(elsewhere, "N-2")
        for request in (visit(), signed_in, elsewhere):
            response: Any = page(request, number="N-1")
            assert (response.status_code, response["Location"]) == (302, "/")
            assert not response.content
            assert "no-store" in response["Cache-Control"]
