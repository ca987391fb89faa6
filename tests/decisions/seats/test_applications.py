"""Applying and taking back: numbers in order, a gap that stays, one person once."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import InternalError, transaction

from decisions.draws.lists import leaf_of
from decisions.seats.models import Applicant
from decisions.seats.services import applications
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from tests.builders import City
from tests.decisions.seats.cases import AT, DAY, again, announced, applied, closed, drafted

pytestmark = pytest.mark.django_db


def test_numbers_in_the_order_of_coming_and_a_gap_that_stays(city: City) -> None:
    row = announced(city)
    first, second, third = (applied(row, name) for name in "甲乙丙")
    applications.withdraw(applicant=second, at=AT)
    fourth = applied(row, "乙", email="yi@example.test")
    assert [one.line for one in (first, second, third, fourth)] == [1, 2, 3, 4]
    assert again(second).status == "withdrawn"


def test_the_receipt_has_a_leaf_of_its_own(city: City) -> None:
    row = announced(city, groups=["市民 1"])
    one = applied(row, group="市民")
    assert one.leaf == leaf_of(row.draw_id, 1, "市民", one.salt)
    assert one.leaf != applied(row, group="市民").leaf


def test_sent_twice_it_is_one(city: City) -> None:
    row, key = announced(city), uuid.uuid4()
    one = applied(row, key=key, email="jia@example.test")
    assert applied(row, key=key, email="jia@example.test") == one
    assert Applicant.objects.count() == 1


def test_one_person_has_one_number(city: City) -> None:
    row = announced(city)
    one = applied(row, email="jia@example.test")
    with pytest.raises(ActRefused, match="一人只报一次"):
        applied(row, email="Jia+2@example.test")
    applications.withdraw(applicant=one, at=AT)
    assert applied(row, email="jia@example.test").line == 2


def test_before_and_after_its_time_it_is_refused(city: City) -> None:
    row = announced(city, opens_at=AT + DAY)
    with pytest.raises(ActRefused, match="开始，请到时再来"):
        applied(row, at=AT)
    assert applied(row, at=row.closes_at - dt.timedelta(microseconds=1)).line == 1
    with pytest.raises(ActRefused, match="截止，这份报名没有收"):
        applied(row, at=row.closes_at)
    with pytest.raises(ActRefused, match="不在报名"):
        applied(drafted(city, topic="别的"), at=AT)


def test_what_is_lacking_is_refused(city: City) -> None:
    row = announced(city, groups=["市民 1"])
    with pytest.raises(ActRefused, match="请选择一个组别"):
        applied(row, group="企业")
    with pytest.raises(ActRefused, match="请写姓名"):
        applied(row, " ", group="市民")
    with pytest.raises(ActRefused, match="请留手机号"):
        applied(row, group="市民", email="")


def test_after_closing_nobody_leaves_the_list(city: City) -> None:
    row = announced(city)
    one = applied(row)
    with pytest.raises(ActRefused, match="名单不再变动"):
        applications.withdraw(applicant=one, at=row.closes_at)
    other = closed(city, topic="别的").applicants.get(line=1)
    with pytest.raises(NotPermitted):
        applications.withdraw(applicant=other, at=AT)


@pytest.mark.parametrize(("column", "value"), [("line", 99), ("leaf", "x"), ("group", "y")])
def test_the_database_keeps_number_group_and_leaf(city: City, column: str, value: object) -> None:
    one = applied(announced(city))
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        Applicant.objects.filter(pk=one.pk).update(**{column: value})
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        Applicant.objects.filter(pk=one.pk)._raw_delete("default")


def test_nobody_is_named_in_trail_or_notice(city: City) -> None:
    applied(announced(city), "欧阳试", email="ouyang@example.test")
    for entry in AuditEntry.objects.all():
        assert "欧阳" not in f"{entry.summary}{entry.details}"
    told = OutboxMessage.objects.get()
    assert "欧阳" not in f"{told.subject}{told.body}"
    assert "屋顶" not in f"{told.subject}{told.body}"


def test_the_consent_to_be_named_is_taken_back(city: City) -> None:
    one = applied(announced(city), may_name=True)
    applications.hide_name(applicant=one, at=AT)
    assert again(one).may_name is False
