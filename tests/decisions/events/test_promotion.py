"""Places and the waiting list, without a database."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from decisions.events.promotion import (
    SEAT,
    Party,
    Passing,
    free,
    moving_up,
    promise,
    sits_at_once,
)

CHINA = dt.timezone(dt.timedelta(hours=8))
STARTS = dt.datetime(2026, 8, 15, 9, 0, tzinfo=CHINA)


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 8, day, hour, minute, tzinfo=CHINA)


def parties(*sizes: int) -> list[Party]:
    return [Party(key=10 + line, line=line, size=size) for line, size in enumerate(sizes, start=1)]


def test_a_seat_a_day_before_then_an_offer_then_the_door() -> None:
    assert promise(at(13, 12), STARTS) == SEAT
    evening = promise(at(14, 20), STARTS)
    assert evening is not None
    assert (evening.is_seat, evening.until) == (False, at(15, 0))
    early = promise(at(15, 6, 30), STARTS)
    assert early is not None
    assert early.until == at(15, 7)
    assert promise(at(15, 7, 30), STARTS) is None


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        (at(14, 8, 59), None),  # a day and a minute left: a seat
        (at(14, 9), at(14, 13)),  # exactly a day: an offer
        (at(15, 3), at(15, 7)),
        (at(15, 6, 59), at(15, 7)),
    ],
)
def test_the_edges_of_offers(moment: dt.datetime, until: dt.datetime | None) -> None:
    found = promise(moment, STARTS)
    assert found is not None
    assert found.until == until


@pytest.mark.parametrize("moment", [at(15, 7), at(15, 9), at(16, 9)])
def test_nothing_is_promised_in_the_last_two_hours(moment: dt.datetime) -> None:
    assert promise(moment, STARTS) is None


def test_a_party_that_does_not_fit_keeps_its_place() -> None:
    waiting = parties(3, 1, 1)
    assert [each.line for each in moving_up(waiting, 1, Passing.FITS)] == [2]
    assert [each.line for each in moving_up(waiting, 3, Passing.FITS)] == [1]
    assert [each.line for each in moving_up(waiting, 4, Passing.FITS)] == [1, 2]


def test_where_nobody_passes_all_wait_for_the_first() -> None:
    waiting = parties(3, 1, 1)
    assert moving_up(waiting, 2, Passing.STRICT) == []
    assert [each.line for each in moving_up(waiting, 4, Passing.STRICT)] == [1, 2]


def test_the_order_is_that_of_sign_up_whatever_order_the_rows_come_in() -> None:
    waiting = parties(1, 1, 1, 1)
    random.Random(7).shuffle(waiting)  # noqa: S311 - an order, no secret
    assert [each.line for each in moving_up(waiting, 2, Passing.FITS)] == [1, 2]


def test_a_newcomer_stands_behind_while_anybody_waits() -> None:
    assert sits_at_once(1, places=10, taken=9, waiting=False)
    assert not sits_at_once(2, places=10, taken=9, waiting=False)
    assert not sits_at_once(1, places=10, taken=9, waiting=True)


def test_fewer_places_than_are_held_leave_none_and_nobody_moves() -> None:
    assert free(5, 8) == 0
    assert not sits_at_once(1, places=5, taken=8, waiting=False)
    assert moving_up(parties(1, 1), free(5, 8), Passing.FITS) == []


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("passing", list(Passing))
def test_no_more_move_up_than_there_are_places(seed: int, passing: Passing) -> None:
    dice = random.Random(seed)  # noqa: S311 - sizes, no secret
    waiting = parties(*(dice.randint(1, 4) for _ in range(dice.randint(0, 30))))
    left = dice.randint(0, 40)
    chosen = moving_up(waiting, left, passing)
    used = sum(each.size for each in chosen)
    assert used <= left
    others = [each for each in waiting if each not in chosen]
    if passing is Passing.FITS:
        assert all(each.size > left - used for each in others)
    else:
        assert chosen == waiting[: len(chosen)]
        assert not others or others[0].size > left - used or left == used
