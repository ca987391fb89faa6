"""Numbers of opinions as somebody types them."""

from __future__ import annotations

import pytest

from decisions.consultations.serials import NotSerials, serials_of


def test_lists_and_runs() -> None:
    assert serials_of("3、5，8-10; １２") == {3, 5, 8, 9, 10, 12}
    assert serials_of("  ") == set()


@pytest.mark.parametrize("text", ["三", "5-3", "1-9999999", "1;DROP", "-4", "1.5"])
def test_what_is_no_number_is_named(text: str) -> None:
    with pytest.raises(NotSerials):
        serials_of(text)
