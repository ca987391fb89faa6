"""本月热点问题: sums only, once a month, made up for, attached to and made public by a person."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import override_settings

from disclosure.models import Document
from policies.answers.models import ZeroHitMonth
from policies.answers.services.consumers import note_zero_hit
from policies.concerns.choices import HotKind
from policies.concerns.models import HotLine, HotList
from policies.concerns.selectors import public_lines
from policies.concerns.services import hot_lists
from policies.messages.models import Message
from policies.messages.services.also_asked import also_ask
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.taxonomy.models import Theme
from tests.builders import City, person
from tests.policies.answers import base as answers
from tests.policies.concerns.cases import local, released
from tests.policies.messages import cases as messages

pytestmark = pytest.mark.django_db
# Half past two in the night after a month; messages of the tests come on the 7th of September.
NIGHT = local("2026-10-01T02:35")
SEPTEMBER = dt.date(2026, 9, 1)


def asked(city: City, number: int, **columns: Any) -> list[Message]:
    """So many messages, each of another person, with their columns as given."""
    rows = [
        messages.written(city, f"第{each}个人问的事", email=f"asks{each}@people.example")
        for each in range(number)
    ]
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(**columns)
    return rows


def of_city(city: City, month: dt.date = SEPTEMBER) -> HotList:
    return HotList.objects.get(organ=city.root, month=month)


def line(kind: str, **columns: Any) -> HotLine:
    """A line of the city's September."""
    return HotLine.objects.get(
        hot_list__organ__depth=1, hot_list__month=SEPTEMBER, kind=kind, **columns
    )


def test_a_month_is_counted_once_and_a_missed_one_is_made_up_for(city: City) -> None:
    assert hot_lists.make_due_lists(at=NIGHT) == 9  # three governments, three months
    assert hot_lists.make_due_lists(at=NIGHT + dt.timedelta(days=1)) == 0
    months = HotList.objects.filter(organ=city.root).values_list("month", flat=True)
    assert [str(month) for month in months] == ["2026-09-01", "2026-08-01", "2026-07-01"]
    assert of_city(city).kept_by == city.office
    assert hot_lists.make_due_lists(at=local("2026-12-03T09:00")) == 6


def test_messages_count_by_policy_and_theme_from_the_least_number_on(city: City) -> None:
    policy, theme = answers.policy(city), Theme.objects.order_by("pk")[3]
    asked(city, 5, policy=policy)
    few = answers.policy(city, "试府办〔2026〕8号")
    asked(city, 4, policy=few, theme=theme)
    # Of another month, and one that nobody counts.
    asked(city, 1, policy=few, received_on=dt.date(2026, 8, 31))
    asked(city, 1, policy=few, status="held")
    hot_lists.make_due_lists(at=NIGHT)
    found = list(of_city(city).lines.values_list("kind", "document", "theme", "asked"))
    assert found == [
        (HotKind.POLICY, policy.pk, None, 5), (HotKind.THEME, None, policy.theme_id, 5),
    ]  # fmt: skip
    other = HotList.objects.get(organ=city.other_district, month=SEPTEMBER)
    assert not other.lines.exists()


@override_settings(HOT_QUESTIONS_LEAST=3)
def test_a_group_is_known_by_the_question_of_the_base(city: City) -> None:
    entry = answers.released(city, question="夜间停车怎样办月卡")
    message = messages.walk(
        messages.answered(city, text="夜间停车怎样办月卡？我家住在柳桥。"), city, "publish"
    )
    also_ask(published=message.published, email="a@people.example", at=messages.CAME_AT)
    also_ask(published=message.published, email="b@people.example", at=messages.CAME_AT)
    also_ask(published=message.published, email="c@people.example", at=NIGHT)
    hot_lists.make_due_lists(at=NIGHT)
    row = line(HotKind.QUESTION)
    assert (row.entry, row.asked, row.also_asked, row.total) == (entry, 1, 2, 3)
    told = [str(value) for value in HotLine.objects.values_list().get(pk=row.pk)]
    assert not any("柳桥" in value for value in told)


