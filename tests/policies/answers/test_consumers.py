"""Systems that read the base: a token shown once, kept as a hash, worth nothing once replaced."""

from __future__ import annotations

import datetime as dt

import pytest

from policies.answers.choices import Asked
from policies.answers.models import Consumer, Usage, ZeroHit, ZeroHitMonth
from policies.answers.services import consumers
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City
from tests.policies.answers.base import AT, DAY, consumer, operator

pytestmark = pytest.mark.django_db


def test_the_token_is_kept_as_a_hash_alone(city: City) -> None:
    row, token = consumer(city)
    stored = " ".join(str(value) for value in Consumer.objects.values_list().get())
    assert token not in stored
    assert token.startswith(row.token_start)
    assert consumers.consumer_of(token) == row
    told = " ".join(str(entry.details) for entry in AuditEntry.objects.all())
    assert token not in told


def test_a_new_token_ends_the_old_one(city: City) -> None:
    row, old = consumer(city)
    by = operator(city, "second")
    new = consumers.rotate_token(consumer=row, by=by, at=AT + DAY)
    assert consumers.consumer_of(old) is None
    assert consumers.consumer_of(new) == row


@pytest.mark.parametrize("token", ["", "kb_", "kb_x", "x" * 5000, "kb_" + "x" * 5000, "令牌"])
def test_what_is_no_token_is_nobodys(city: City, token: str) -> None:
    consumer(city)
    assert consumers.consumer_of(token) is None


def test_who_is_switched_off_reads_nothing_and_gets_no_token(city: City) -> None:
    row, token = consumer(city)
    by = operator(city, "second")
    row.is_active = False
    consumers.save_consumer(row, by=by, at=AT)
    assert consumers.consumer_of(token) is None
    with pytest.raises(ActRefused, match="已停用"):
        consumers.rotate_token(consumer=row, by=by, at=AT)


@pytest.mark.parametrize("role", [Role.MESSAGE_RESPONDER, Role.SUPERVISOR, Role.CLERK])
def test_only_operators_of_the_site_set_one_up(city: City, role: Role) -> None:
    row = consumer(city)[0]
    for act in (
        lambda by: consumers.rotate_token(consumer=row, by=by, at=AT),
        lambda by: consumers.save_consumer(row, by=by, at=AT),
    ):
        with pytest.raises(NotPermitted):
            act(city.people[role])


def test_calls_are_counted_by_day_and_kind(city: City) -> None:
    row = consumer(city)[0]
    for moment, asked in ((AT, Asked.SEARCH), (AT, Asked.SEARCH), (AT + DAY, Asked.ENTRY)):
        consumers.count(row, asked, at=moment)
    assert list(Usage.objects.values_list("day", "asked", "count")) == [
        (dt.date(2026, 9, 8), "entry", 1),
        (dt.date(2026, 9, 7), "search", 2),
    ]


def test_words_without_a_result_are_kept_masked_and_not_for_ever(city: City) -> None:
    row = consumer(city)[0]
    for words in (
        "加装电梯",
        "加装  电梯",
        "加装 电梯",
        "王先生 13812345678 的补贴",
        "138_1234_5678",
    ):
        consumers.note_zero_hit(row, words, at=AT)
    found = dict(ZeroHit.objects.values_list("words", "count"))
    assert found["加装 电梯"] == 2
    assert not any("1234" in words for words in found)
    assert consumers.forget_zero_hits(at=AT + 90 * DAY) == 0
    assert consumers.forget_zero_hits(at=AT + 91 * DAY) == len(found)
    assert dict(ZeroHitMonth.objects.values_list("words", "count")) == found
    consumers.forget_zero_hits(at=AT + 115 * DAY)
    assert not ZeroHitMonth.objects.exists()
