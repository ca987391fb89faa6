"""The plan of a year: written by one, published by another; the old one stays until then."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from decisions.events.models import EventPlan, EventSession
from decisions.events.selectors import plans_of, public_plans, standings
from decisions.events.services import year_plans
from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City
from tests.decisions.events.cases import AT, published

pytestmark = pytest.mark.django_db
LINES = ["8 政府开放日 走进水厂", "9月 走进社区 垃圾去哪儿了"]
TARGETS = ["走进社区 每月 1 8", "走进校区 每季度 1"]


def written(city: City, **changes: Any) -> EventPlan:
    given = {"organ": city.office, "year": 2026, "lines": LINES, "targets": TARGETS}
    by = changes.pop("by", city.people[Role.PARTICIPATION])
    return year_plans.write_plan(**{**given, **changes}, by=by, at=changes.pop("at", AT))


def themes(plan: EventPlan, *, public: bool) -> list[str]:
    return list(plan.lines.filter(is_public=public).values_list("theme", flat=True))


def test_it_is_public_when_another_hand_has_published_it(city: City) -> None:
    plan = written(city)
    assert not public_plans(2026)
    planner, reviewer = city.people[Role.PARTICIPATION], city.people[Role.DECISION_REVIEWER]
    Membership.objects.create(user=planner, organ=city.office, role=Role.DECISION_REVIEWER)
    planner = User.objects.get(pk=planner.pk)
    with pytest.raises(NotPermitted, match="须由他人办理"):
        year_plans.publish_plan(plan=plan, by=planner, at=AT)
    with pytest.raises(NotPermitted):
        year_plans.publish_plan(plan=plan, by=city.outsider, at=AT)
    year_plans.publish_plan(plan=plan, by=reviewer, at=AT)
    assert [row.pk for row in public_plans(2026)] == [plan.pk]
    with pytest.raises(ActRefused, match="没有新的改动"):
        year_plans.publish_plan(plan=plan, by=reviewer, at=AT)


def test_what_is_public_stays_until_the_change_is_published(city: City) -> None:
    plan, reviewer = written(city), city.people[Role.DECISION_REVIEWER]
    year_plans.publish_plan(plan=plan, by=reviewer, at=AT)
    later = AT + dt.timedelta(days=1)
    given = {"organ": city.office, "year": 2026, "lines": LINES[:1], "targets": []}
    year_plans.write_plan(**given, by=city.people[Role.PARTICIPATION], at=later)
    assert themes(plan, public=True) == ["走进水厂", "垃圾去哪儿了"]
    year_plans.publish_plan(plan=plan, by=reviewer, at=later + dt.timedelta(hours=1))
    assert (themes(plan, public=True), themes(plan, public=False)) == (["走进水厂"], [])


def test_next_year_leaves_the_old_one_as_it_was(city: City) -> None:
    old = written(city)
    written(city, year=2027, lines=["3 公开讲堂 预算怎么看"], targets=[])
    assert themes(old, public=False) == ["走进水厂", "垃圾去哪儿了"]
    assert old.targets.count() == 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"lines": ["走进水厂"]}, "请核对这一行：走进水厂"),
        ({"lines": ["13 政府开放日 走进水厂"]}, "计划每行写"),
        ({"lines": ["8 联欢会 走进水厂"]}, "计划每行写"),
        ({"lines": ["8 政府开放日"]}, "计划每行写"),
        ({"lines": [f"8 政府开放日 {'水' * 101}"]}, "主题最多100字"),
        ({"lines": LINES * 60}, "计划最多100行"),
        ({"targets": ["走进社区 每天 1"]}, "次数要求每行写"),
        ({"targets": ["走进社区 每月 0"]}, "次数要求每行写"),
        ({"targets": ["走进社区 每月 1 13"]}, "次数要求每行写"),
        ({"targets": ["走进社区 每月 0100000000"]}, "次数要求每行写"),
        ({"targets": ["走进社区 每月 1", "走进社区 每季度 1"]}, "写了两次"),
        ({"year": 1949}, "年度不对"),
    ],
)
def test_a_line_that_can_not_be_read_is_named(
    city: City, changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(ActRefused, match=told):
        written(city, **changes)
    assert not EventPlan.objects.exists()


def test_a_month_that_is_written_twice_is_kept_once(city: City) -> None:
    plan = written(city, targets=[f"走进社区 每月 1 {','.join(['8', '1'] * 30)}"])
    assert plan.targets.get().off_months == "8,1"


def test_only_those_who_plan_for_the_organ_write_it(city: City) -> None:
    for other in (city.people[Role.DECISION_REVIEWER], city.outsider):
        with pytest.raises(NotPermitted):
            written(city, by=other)


def test_figures_count_what_was_held_and_nothing_else(city: City) -> None:
    plan = written(city, targets=["政府开放日 每季度 1", "走进社区 每年 1"])
    session = published(city)
    day = dt.date(2026, 10, 1)
    held = EventSession.objects.filter(pk=session.pk)
    held.update(
        opens_at=AT - dt.timedelta(days=200), closes_at=dt.datetime(2026, 8, 14, tzinfo=dt.UTC),
        starts_at=dt.datetime(2026, 8, 15, 1, tzinfo=dt.UTC),
        ends_at=dt.datetime(2026, 8, 15, 3, tzinfo=dt.UTC),
    )  # fmt: skip

    def behind(on: dt.date) -> list[list[tuple[int, ...]]]:
        found = standings(plans_of([city.office.pk], 2026), on=on)[plan.pk]
        return [[each.months for each in row.behind] for row in found]

    assert behind(day) == [[], [(1, 2, 3), (4, 5, 6)]]
    held.update(called_off_at=AT, called_off_why="台风")
    assert behind(day) == [[], [(1, 2, 3), (4, 5, 6), (7, 8, 9)]]
    assert behind(dt.date(2027, 1, 1))[0] == [tuple(range(1, 13))]