@override_settings(HOT_QUESTIONS_LEAST=2)
def test_words_looked_for_in_vain_hold_nothing_personal(city: City) -> None:
    consumer, _ = answers.consumer(city)
    for words in ("加装充电桩", "加装充电桩", "张三 13812345678", "张三 13812345678", "只有一次"):
        note_zero_hit(consumer, words, at=messages.CAME_AT)
    note_zero_hit(consumer, "只有一次", at=NIGHT)
    assert ZeroHitMonth.objects.get(month=SEPTEMBER, words="加装充电桩").count == 2
    hot_lists.make_due_lists(at=NIGHT)
    assert list(HotLine.objects.values_list("hot_list__organ__code", "words", "sought")) == [
        ("SJ", "加装充电桩", 2)
    ]


class TestKept:
    """What a person may do with it, and what nobody may."""

    @pytest.fixture
    def hot_list(self, city: City) -> HotList:
        asked(city, 5, policy=answers.policy(city))
        hot_lists.make_due_lists(at=NIGHT)
        return of_city(city)

    def test_an_answer_is_attached_and_the_figures_stay(
        self, city: City, hot_list: HotList
    ) -> None:
        row, by = line(HotKind.POLICY), city.people[Role.MESSAGE_RESPONDER]
        concern = released(city)
        hidden = answers.drafted(city, row.document, question="没有公开的问题")
        with pytest.raises(ActRefused, match="只能挂接已经公开的"):
            hot_lists.attach(line=row, answer=hidden, by=by, at=NIGHT)
        hot_lists.attach(line=row, answer=concern, by=by, at=NIGHT)
        shown: Any = public_lines(hot_list)[0]
        assert shown.led == (concern.get_absolute_url(), concern.title, "回应关切")
        hot_lists.attach(line=row, answer=None, by=by, at=NIGHT)
        assert public_lines(hot_list)[0].led is None  # type: ignore[attr-defined]
        assert AuditEntry.objects.filter(action="concerns.attach").count() == 2
        for change in ({"asked": 99}, {"words": "人写的"}):
            with pytest.raises(InternalError), transaction.atomic():
                HotLine.objects.filter(pk=row.pk).update(**change)
        with pytest.raises(InternalError), transaction.atomic():
            row.delete()

    def test_it_is_made_public_and_taken_back_by_those_who_keep_it(
        self, city: City, hot_list: HotList
    ) -> None:
        by = city.people[Role.ANSWER_REVIEWER]
        for user in (city.outsider, city.people[Role.CLERK], city.people[Role.SUPERVISOR]):
            with pytest.raises(NotPermitted, match="留言答复人员和答复审核人员办理"):
                hot_lists.make_public(hot_list=hot_list, by=user, at=NIGHT)
        with pytest.raises(ActRefused, match="没有公开"):
            hot_lists.take_back(hot_list=hot_list, reason="有误", by=by, at=NIGHT)
        hot_list = hot_lists.make_public(hot_list=hot_list, by=by, at=NIGHT)
        with pytest.raises(ActRefused, match="已经公开"):
            hot_lists.make_public(hot_list=hot_list, by=by, at=NIGHT)
        with pytest.raises(ActRefused, match="请填写收回的理由"):
            hot_lists.take_back(hot_list=hot_list, reason=" ", by=by, at=NIGHT)
        hot_list = hot_lists.take_back(hot_list=hot_list, reason="统计口径有误", by=by, at=NIGHT)
        assert (hot_list.released_at, hot_list.withdrawn_at) == (None, NIGHT)

    def test_an_empty_month_stays_inside(self, city: City, hot_list: HotList) -> None:
        empty = of_city(city, dt.date(2026, 8, 1))
        with pytest.raises(ActRefused, match="没有可以公开的内容"):
            hot_lists.make_public(hot_list=empty, by=city.people[Role.ANSWER_REVIEWER], at=NIGHT)

    def test_a_policy_that_was_taken_down_is_not_named(self, city: City, hot_list: HotList) -> None:
        policy = line(HotKind.POLICY).document
        assert policy is not None
        Document.objects.filter(pk=policy.pk).update(status="withdrawn")
        assert [each.kind for each in public_lines(hot_list)] == [HotKind.THEME]


def test_a_tree_in_which_nobody_answers_waits(city: City) -> None:
    city.outsider.memberships.all().delete()
    assert hot_lists.make_due_lists(at=NIGHT) == 6
    person("p-new", organs=[city.other_district], roles=[Role.MESSAGE_RESPONDER])
    assert hot_lists.make_due_lists(at=NIGHT) == 3
