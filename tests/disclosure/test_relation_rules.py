"""What may be said of two documents: rules, without a database."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.relation_rules import CHANGING, Link, contradiction, reachable

SPRING = dt.date(2026, 4, 1)
AUTUMN = dt.date(2026, 10, 1)


def _said(new: Link, *known: Link) -> str:
    return contradiction(
        new,
        known,
        source_formed_on=dt.date(2026, 3, 1),
        target_formed_on=dt.date(2020, 1, 1),
    )


@pytest.mark.parametrize("kind", ["basis", "supports", "explains", "annexes", "translates"])
def test_what_changes_nothing_needs_no_day(kind: str) -> None:
    assert _said(Link(1, 2, kind)) == ""


@pytest.mark.parametrize("kind", CHANGING)
def test_a_change_needs_a_day_after_both_were_formed(kind: str) -> None:
    assert "生效日期" in _said(Link(1, 2, kind))
    assert "被修改、废止文件的成文日期" in _said(Link(1, 2, kind, dt.date(2019, 12, 31)))
    # An extension is often decided after the day from which it prolongs.
    early = _said(Link(1, 2, kind, dt.date(2026, 2, 28)))
    assert ("自身的成文日期" in early) == (kind != "extends")
    assert _said(Link(1, 2, kind, dt.date(2026, 3, 1))) == ""


def test_nothing_relates_to_itself_or_both_ways() -> None:
    assert "自己" in _said(Link(1, 1, "basis"))
    assert "相反" in _said(Link(1, 2, "basis"), Link(2, 1, "repeals", SPRING))


def test_a_ring_of_three_is_refused() -> None:
    known = [Link(2, 3, "basis"), Link(3, 1, "basis")]
    assert "循环" in _said(Link(1, 2, "amends", SPRING), *known)
    assert _said(Link(1, 2, "amends", SPRING), known[0]) == ""


def test_one_document_does_one_thing_to_another() -> None:
    assert "只能登记" in _said(Link(1, 2, "amends", SPRING), Link(1, 2, "repeals", AUTUMN))
    assert _said(Link(1, 2, "amends", SPRING), Link(1, 2, "basis")) == ""


def test_what_has_ended_is_not_changed_afterwards() -> None:
    ended = Link(9, 2, "repeals", SPRING)
    assert "已废止" in _said(Link(1, 2, "amends", AUTUMN), ended)
    assert "已废止" in _said(Link(1, 2, "amends", SPRING), ended)
    assert _said(Link(1, 2, "amends", SPRING - dt.timedelta(days=1)), ended) == ""


def test_a_document_ends_on_one_day() -> None:
    ended = Link(9, 2, "replaces", SPRING)
    assert "矛盾" in _said(Link(1, 2, "repeals", AUTUMN), ended)
    assert _said(Link(1, 2, "repeals", SPRING), ended) == ""
    assert "晚于废止日期" in _said(Link(1, 2, "repeals", SPRING), Link(9, 2, "amends", AUTUMN))


@pytest.mark.parametrize("kind", ["revises", "translates", "annexes"])
def test_a_dependent_text_has_one_original(kind: str) -> None:
    day = SPRING if kind == "revises" else None
    assert "只能有一份原件" in _said(Link(1, 2, kind, day), Link(1, 3, "translates"))
    assert "关联到它的原件" in _said(Link(1, 2, kind, day), Link(2, 3, kind, SPRING))


def test_two_later_texts_do_not_begin_on_one_day() -> None:
    assert "同一天" in _said(Link(1, 2, "revises", SPRING), Link(3, 2, "revises", SPRING))
    assert _said(Link(1, 2, "revises", SPRING), Link(3, 2, "revises", AUTUMN)) == ""


def test_all_texts_are_related_to_the_first() -> None:
    said = _said(Link(1, 2, "revises", AUTUMN), Link(3, 1, "revises", SPRING))
    assert "关联到最初的文件" in said
    assert _said(Link(1, 2, "revises", AUTUMN), Link(3, 1, "amends", SPRING)) == ""


@given(st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), max_size=40))
def test_what_the_rules_let_in_never_has_a_ring(pairs: list[tuple[int, int]]) -> None:
    known: list[Link] = []
    for source, target in pairs:
        new = Link(source, target, "basis")
        if not _said(new, *known):
            known.append(new)
    assert all(number not in reachable(number, known) for number in range(1, 8))


def test_extensions_follow_without_a_gap_and_grow() -> None:
    def said(new: Link, *known: Link, ends: dt.date | None = SPRING) -> str:
        return contradiction(
            new, known, source_formed_on=None, target_formed_on=None, target_expires_on=ends
        )

    day = dt.timedelta(days=1)
    assert said(Link(1, 2, "extends", SPRING + day, AUTUMN)) == ""
    assert "不能再延长" in said(Link(1, 2, "extends", SPRING + 2 * day, AUTUMN))
    assert "更晚" in said(Link(1, 2, "extends", SPRING, SPRING))
    assert said(Link(1, 2, "extends", SPRING, None)) == ""
    earlier = Link(3, 2, "extends", SPRING, AUTUMN)
    assert said(Link(1, 2, "extends", AUTUMN, AUTUMN + day), earlier) == ""
    assert "同一天" in said(Link(1, 2, "extends", SPRING, AUTUMN + day), earlier)
    endless = Link(3, 2, "extends", SPRING, None)
    assert "没有届满日" in said(Link(1, 2, "extends", AUTUMN, AUTUMN + day), endless)
    assert "已废止" in said(Link(1, 2, "extends", SPRING, AUTUMN), Link(3, 2, "repeals", SPRING))
    assert "只有延长" in said(Link(1, 2, "basis", None, AUTUMN))
