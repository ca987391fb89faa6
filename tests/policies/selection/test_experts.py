"""Experts: invited, marking on their own, not what their own organ wrote."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail

from policies.selection.links import expert_in, expert_link
from policies.selection.models import Mark
from policies.selection.selectors import entries_of, progress_of, to_mark
from policies.selection.services import experts
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from portal.notifications.services.outbox import deliver_due
from tests.builders import City
from tests.policies.selection.cases import (
    CAME_AT,
    SPAN,
    expert,
    instant,
    marked,
    staff,
    with_ballot,
)

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)
MARKING, CLOSES = instant(2 * SPAN, CAME_AT), instant(3 * SPAN, CAME_AT)


def test_an_invitation_goes_to_a_sealed_address(city: City) -> None:
    selection, _ = with_ballot(city)
    one = expert(city, selection, "甲专家", email="jia@example.test")
    deliver_due(at=MARKING)
    assert mail.outbox[0].to == ["jia@example.test"]
    assert expert_link(one) in mail.outbox[0].body
    assert expert_in(expert_link(one).rstrip("/").rsplit("/", 1)[1]) == one.public_id
    assert expert_in("0" * 32) is None
    for given, told in (
        ({"email": "JIA@example.test"}, "这个邮箱已经邀请过"),
        ({"email": ""}, "填一样"),
        ({"user": city.outsider, "email": "x@y.cn"}, "填一样"),
    ):
        with pytest.raises(ActRefused, match=told):
            expert(city, selection, "又一位", **given)
    expert(city, selection, "乙专家", user=city.outsider)
    with pytest.raises(ActRefused, match="已经邀请过"):
        expert(city, selection, "乙专家", user=city.outsider)


def test_nobody_marks_what_their_own_organ_wrote(city: City) -> None:
    selection, (office, street) = with_ballot(city)
    own = staff("p-street", city.street, Role.SIGNER)
    by_account = expert(city, selection, "街道的", user=own)
    by_link = expert(city, selection, "办公室的", organ=city.office)
    assert [each.row for each in to_mark(by_account)] == [office]
    assert [each.row for each in to_mark(by_link)] == [street]
    with pytest.raises(ActRefused, match="本机关的解读不由您打分"):
        marked(selection, by_link, {office.pk: [100, 100]})


def test_marks_are_whole_and_can_be_changed(city: City) -> None:
    selection, (one, two) = with_ballot(city)
    judge = expert(city, selection)
    first, second = selection.criteria.values_list("pk", flat=True)
    wrong: list[dict[int, dict[int, int]]] = [
        {}, {one.pk: {first: 80}}, {one.pk: {first: 80, second: 101}},
        {one.pk: {first: -1, second: 0}}, {0: {first: 1, second: 1}},
    ]  # fmt: skip
    for points in wrong:
        with pytest.raises(ActRefused):
            experts.mark(expert=judge, points=points, at=MARKING)
    marked(selection, judge, {one.pk: [80, 90]})
    marked(selection, judge, {one.pk: [70, 60], two.pk: [0, 100]})
    assert Mark.objects.count() == 4
    assert [each.marks for each in entries_of(selection)] == [
        [[(70, 60), (60, 40)]], [[(0, 60), (100, 40)]],
    ]  # fmt: skip
    [progress] = progress_of(selection)
    assert (progress.marked, progress.of, progress.is_done) == (2, 2, True)


def test_marks_have_their_days(city: City) -> None:
    selection, (one, _) = with_ballot(city)
    judge = expert(city, selection)
    points = {one.pk: dict.fromkeys(selection.criteria.values_list("pk", flat=True), 80)}
    given: dict[str, Any] = {"expert": judge, "points": points}
    with pytest.raises(ActRefused, match="打分还没有开始"):
        experts.mark(**given, at=MARKING - SECOND)
    experts.mark(**given, at=CLOSES - SECOND)
    with pytest.raises(ActRefused, match="24时截止，这次的打分没有记"):
        experts.mark(**given, at=CLOSES)


def test_who_is_dismissed_marks_no_more_and_counts_no_more(city: City) -> None:
    selection, (one, _) = with_ballot(city)
    judge = marked(selection, expert(city, selection), {one.pk: [80, 90]})
    clerk = city.people[Role.CLERK]
    gone = experts.dismiss(expert=judge, reason="不便参加", by=clerk, at=MARKING)
    assert (gone.email, experts.sealed_address(gone.pk)) == ("", None)
    assert all(not each.marks for each in entries_of(selection))
    with pytest.raises(ActRefused, match="现在不能打分"):
        marked(selection, judge, {one.pk: [80, 90]})
    with pytest.raises(ActRefused):
        experts.dismiss(expert=judge, reason="再取消", by=clerk, at=MARKING)
