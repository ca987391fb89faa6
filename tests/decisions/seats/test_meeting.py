"""Who came, what each said, what became of it, told to each and to all."""

from __future__ import annotations

import pytest

from decisions.seats.models import Call, Remark, Sitting
from decisions.seats.services import invitations, meeting
from decisions.seats.workflow import Place
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from tests.builders import City
from tests.decisions.seats.cases import HOUR, again, drawn, people

pytestmark = pytest.mark.django_db


def ready(city: City) -> Sitting:
    """One of two has said yes."""
    row = drawn(city)
    invitations.accept(applicant=people(row, Place.INVITED)[0], at=row.draw_at + HOUR)
    return row


def held(city: City) -> Sitting:
    row = ready(city)
    numbers = [str(people(row, Place.COMING)[0].line)]
    by = city.people[Role.PARTICIPATION]
    return meeting.hold(sitting=row, numbers=numbers, by=by, at=row.meets_at)


def test_not_before_the_meeting_and_only_who_had_said_yes(city: City) -> None:
    row, by = ready(city), city.people[Role.PARTICIPATION]
    with pytest.raises(ActRefused, match="会后登记"):
        meeting.hold(sitting=row, by=by, at=row.meets_at - HOUR)
    other = people(row, Place.INVITED)[0].line
    with pytest.raises(ActRefused, match=f"{other}号没有登记"):
        meeting.hold(sitting=row, numbers=[str(other)], by=by, at=row.meets_at)
    with pytest.raises(ActRefused, match="请核对：x"):
        meeting.hold(sitting=row, numbers=["x"], by=by, at=row.meets_at)


def test_whoever_did_not_answer_is_on_record_too(city: City) -> None:
    row = held(city)
    assert len(people(row, Place.ATTENDED)) == 1
    assert {one.status for one in people(row, *Place)} == {"attended", "ended"}
    assert Call.objects.filter(answer="too_late").count() == 1
    assert row.held_on is not None


def test_who_said_yes_and_did_not_come(city: City) -> None:
    row = ready(city)
    meeting.hold(sitting=row, by=city.people[Role.PARTICIPATION], at=row.meets_at)
    assert len(people(row, Place.ABSENT)) == 1


def test_it_is_told_when_each_has_said_and_each_has_an_outcome(city: City) -> None:
    row, by = held(city), city.people
    one, at = people(row, Place.ATTENDED)[0], row.meets_at + HOUR
    officer, reviewer = by[Role.PARTICIPATION], by[Role.DECISION_REVIEWER]
    with pytest.raises(ActRefused, match=f"还没有登记{one.line}号说了什么"):
        meeting.tell(sitting=row, by=reviewer, at=at)
    with pytest.raises(ActRefused, match="请先登记代表说了什么"):
        meeting.note_outcome(sitting=row, number=one.line, became="采纳", by=officer, at=at)
    with pytest.raises(ActRefused, match="99号没有到会"):
        meeting.note_said(sitting=row, number=99, said="好", by=officer, at=at)
    meeting.note_said(sitting=row, number=one.line, said="请每季度检查。", by=officer, at=at)
    with pytest.raises(ActRefused, match="采纳情况"):
        meeting.tell(sitting=row, by=reviewer, at=at)
    with pytest.raises(ActRefused, match="会公布，请隐去"):
        meeting.note_outcome(
            sitting=row, number=one.line, became="找13900001111", by=officer, at=at
        )
    meeting.note_outcome(sitting=row, number=one.line, became="采纳。", by=officer, at=at)
    meeting.tell(sitting=row, by=reviewer, at=at)
    assert (again(row).status, Remark.objects.get().became) == ("told", "采纳。")
    told = OutboxMessage.objects.filter(dedup_key__startswith=f"seats_applicant:{one.pk}:")
    newest = told.order_by("-pk")[0]
    assert newest.subject.endswith("您的意见有了结果")
    assert "每季度" not in newest.body
    with pytest.raises(NotPermitted):
        meeting.note_said(sitting=row, number=one.line, said="别的", by=officer, at=at)


def test_what_was_said_is_corrected_until_it_is_told(city: City) -> None:
    row = held(city)
    number, by = people(row, Place.ATTENDED)[0].line, city.people[Role.PARTICIPATION]
    for said in ("一", "二"):
        meeting.note_said(sitting=row, number=number, said=said, by=by, at=row.meets_at)
    assert Remark.objects.get().said == "二"
