"""The code: what it looks like, how it may be typed, which rows it opens."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from pytest_django import Settings

from portal.settings.protection import VAULT_DEVELOPMENT_KEYS
from portal.tracking.codes import LETTERS, code_from, index_of, normalised, opens

KEY = uuid.UUID("12345678-1234-5678-1234-567812345678")


def test_eight_letters_that_are_not_mistaken() -> None:
    codes = {code_from(uuid.UUID(int=number)) for number in range(200)}
    assert len(codes) == 200
    for code in codes:
        first, second = code.split("-")
        assert (len(first), len(second)) == (4, 4)
        assert set(first + second) <= set(LETTERS)
    assert not set("01OIL") & set(LETTERS)


def test_one_key_one_code_whatever_was_asked_before() -> None:
    first = code_from(KEY)
    code_from(uuid.UUID(int=1))
    assert code_from(KEY) == first


@pytest.mark.parametrize(
    "typed",
    [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code.replace('-', ' — ')}\n"],
)
def test_however_it_is_typed_it_is_the_same(typed: Callable[[str], str]) -> None:
    code = code_from(KEY)
    assert normalised(typed(code)) == code
    assert index_of(typed(code)) == index_of(code)
    assert opens([index_of(code)], typed(code))


def test_what_is_stored_is_read_for_ever(settings: Settings) -> None:
    """Figures of the first version under this key: another purpose or spelling opens nothing."""
    settings.VAULT_KEYS = VAULT_DEVELOPMENT_KEYS
    assert code_from(KEY) == "87CW-NYC4"
    assert index_of("87CW-NYC4") == (
        "bd9512e2951b29dd6142f73dc628f1c95fcde4682fcbfa527d0f3162232e94a7"
    )


def test_one_of_several_opens_and_no_other_does() -> None:
    rows = [index_of(code_from(uuid.UUID(int=number))) for number in (1, 2, 3)]
    for number in (1, 2, 3):
        assert opens(rows, code_from(uuid.UUID(int=number)))
    assert not opens(rows, code_from(uuid.UUID(int=4)))
    assert not opens(rows, code_from(uuid.UUID(int=1))[:-1])


@pytest.mark.parametrize("stored", [[], [""], ["", ""]])
@pytest.mark.parametrize("typed", ["", "-", "\x00", "2222-2222", "不是查询码"])
def test_where_none_is_stored_nothing_opens(stored: list[str], typed: str) -> None:
    assert not opens(stored, typed)


def test_a_code_of_one_purpose_opens_nothing_of_another() -> None:
    code = code_from(KEY)
    assert opens([index_of(code, purpose="a letter")], code, purpose="a letter")
    assert not opens([index_of(code, purpose="a letter")], code)
    assert not opens([index_of(code)], code, purpose="a letter")
