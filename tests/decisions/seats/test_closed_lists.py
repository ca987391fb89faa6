"""The second lock: the list in its one form, its hash, and a database that keeps it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import InternalError, transaction

from decisions.draws.lists import canonical, read_list, sha256
from decisions.seats.models import Applicant, ListLine, OutMark, Sitting
from decisions.seats.services import applications, closed_lists
from decisions.seats.services.words import objections_end
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused
from tests.builders import City
from tests.decisions.seats.cases import AT, again, announced, applied, closed, thrown

pytestmark = pytest.mark.django_db


def test_the_list_is_published_at_once_with_its_hash(city: City) -> None:
    row = announced(city, groups=["市民 1", "企业 1"])
    people = [applied(row, group=group) for group in ("市民", "企业", "市民")]
    applications.withdraw(applicant=people[1], at=AT)
    closed_lists.close(sitting=row, by=city.people[Role.PARTICIPATION], at=row.closes_at)
    row = again(row)
    left = [people[0], people[2]]
    data = canonical((one.line, one.group, one.leaf) for one in left)
    assert row.list_csv.encode() == data
    assert row.list_sha256 == sha256(data)
    assert [one.number for one in read_list(data).candidates] == ["1", "3"]
    assert AuditEntry.objects.get(action="seats.close").details["sha256"] == row.list_sha256
    assert {again(one).status for one in left} == {"listed"}
    assert row.chances == {"市民": 1.0}


def test_not_a_moment_before_its_instant(city: City) -> None:
    row = announced(city)
    by = city.people[Role.PARTICIPATION]
    with pytest.raises(ActRefused, match="到时公布名单"):
        closed_lists.close(sitting=row, by=by, at=row.closes_at - dt.timedelta(microseconds=1))
    assert closed_lists.close_due(at=row.closes_at - dt.timedelta(microseconds=1)) == 0


def test_it_closes_by_itself_and_once(city: City) -> None:
    row = announced(city)
    applied(row)
    assert [closed_lists.close_due(at=row.closes_at) for _ in range(2)] == [1, 0]
    assert again(row).status == "closed"
    act = again(row).acts.get(action="close")
    assert (act.by, AuditEntry.objects.filter(action="seats.close").count()) == (None, 1)


def test_objections_have_three_working_days(city: City) -> None:
    row = closed(city)
    # AT is a Monday; the list comes out on a Thursday, and the next working days are 12-... .
    assert row.objections_until > row.closes_at + dt.timedelta(days=3)
    assert row.objections_until <= row.draw_at


@pytest.mark.usefixtures("city")
class TestTheDatabase:
    def test_no_line_is_added_removed_or_renumbered(self, city: City) -> None:
        row = closed(city)
        line = row.list_lines.get(number=1)
        with pytest.raises(InternalError, match="the list is closed"), transaction.atomic():
            ListLine.objects.create(sitting=row, number=9, leaf="x")
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
            ListLine.objects.filter(pk=line.pk)._raw_delete("default")
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
            ListLine.objects.filter(pk=line.pk).update(number=9)

    @pytest.mark.parametrize("column", ["list_csv", "list_sha256"])
    def test_list_and_hash_stay(self, city: City, column: str) -> None:
        row = closed(city)
        with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
            Sitting.objects.filter(pk=row.pk).update(**{column: "0"})

    def test_nobody_applies_later(self, city: City) -> None:
        row = closed(city)
        with pytest.raises(InternalError, match="the list is closed"), transaction.atomic():
            Applicant.objects.create(
                sitting=row, organ=row.organ, number="X", code_index="x", line=9, salt="", leaf="",
                submission_key="00000000-0000-4000-8000-000000000000", name="某", status="listed",
                submitted_at=AT, updated_at=AT,
            )  # fmt: skip


def test_an_objection_only_marks_a_line(city: City) -> None:
    row, by = closed(city), city.people[Role.PARTICIPATION]
    before = row.list_sha256
    closed_lists.mark_out(sitting=row, number=2, reason="不住在本市", by=by, at=row.closes_at)
    assert (row.list_lines.count(), again(row).list_sha256) == (3, before)
    assert OutMark.objects.get().line.number == 2
    for number, told in ((2, "已经标注过"), (9, "没有9号")):
        with pytest.raises(ActRefused, match=told):
            closed_lists.mark_out(
                sitting=row, number=number, reason="再说", by=by, at=row.closes_at
            )
    with pytest.raises(ActRefused, match="会公布，请隐去"):
        closed_lists.mark_out(
            sitting=row, number=1, reason="电话13900001111没人接", by=by, at=row.closes_at
        )


def test_after_the_throws_nothing_is_marked(city: City) -> None:
    row = thrown(city, closed(city))
    with pytest.raises(ActRefused, match="已经掷骰"):
        closed_lists.mark_out(
            sitting=row, number=2, reason="晚了", by=city.people[Role.PARTICIPATION], at=row.draw_at
        )


def test_one_that_is_refused_keeps_no_other_waiting_and_is_reported(
    city: City, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = announced(city), announced(city)
    applied(first)
    applied(second)
    ends = objections_end

    def once(*given: Any) -> dt.datetime:
        monkeypatch.setattr(closed_lists, "objections_end", ends)
        raise ActRefused("工作日历没有收录那一年。")

    monkeypatch.setattr(closed_lists, "objections_end", once)
    assert closed_lists.close_due(at=first.closes_at) == 1
    states = sorted([again(first).status, again(second).status])
    assert states == ["announced", "closed"]
    assert "名单没有公布：工作日历没有收录那一年。" in caplog.text
    assert closed_lists.close_due(at=first.closes_at) == 1
