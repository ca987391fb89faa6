"""The door: how number and code may be typed, and the one order of refusals."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.cache import SessionStore
from django.contrib.sessions.backends.signed_cookies import SessionStore as CookieSession
from django.http import HttpRequest

from portal.audit.context import origin
from portal.tracking import grants
from portal.tracking.doors import refused
from portal.tracking.forms import TrackForm
from portal.tracking.limits import WRONG_FOR_NUMBER, WRONG_FROM_ADDRESS, is_spent
from tests.tracking.visits import visit

NUMBER, CODE = "XH-2026-00012", "KX4M-7PQD"


class Door:
    """A door that one number and one code open; it remembers what was tried."""

    def __init__(self) -> None:
        self.tried: list[tuple[str, str]] = []

    def opens(self, number: str, code: str) -> bool:
        self.tried.append((number, code))
        return (number, code) == (NUMBER, CODE)

    def knock(
        self, number: str, code: str, request: HttpRequest | None = None
    ) -> tuple[int, list[str]]:
        """The status, and what the form says above its fields."""
        form = TrackForm({"number": number, "code": code})
        status = refused(request or visit(), form, self.opens, wrong="不对", locked="锁住")
        return status, list(form.non_field_errors())


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (f" {NUMBER.lower()} ", CODE.lower()),
        ("ＸＨ－２０２６－０００１２", "ＫＸ４Ｍ－７ＰＱＤ"),
        ("XH—2026—00012", " KX4M-7PQD\t"),
        ("XH - 2026 - 00012", "KX4M - 7PQD"),
    ],
)
def test_however_it_is_typed(door: Door, number: str, code: str) -> None:
    assert door.knock(number, code) == (0, [])


def test_the_words_are_those_of_the_paper() -> None:
    class OfLetters(TrackForm):
        paper = "通知书"
        called = "通知书编号"
        example = "T-1"

    form = OfLetters({"number": "", "code": ""})
    assert form["number"].label == "通知书编号"
    assert form["number"].help_text == "在通知书上，如：T-1。"
    assert form["code"].help_text.startswith("在通知书上，")
    assert form.errors == {"number": ["请填写通知书编号。"], "code": ["请填写查询码。"]}
    assert TrackForm({}).errors["number"] == ["请填写编号。"]


def test_opening_grants_the_number_under_a_new_key(door: Door) -> None:
    session = SessionStore()
    session["prepared"] = "by somebody else"
    session.save()
    request, prepared = visit(session), session.session_key
    assert door.knock(NUMBER, CODE, request) == (0, [])
    assert grants.is_granted(request, NUMBER)
    assert request.session.session_key != prepared
    assert request.session["prepared"] == "by somebody else"
    assert not SessionStore().exists(prepared)


@pytest.mark.parametrize(
    ("number", "code"), [("", ""), ("", CODE), (NUMBER, ""), ("X" * 81, CODE), ("X\x00", CODE)]
)
def test_what_is_no_number_and_code_is_not_tried_and_not_counted(
    door: Door, number: str, code: str
) -> None:
    assert door.knock(number, code) == (400, [])
    assert door.tried == []
    assert not is_spent(WRONG_FROM_ADDRESS)
    for _ in range(WRONG_FROM_ADDRESS.most):
        door.knock(number, code)
    assert not is_spent(WRONG_FROM_ADDRESS)


def test_a_wrong_code_and_an_unknown_number_are_told_alike(door: Door) -> None:
    request = visit()
    assert door.knock(NUMBER, "2222-2222", request) == (403, ["不对"])
    assert door.knock("XH-2026-99999", CODE, request) == (403, ["不对"])
    assert not grants.is_granted(request, NUMBER)
    assert not request.session.session_key


@pytest.mark.parametrize("number", [NUMBER, "XH-2026-99999"])
def test_a_locked_number_is_not_tried(door: Door, number: str) -> None:
    """Known or not: the lock tells nothing either."""
    answers = [door.knock(number, "2222-2222")[0] for _ in range(WRONG_FOR_NUMBER.most)]
    assert answers == [403] * WRONG_FOR_NUMBER.most
    tried, request = len(door.tried), visit()
    assert door.knock(number.lower(), CODE, request) == (429, ["锁住"])
    assert len(door.tried) == tried
    assert not grants.is_granted(request, number)


def test_an_invalid_form_is_told_before_the_lock(door: Door) -> None:
    for _ in range(WRONG_FOR_NUMBER.most):
        door.knock(NUMBER, "2222-2222")
    assert door.knock(NUMBER, "") == (400, [])


def test_a_locked_address_is_locked_for_every_number(door: Door) -> None:
    with origin(address="192.0.2.7", channel="网页"):
        for tried in range(WRONG_FROM_ADDRESS.most):
            assert door.knock(f"XH-2026-1{tried:04d}", "2222-2222")[0] == 403
        assert door.knock(NUMBER, CODE) == (429, ["锁住"])
    with origin(address="192.0.2.8", channel="网页"):
        assert door.knock(NUMBER, CODE) == (0, [])


@pytest.mark.usefixtures("broken_cache")
def test_without_the_cache_the_party_comes_in_and_who_guesses_is_locked_out(number: str) -> None:
    door = Door()
    assert door.knock(NUMBER, CODE, visit(CookieSession())) == (0, [])
    with origin(address=number, channel="网页"):
        answers = [
            door.knock(number, "2222-2222", visit(CookieSession()))[0]
            for _ in range(WRONG_FOR_NUMBER.most + 1)
        ]
    assert answers == [403] * WRONG_FOR_NUMBER.most + [429]
