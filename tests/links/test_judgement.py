"""From looks to a class: one bad look is no broken link, and the worst counts."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.links.choices import LinkClass, Sight
from portal.links.judgement import Streak, is_listed, judged, known_danger, rest_of

START = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
F, B, OPENS, S = Sight.FAILED, Sight.BLOCKED, Sight.OPENS, Sight.SLOW
OK, CAUTION, BROKEN, DANGEROUS = LinkClass


def classes(*looks: tuple[int, Sight]) -> list[LinkClass]:
    """The class after each look, at so many hours."""
    streak, found = Streak(), []
    for hours, sight in looks:
        link_class, streak = judged(streak, sight, at=START + dt.timedelta(hours=hours))
        found.append(link_class)
    return found


@pytest.mark.parametrize(
    ("looks", "last"),
    [
        ([(0, F)], CAUTION),
        ([(0, F), (12, F), (24, F), (36, F), (47, F)], CAUTION),
        ([(0, F), (48, F)], CAUTION),
        ([(0, F), (24, F), (48, F)], BROKEN),
        ([(0, F), (1, F), (2, F), (48, F)], BROKEN),
        ([(0, F), (24, F), (25, OPENS), (48, F), (72, F)], CAUTION),
        ([(0, F), (24, F), (25, S), (48, F)], CAUTION),
        # A wall between says nothing of what is behind it.
        ([(0, F), (24, B), (30, F), (48, F)], BROKEN),
        ([(0, F), (24, F), (48, F), (60, B)], CAUTION),
        ([(0, F), (24, F), (48, F), (60, OPENS)], OK),
        ([(hour, B) for hour in range(0, 240, 24)], CAUTION),
        ([(0, Sight.PRIVATE)], DANGEROUS),
        ([(0, Sight.LISTED)], DANGEROUS),
    ],
)
def test_three_failures_over_two_days(looks: list[tuple[int, Sight]], last: LinkClass) -> None:
    assert classes(*looks)[-1] is last


def test_the_worst_of_several_counts() -> None:
    assert max(CAUTION, DANGEROUS, BROKEN) is DANGEROUS
    assert max(OK, CAUTION) is CAUTION


def test_what_failed_is_seen_at_both_ends_of_the_two_days() -> None:
    assert rest_of(CAUTION, F) * 4 == dt.timedelta(hours=48)
    assert rest_of(OK, OPENS) > rest_of(CAUTION, B) > rest_of(BROKEN, F)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://10.1.2.3/", "内网"),
        ("http://127.1:8000/x", "内网"),
        ("http://[::1]/", "内网"),
        ("https://a.evil.example/", "名单"),
        ("https://notevil.example/", ""),
        ("https://223.5.5.5/", ""),
        ("http://gateway.internal/", "内网"),
        ("http://10.0.0.9/", ""),
        ("http://[", ""),
    ],
)
def test_what_is_known_without_a_look(url: str, said: str) -> None:
    found = known_danger(url, {"evil.example"}, ["10.0.0.9"])
    assert said in found
    assert bool(found) is bool(said)


def test_an_empty_list_lists_nothing() -> None:
    assert not is_listed("a.example", ())
    assert not is_listed("", {"evil.example"})


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/", "https://a.localhost:8000/", "http://printer.local/", "http://x.internal",
        "http://router.home.arpa/", "http:\\\\127.0.0.1\\x", "http://LOCALHOST./",
    ],
)  # fmt: skip
def test_names_of_inner_networks_are_dangerous(url: str) -> None:
    assert known_danger(url, ()) == "指向内网地址，公众打不开"
    assert known_danger("https://localhost.example/", ()) == ""
