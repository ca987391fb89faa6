"""Limits: how many, of whom, for how long; and what becomes of them without the cache."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
import time_machine
from django.core.cache import cache

from portal.audit.context import origin
from portal.tracking.limits import (
    HALF_AN_HOUR,
    WRONG_FOR_NUMBER,
    WRONG_FROM_ADDRESS,
    WRONG_FROM_EVERYWHERE,
    Limit,
    WithoutCache,
    is_locked_out,
    is_spent,
    note_failure,
    within,
)

THREE = Limit("test.three", 3, 60, WithoutCache.OPEN)
AT = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)


def test_so_many_and_not_one_more() -> None:
    assert [within(THREE, "a") for _ in range(5)] == [True, True, True, False, False]
    assert within(THREE, "b")


def test_one_limit_does_not_count_for_another() -> None:
    other = Limit("test.other", 1, 60, WithoutCache.OPEN)
    assert within(other, "a")
    assert within(THREE, "a")
    assert not within(other, "a")


def test_looking_counts_nothing() -> None:
    assert not any(is_spent(THREE, "a") for _ in range(5))
    seen = []
    for _ in range(3):
        seen.append(is_spent(THREE, "a"))
        within(THREE, "a")
    assert seen == [False, False, False]
    assert is_spent(THREE, "a")
    assert not is_spent(THREE, "b")


def test_it_begins_anew_after_its_seconds_and_not_before() -> None:
    with time_machine.travel(AT, tick=False) as clock:
        assert [within(THREE, "a") for _ in range(4)][-1] is False
        clock.shift(59)
        assert not within(THREE, "a")
        clock.shift(2)
        assert within(THREE, "a")


def test_by_default_it_is_the_address_that_asks() -> None:
    with origin(address="192.0.2.7", channel="网页"):
        assert [within(THREE) for _ in range(4)][-1] is False
    with origin(address="192.0.2.8", channel="网页"):
        assert within(THREE)


def test_nobody_is_named_in_the_counters() -> None:
    within(THREE, "reader@people.example")
    with origin(address="192.0.2.7", channel="网页"):
        note_failure("XH-2026-00001")
    kept = " ".join(map(str, cache._cache))  # type: ignore[attr-defined]
    assert kept.count("limit:") == 4
    for name in ("reader", "192.0.2", "XH-2026"):
        assert name not in kept


class TestWrongCodes:
    """An address is locked for the number it guesses at, and in the end for all of them; nobody
    locks others out.
    """

    def test_a_number_from_one_address(self) -> None:
        with origin(address="192.0.2.7", channel="网页"):
            for _ in range(WRONG_FOR_NUMBER.most):
                assert not is_locked_out("XH-2026-00001")
                note_failure("XH-2026-00001")
            assert is_locked_out("XH-2026-00001")
            assert not is_locked_out("XH-2026-00002")
        with origin(address="192.0.2.8", channel="网页"):
            assert not is_locked_out("XH-2026-00001")

    def test_a_number_guessed_at_from_everywhere(self) -> None:
        """Whoever guesses has one try an address left; so has the party, and needs no more."""
        for tried in range(WRONG_FROM_EVERYWHERE.most):
            with origin(address=f"198.51.{tried}.1", channel="网页"):
                assert not is_locked_out("XH-2026-00001")
                note_failure("XH-2026-00001")
        with origin(address="192.0.2.7", channel="网页"):
            assert not is_locked_out("XH-2026-00001")
            note_failure("XH-2026-00001")
            assert is_locked_out("XH-2026-00001")
            assert not is_locked_out("XH-2026-00002")
        with origin(address="192.0.2.8", channel="网页"):
            assert not is_locked_out("XH-2026-00001")

    def test_a_household_with_many_addresses_is_one(self) -> None:
        """IPv6: the half of an address that is free to choose does not count."""
        for tried in range(WRONG_FOR_NUMBER.most):
            with origin(address=f"2001:db8:1:1::{tried:x}", channel="网页"):
                note_failure("XH-2026-00001")
        with origin(address="2001:db8:1:1:ffff::1", channel="网页"):
            assert is_locked_out("XH-2026-00001")
        for other in ("2001:db8:1:2::1", "192.0.2.1", "::ffff:192.0.2.1", "nowhere"):
            with origin(address=other, channel="网页"):
                assert not is_locked_out("XH-2026-00001")

    def test_an_address(self) -> None:
        with origin(address="192.0.2.7", channel="网页"):
            for tried in range(WRONG_FROM_ADDRESS.most):
                assert not is_locked_out("XH-2026-00001")
                note_failure(f"XH-2026-1{tried:04d}")
            assert is_locked_out("XH-2026-00001")
        with origin(address="192.0.2.8", channel="网页"):
            assert not is_locked_out("XH-2026-00001")

    def test_half_an_hour_later_it_is_open(self) -> None:
        with time_machine.travel(AT, tick=False) as clock:
            for _ in range(WRONG_FOR_NUMBER.most):
                note_failure("XH-2026-00001")
            clock.shift(HALF_AN_HOUR - 1)
            assert is_locked_out("XH-2026-00001")
            clock.shift(2)
            assert not is_locked_out("XH-2026-00001")


@pytest.mark.usefixtures("broken_cache")
class TestWithoutCache:
    """Redis does not answer."""

    def test_open_lets_everybody_do_it(self) -> None:
        assert all(within(THREE, "a") for _ in range(10))
        assert not is_spent(THREE, "a")

    def test_closed_lets_nobody(self) -> None:
        closed = Limit("test.closed", 3, 60, WithoutCache.CLOSED)
        assert not within(closed, "a")
        assert is_spent(closed, "a")

    def test_wrong_codes_are_counted_in_this_process(self, number: str) -> None:
        tried = 0
        with origin(address=number, channel="网页"):
            while not is_locked_out(number):
                note_failure(number)
                tried += 1
            assert tried == WRONG_FOR_NUMBER.most
            assert not is_locked_out(f"{number}-2")
        assert not is_locked_out(number)

    def test_and_from_one_address(self, number: str) -> None:
        with origin(address=number, channel="网页"):
            for tried in range(WRONG_FROM_ADDRESS.most):
                assert not is_locked_out(number)
                note_failure(f"{number}-{tried}")
            assert is_locked_out(number)
        assert not is_locked_out(number)

    def test_that_lock_opens_too(self, number: str) -> None:
        with time_machine.travel(AT, tick=False) as clock:
            for _ in range(WRONG_FOR_NUMBER.most):
                note_failure(number)
            assert is_locked_out(number)
            clock.shift(HALF_AN_HOUR + 1)
            assert not is_locked_out(number)

    def test_the_log_says_so_and_names_nobody(
        self, number: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.WARNING), origin(address="192.0.2.7", channel="网页"):
            within(THREE)
            note_failure(number)
        assert "test.three is not counted" in caplog.text
        assert "codes.number is counted in this process only" in caplog.text
        for name in (number, "192.0.2.7"):
            assert name not in caplog.text
