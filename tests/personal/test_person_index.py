"""One person has one number, however they write what reaches them."""

from __future__ import annotations

import pytest

from portal.personal.person_index import person_index


def _of(purpose: str = "test person", *, phone: str = "", email: str = "") -> str:
    return person_index(purpose, user=None, phone=phone, email=email)


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ({"phone": "13800138000"}, {"phone": "１３８００１３８０００"}),
        ({"email": "xin@people.example"}, {"email": "Xin@People.example"}),
        ({"email": "xin@people.example"}, {"email": "xin+again@people.example"}),
        # The telephone counts before the address.
        ({"phone": "13800138000"}, {"phone": "13800138000", "email": "xin@people.example"}),
    ],
)
def test_written_in_two_ways(one: dict[str, str], same: dict[str, str]) -> None:
    assert _of(**one) == _of(**same) != ""


def test_nobody_is_followed_from_one_kind_to_the_next() -> None:
    assert _of("one person", phone="13800138000") != _of("other person", phone="13800138000")
    assert _of(email="a@people.example") != _of(email="b@people.example")
    assert _of() == ""
