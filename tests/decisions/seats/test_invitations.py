"""Substitutes by the published order alone, with a line of the log for whoever is passed over."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import InternalError, transaction

from decisions.seats.models import Applicant, Call, Drawn, Sitting
from decisions.seats.services import invitations
from decisions.seats.workflow import Place
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from tests.builders import City
from tests.decisions.seats.cases import HOUR, MINUTE, again, drawn, people

pytestmark = pytest.mark.django_db
GROUPS = ["市民", "市民", "企业", "市民", "企业", "企业"]
MIXED = {"groups": ["市民 0", "企业 1"], "places": 2}


def call(city: City, row: Sitting, number: int, answer: str, **more: Any) -> Sitting:
    given = {"channel": "phone", "at": row.draw_at + HOUR, "note": "", **more}
    by = city.people[Role.PARTICIPATION]
    return invitations.call(sitting=row, number=number, answer=answer, by=by, **given)


def next_of(row: Sitting, group: str = "") -> int:
    """Whom the published order names next."""
    waiting = {one.line for one in people(row, Place.SUBSTITUTE)}
    rows = [one for one in Drawn.objects.filter(sitting=row) if one.number in waiting]
    own = [one for one in rows if group and one.group == group]
    return (own or rows)[0].number


def test_a_quota_winner_who_declines_makes_way_for_the_next_of_the_group_then_of_all(
    city: City,
) -> None:
    """Acceptance test 21."""
    row = drawn(city, GROUPS, **MIXED)
    for _ in range(2):
        one = next(one for one in people(row, Place.INVITED) if one.seat_group == "企业")
        expected = next_of(row, "企业")
        invitations.decline(applicant=one, at=row.draw_at + HOUR)
        followed = Applicant.objects.get(sitting=row, line=expected)
        assert (followed.status, followed.seat_group) == ("invited", "企业")
    firms = [one for one in people(row, Place.SUBSTITUTE) if one.group == "企业"]
    for one in firms:
        invitations.decline(applicant=one, at=row.draw_at + HOUR)
    last = next(one for one in people(row, Place.INVITED) if one.seat_group == "企业")
    expected = next_of(row)
    invitations.decline(applicant=last, at=row.draw_at + HOUR)
    assert again(Applicant.objects.get(sitting=row, line=expected)).status == "invited"


def test_another_seat_goes_to_the_next_of_all(city: City) -> None:
    row = drawn(city, GROUPS, places=2, groups=["市民 0", "企业 0"])
    one, expected = people(row, Place.INVITED)[0], next_of(row)
    call(city, row, one.line, "declined")
    assert again(Applicant.objects.get(sitting=row, line=expected)).status == "invited"
    assert len(people(row, Place.INVITED)) == 2


def test_nobody_is_unreachable_before_two_ways_and_the_end_of_the_time(city: City) -> None:
    row = drawn(city)
    number = people(row, Place.INVITED)[0].line
    at = row.draw_at + HOUR
    with pytest.raises(ActRefused, match="两种方式"):
        call(city, row, number, "unreachable")
    call(city, row, number, "waiting", at=at)
    call(city, row, number, "waiting", at=at + MINUTE)
    with pytest.raises(ActRefused, match="两种方式"):
        call(city, row, number, "unreachable", at=at + 25 * HOUR)
    call(city, row, number, "waiting", channel="text", at=at + MINUTE)
    with pytest.raises(ActRefused, match="答复的时间到"):
        call(city, row, number, "unreachable", at=at + 23 * HOUR)
    call(city, row, number, "unreachable", at=at + 24 * HOUR)
    assert Applicant.objects.get(sitting=row, line=number).status == "dropped"
    assert len(people(row, Place.INVITED)) == 2


def test_an_operator_cannot_pass_over_anybody(city: City) -> None:
    row = drawn(city, GROUPS, **MIXED)
    substitute = people(row, Place.SUBSTITUTE)[-1].line
    for answer in ("accepted", "waiting", "unreachable", "not_eligible"):
        with pytest.raises(ActRefused, match="现在不能登记"):
            call(city, row, substitute, answer, note="理由")
    first = people(row, Place.INVITED)[0].line
    with pytest.raises(ActRefused, match="请填写情况"):
        call(city, row, first, "not_eligible")
    with pytest.raises(ActRefused, match="请选择联系方式"):
        call(city, row, first, "too_late")
    with pytest.raises(ActRefused, match="请选择联系方式"):
        call(city, row, first, "declined", channel="page")
    with pytest.raises(NotPermitted):
        invitations.call(
            sitting=row, number=first, channel="phone", answer="declined", by=city.outsider,
            at=row.draw_at,
        )  # fmt: skip


def test_without_groups_no_group_is_to_be_proved(city: City) -> None:
    row = drawn(city)
    with pytest.raises(ActRefused, match="没有组别要证明"):
        call(city, row, people(row, Place.INVITED)[0].line, "not_proved")


def test_the_log_equals_the_calls_and_stays(city: City) -> None:
    row = drawn(city, GROUPS, **MIXED)
    one, other = people(row, Place.INVITED)
    invitations.accept(applicant=one, at=row.draw_at + HOUR)
    call(city, row, other.line, "not_proved")
    assert [(c.applicant.line, c.answer, c.channel) for c in Call.objects.order_by("pk")] == [
        (one.line, "accepted", "page"),
        (other.line, "not_proved", "phone"),
    ]
    dropped = {one.pk for one in people(row, Place.DROPPED)}
    assert dropped == set(
        Call.objects.exclude(answer="accepted").values_list("applicant", flat=True)
    )
    with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
        Call.objects.update(answer="declined")


def test_yes_in_time_and_not_later(city: City) -> None:
    row = drawn(city)
    one, other = people(row, Place.INVITED)
    call(city, row, one.line, "waiting", at=row.draw_at + HOUR)
    with pytest.raises(ActRefused, match=r"答复的时间到.*已经过了"):
        invitations.accept(applicant=one, at=row.draw_at + 25 * HOUR)
    invitations.accept(applicant=one, at=row.draw_at + 25 * HOUR - dt.timedelta(microseconds=1))
    assert again(one).status == "coming"
    call(city, row, other.line, "accepted")
    assert again(other).status == "coming"


def test_each_hears_of_it_by_number_alone(city: City) -> None:
    row = drawn(city)
    one = people(row, Place.INVITED)[0]
    told = OutboxMessage.objects.filter(dedup_key__startswith=f"seats_applicant:{one.pk}:")
    subjects = [row.subject.partition("：")[2] for row in told.order_by("pk")]
    assert subjects == ["报名已经收到", "名单已经公布", "请您列席，请答复"]


def test_nobody_moves_up_once_the_meeting_has_begun(city: City) -> None:
    row = drawn(city)
    invitations.decline(applicant=people(row, Place.INVITED)[0], at=row.meets_at)
    assert len(people(row, Place.INVITED)) == 1


def test_nobody_says_yes_on_the_page_once_the_meeting_has_begun(city: City) -> None:
    row = drawn(city)
    first = people(row, Place.INVITED)[0]
    with pytest.raises(ActRefused, match="网页上不能再答复“我来列席”"):
        invitations.accept(applicant=first, at=row.meets_at)
    assert again(first).status == Place.INVITED
    # Whoever stands at the door is put on record by those who receive them.
    call(city, row, first.line, "accepted", channel="door", at=row.meets_at)
    assert again(first).status == Place.COMING
