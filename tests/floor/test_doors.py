"""The door of every kind: wrong codes, the lock, a new session key, and the one case it opens."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from portal.tracking.codes import code_from
from portal.tracking.limits import WRONG_FOR_NUMBER
from tests.builders import City
from tests.floor.kinds import KINDS, Kind

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("kind", KINDS, ids=str)]
WRONG = "2222-2222"


def knock(client: Client, kind: Kind, number: str, code: str) -> Any:
    return client.post(kind.door, {"number": number, "code": code})


def told(answer: Any) -> str:
    """What the page says above its fields."""
    text = answer.content.decode()
    start = text.index('role="alert"')
    return str(text[start : text.index("</div>", start)])


def test_number_and_code_open_one_case_under_a_new_key(city: City, kind: Kind) -> None:
    case, other, client = kind.filed(city), kind.filed(city), Client()
    client.get(f"{kind.door}{case.number}/")
    session = client.session
    session["prepared"] = "by somebody else"
    session.save()
    before = str(session.session_key)
    client.cookies["sessionid"] = before
    answer = knock(client, kind, case.number.lower(), code_from(case.submission_key).lower())
    assert (answer.status_code, answer["Location"]) == (302, case.get_absolute_url())
    assert client.cookies["sessionid"].value != before
    assert client.get(case.get_absolute_url()).status_code == 200
    away = client.get(other.get_absolute_url())
    assert (away.status_code, away["Location"]) == (302, kind.door)


def test_a_wrong_code_and_an_unknown_number_are_told_alike(city: City, kind: Kind) -> None:
    case, client = kind.filed(city), Client()
    wrong = knock(client, kind, case.number, WRONG)
    unknown = knock(client, kind, f"{case.number}9", WRONG)
    assert (wrong.status_code, unknown.status_code) == (403, 403)
    assert told(wrong) == told(unknown)
    assert client.get(case.get_absolute_url()).status_code == 302


def test_the_right_code_is_not_tried_on_a_locked_number(city: City, kind: Kind) -> None:
    case = kind.filed(city)
    code = code_from(case.submission_key)
    for _ in range(WRONG_FOR_NUMBER.most):
        assert knock(Client(), kind, case.number, WRONG).status_code == 403
    client = Client()
    assert knock(client, kind, case.number, code).status_code == 429
    assert client.get(case.get_absolute_url()).status_code == 302
    # Whoever guessed has locked themselves out, and not the party.
    party = Client(REMOTE_ADDR="203.0.113.9")
    assert knock(party, kind, case.number, code).status_code == 302
    assert party.get(case.get_absolute_url()).status_code == 200


def test_the_code_of_another_case_opens_nothing(city: City, kind: Kind) -> None:
    case, other, client = kind.filed(city), kind.filed(city), Client()
    answer = knock(client, kind, case.number, code_from(other.submission_key))
    assert answer.status_code == 403
    for found in (case, other):
        assert client.get(found.get_absolute_url()).status_code == 302


def test_what_is_no_number_and_code_is_told_what_is_missing(city: City, kind: Kind) -> None:
    answer = knock(Client(), kind, "", "")
    assert answer.status_code == 400
    assert "请填写查询码。" in told(answer)
