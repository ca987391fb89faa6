"""What a copy is called, and what tells whether a reader's own still holds."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.pages.validators import (
    address_key,
    entity_tag,
    is_current,
    last_modified,
    normal_query,
)

SEEN = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
TAG = 'W/"0123"'
LATER = "Fri, 20 Nov 2026 03:00:00 GMT"


@pytest.mark.parametrize(
    ("query", "normal"),
    [
        ("", ""),
        ("b=2&a=1", "a=1&b=2"),
        ("a=2&b=3&a=1", "a=2&a=1&b=3"),
        ("a=", "a="),
        ("theme=%E5%85%B6", "theme=%E5%85%B6"),
        ("theme=其他".encode().decode("latin-1"), "theme=%E5%85%B6%E4%BB%96"),
        ("theme=其他", None),
        ("a=\xff", None),
        ("a=%FF", None),
        ("a=" + "1" * 1000, None),
        ("&".join(f"a{n}=1" for n in range(61)), None),
    ],
)
def test_a_query_in_normal_form(query: str, normal: str | None) -> None:
    assert normal_query(query) == normal


def key(**changes: object) -> str:
    given = {
        "release": "r", "origin": "https://a", "path": "/?a=1", "choices": {"reading": "off.x.y"},
    }  # fmt: skip
    return address_key(**(given | changes))  # type: ignore[arg-type]


def test_every_part_makes_another_key() -> None:
    others = [
        key(release="s"),
        key(origin="http://a"),
        key(origin="https://b"),
        key(path="/?a=2"),
        key(choices={"reading": "on.x.y"}),
    ]
    assert len({key(), *others}) == 6
    assert entity_tag(key(), "s") != entity_tag(key(), "t") != entity_tag(others[0], "t")


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({}, False),
        ({"If-None-Match": TAG}, True),
        ({"If-None-Match": '"0123"'}, True),
        ({"If-None-Match": f'"x", {TAG}'}, True),
        ({"If-None-Match": '"x"'}, False),
        ({"If-None-Match": "*"}, False),
        ({"If-None-Match": '"x"', "If-Modified-Since": LATER}, False),
        ({"If-Modified-Since": LATER}, True),
        ({"If-Modified-Since": "Fri, 20 Nov 2026 03:00:01 GMT"}, False),
        ({"If-Modified-Since": "yesterday"}, False),
    ],
)
def test_whether_a_readers_copy_holds(asked: dict[str, str], holds: bool) -> None:
    assert is_current(asked, tag=TAG, modified=LATER) is holds


def test_without_a_time_only_the_tag_tells() -> None:
    assert not is_current({"If-Modified-Since": LATER}, tag=TAG, modified=None)
    assert not is_current({"If-Modified-Since": "x"}, tag=TAG, modified=LATER)


@pytest.mark.parametrize(
    ("before", "is_settled", "is_told"),
    [(60, True, True), (60, False, False), (1, True, False), (0, True, False)],
)
def test_no_time_is_told_that_a_later_change_could_bear(
    before: int, is_settled: bool, is_told: bool
) -> None:
    changed = [SEEN - dt.timedelta(days=1), SEEN - dt.timedelta(seconds=before)]
    told = last_modified(changed, seen_at=SEEN, is_settled=is_settled)
    assert (told is not None) is is_told
    if told:
        assert told == "Fri, 20 Nov 2026 11:59:00 GMT"
