"""Criteria as rows: one for all who ask the same, filed by their groups, forgotten, lapsed."""

from __future__ import annotations

import dataclasses

import pytest

from portal.accounts.models import User
from portal.notifications import registry
from portal.notifications.models import Criterion
from portal.notifications.registry import Conditions
from portal.notifications.services import criteria, subscriptions
from tests.notifications.subscribing import AT, DAY, Board, by_account, by_mail, criterion_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds() -> None:
    """The real kinds of notice."""


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Board:
    made = Board()
    monkeypatch.setattr(registry, "_topics", {"board": made.topic})
    return made


def test_equal_criteria_are_one_row(board: Board) -> None:
    for number in range(8):
        by_mail(board, f"r{number}@people.example", ("绿化", "停车")[number % 2])
    asked = Criterion.objects.order_by("pk").values_list("text", flat=True)
    assert list(asked) == [criterion_of("绿化"), criterion_of("停车")]


def test_a_criterion_nobody_asks_any_more_is_forgotten(board: Board, reader: User) -> None:
    kept = by_account(board, reader)
    by_mail(board, word="停车")
    subscriptions.end(subscription=kept, by=reader, at=AT)
    assert criteria.forget_unasked() == 1
    assert [one.text for one in Criterion.objects.all()] == [criterion_of("停车")]


def test_the_first_group_is_the_key(board: Board) -> None:
    groups = (frozenset({"rare", "seldom"}), frozenset({"common"}), frozenset({"usual"}))
    topic = dataclasses.replace(board.topic, conditions=lambda _: Conditions(groups))
    row = criteria.criterion_row(topic, "q=x", at=AT)
    assert sorted(row.keys.values_list("term", flat=True)) == ["rare", "seldom"]
    assert [choice.terms for choice in row.choices.all()] == [["rare", "seldom"]]
    assert (row.needs, row.has_choices, row.is_exact) == (["common", "usual"], True, True)


def test_what_was_not_filed_is_filed_once(board: Board) -> None:
    for number in range(3):
        Criterion.objects.create(topic="board", text=f"q={number}", digest=f"{number}")
    assert criteria.file_waiting(board.topic, at=AT) == 3
    assert criteria.file_waiting(board.topic, at=AT) == 0
    assert [row.keys.count() for row in Criterion.objects.all()] == [1, 1, 1]


def test_a_criterion_that_nothing_can_meet_is_marked_and_freed_again(board: Board) -> None:
    """Of a group every term must be lost; one that is left is enough."""
    gone = dataclasses.replace(board.topic, lost=lambda terms: {"tag=a", "tag=b"} & set(terms))
    for text, groups in (
        ("both", (frozenset({"tag=a", "tag=b"}), frozenset({"*"}))),
        ("one", (frozenset({"tag=a", "tag=c"}),)),
    ):
        asked = Conditions(groups)
        topic = dataclasses.replace(gone, conditions={text: asked}.__getitem__)
        criteria.criterion_row(topic, text, at=AT)
    assert criteria.mark_lapsed(gone, at=AT) == 1
    assert criteria.mark_lapsed(gone, at=AT + DAY) == 1
    assert dict(Criterion.objects.values_list("text", "lapsed_at")) == {"both": AT, "one": None}
    assert criteria.mark_lapsed(board.topic, at=AT + DAY) == 0
    assert not Criterion.objects.exclude(lapsed_at=None).exists()
