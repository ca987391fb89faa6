"""What is announced and bound by it: the order of instants, groups, the lock of the code."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import InternalError, transaction
from django.utils import timezone

from decisions.draws.lists import sha256
from decisions.seats.models import Sitting, SittingCode
from decisions.seats.obstacles import code_in_vault
from decisions.seats.services import closed_lists, sittings
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City
from tests.decisions.dossiers import cases as decisions
from tests.decisions.seats.cases import (
    AT,
    DAY,
    MINUTE,
    again,
    announced,
    applied,
    closed,
    drafted,
    instants,
    thrown,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"topic": " "}, "请填写议题"),
        ({"method": "lot"}, "请选择产生办法"),
        ({"method": "chosen"}, "请填写怎样选定"),
        ({"draw_place": ""}, "请填写抽签地点"),
        ({"places": 0}, "席位应为1到200"),
        ({"answer_hours": 500}, "答复时限应为1到168小时"),
        ({"objection_days": 2}, "异议期至少3个工作日"),
        ({"opens_at": AT + 11 * DAY}, "报名截止应在报名开始以后"),
        ({"draw_at": AT + 12 * DAY}, "抽签或者选定应在异议期以后"),
        ({"meets_at": AT + 20 * DAY}, "会议应在抽签或者选定以后"),
        ({"groups": ["企业 2", "市民 1"]}, "各组名额合计多于2席"),
        ({"groups": ["企业 1", "企业 0"]}, "有两组同名"),
        ({"groups": ["企业=1"]}, "分组每行写"),
        ({"groups": ["a|b 1"]}, "分组每行写"),
        ({"text": "打13900001111问"}, "会公布，请隐去"),
    ],
)
def test_what_cannot_be_announced_is_refused_in_words(
    city: City, changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(ActRefused, match=told):
        drafted(city, **changes)


def test_whoever_closes_at_midnight_can_still_draw_at_the_announced_moment(city: City) -> None:
    closes_at = timezone.make_aware(dt.datetime(2026, 9, 11))  # noqa: DTZ001
    # Three working days behind Friday the 11th, on which the list comes out.
    ends = timezone.make_aware(dt.datetime(2026, 9, 17))  # noqa: DTZ001
    with pytest.raises(ActRefused, match="应在异议期以后"):
        announced(city, closes_at=closes_at, draw_at=ends - MINUTE, objection_days=3)
    row = announced(city, closes_at=closes_at, draw_at=ends, objection_days=3)
    applied(row)
    closed_lists.close_due(at=closes_at)
    assert again(row).objections_until == ends
    assert thrown(city, again(row), at=ends).entropy


def test_only_of_a_decision_of_the_organ(city: City) -> None:
    decision = decisions.started(city)
    assert drafted(city, decision=decision).decision == decision
    by = city.people[Role.PARTICIPATION]
    with pytest.raises(ActRefused, match="不是本机关"):
        drafted(city, decision=decision, organ=city.district, by=by)
    with pytest.raises(NotPermitted):
        drafted(city, by=city.outsider)


def test_the_announcement_locks_a_code_that_nobody_reads(city: City) -> None:
    row = announced(city)
    assert row.draw_id == "SJ-B-2026-LX001"
    code = code_in_vault(row)
    assert (len(code), sha256(code.encode())) == (64, row.code_lock)
    stored = SittingCode.objects.filter(sitting=row).values_list("code", flat=True).get()
    assert code not in str(stored)
    for entry in AuditEntry.objects.filter(action__startswith="seats."):
        assert code not in f"{entry.summary}{entry.details}"
    assert again(row).code == ""
    entry = AuditEntry.objects.get(action="seats.announce")
    assert entry.details["code_lock"] == row.code_lock


@pytest.mark.parametrize(
    ("column", "value"),
    [("places", 9), ("closes_at", AT + 11 * DAY), ("code_lock", "0" * 64), ("draw_id", "X")],
)
def test_the_database_keeps_what_was_announced(city: City, column: str, value: object) -> None:
    row = announced(city)
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        Sitting.objects.filter(pk=row.pk).update(**{column: value})
    with pytest.raises(InternalError, match="announced"), transaction.atomic():
        row.groups.create(name="企业", quota=1)
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        Sitting.objects.filter(pk=row.pk)._raw_delete("default")


def test_an_announcement_too_late_is_refused(city: City) -> None:
    row = drafted(city)
    sittings.STEPS.perform(row, "submit", by=city.people[Role.PARTICIPATION], at=AT)
    with pytest.raises(ActRefused, match="报名截止的时间已经过了"):
        sittings.announce(sitting=row, by=city.people[Role.DECISION_REVIEWER], at=AT + 10 * DAY)


def test_a_draft_is_written_anew_with_its_groups(city: City) -> None:
    row = drafted(city, groups=["企业 1"])
    words = {**instants(AT + 10 * DAY), "topic": "别的", "text": "说明", "place": "三楼",
             "criteria": "年满18周岁", "method": "chosen", "choice_rule": "看住得多近",
             "places": 3, "groups": ["市民 2", "企业 0"]}  # fmt: skip
    sittings.write(sitting=row, by=city.people[Role.PARTICIPATION], at=AT, **words)
    assert [(one.name, one.quota) for one in row.groups.all()] == [("市民", 2), ("企业", 0)]
    assert again(row).method == "chosen"


def test_what_is_aborted_stays_and_everybody_is_told(city: City) -> None:
    row = closed(city)
    by = city.people[Role.DECISION_REVIEWER]
    sittings.abort(sitting=row, reason="议题撤回", by=by, at=row.closes_at)
    assert again(row).list_sha256
    assert set(row.applicants.values_list("status", flat=True)) == {"called_off"}
    assert Sitting.objects.public().get().ended_reason == "议题撤回"
    with pytest.raises(ActRefused, match="截止，这份报名没有收"):
        applied(row, at=row.closes_at)
