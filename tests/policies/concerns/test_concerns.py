"""The acts on a concern: written by one, released by another, never silently changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import override_settings

from policies.concerns.choices import Gravity
from policies.concerns.models import Concern, ConcernStatement
from policies.concerns.search_entries import KIND
from policies.concerns.selectors import read_statements
from policies.concerns.services import concerns
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotNow, NotPermitted
from portal.links.models import DangerousDomain
from portal.search.models import SearchEntry
from tests.builders import City
from tests.policies.concerns.cases import (
    AT,
    HOUR,
    NOTICED,
    SAID,
    again,
    brought,
    followed_up,
    local,
    recorded,
    released,
    walk,
    written,
)

pytestmark = pytest.mark.django_db


def live(concern: Concern) -> list[SearchEntry]:
    return list(SearchEntry.objects.live([KIND]).filter(object_id=concern.pk))


class TestHours:
    def test_twenty_two_o_clock_on_the_national_day(self, city: City) -> None:
        """Acceptance test 20."""
        at = local("2026-10-01T22:00")
        grave = recorded(city, noticed_at=at, at=at)
        assert grave.information_due_at == grave.due_at == local("2026-10-02T03:00")
        assert grave.press_due_at == local("2026-10-02T22:00")
        other = recorded(city, noticed_at=at, at=at, gravity=Gravity.OTHER)
        assert (other.due_at, other.press_due_at) == (local("2026-10-03T22:00"), None)

    @override_settings(CONCERN_INFORMATION_HOURS=2, CONCERN_PRESS_HOURS=12)
    def test_the_numbers_are_the_place_s(self, city: City) -> None:
        concern = recorded(city)
        assert concern.information_due_at == NOTICED + 2 * HOUR
        assert concern.press_due_at == NOTICED + 12 * HOUR

    def test_what_was_done_is_due_no_more(self, city: City) -> None:
        concern = brought(city, "public")
        assert concern.due_at == concern.press_due_at
        concern = walk(concern, city, "meet_press")
        assert (concern.due_at, concern.press_place) == (None, "市政府新闻发布厅")

    def test_another_grade_counts_anew_and_the_trail_keeps_the_old(self, city: City) -> None:
        concern = recorded(city, gravity=Gravity.OTHER)
        by = city.people[Role.ANSWER_REVIEWER]
        given: dict[str, Any] = {"gravity": Gravity.SERIOUS, "noticed_at": NOTICED, "by": by}
        with pytest.raises(ActRefused, match="请填写改动的理由"):
            concerns.regrade(concern=concern, reason="", at=AT, **given)
        concern = concerns.regrade(concern=concern, reason="有人员伤亡", at=AT, **given)
        assert concern.due_at == NOTICED + 5 * HOUR
        entry = AuditEntry.objects.latest("pk")
        assert entry.details["before"]["gravity"] == "other"
        with pytest.raises(ActRefused, match="发现时间晚于现在"):
            concerns.regrade(
                concern=concern, gravity="other", noticed_at=AT + HOUR, reason="x", by=by, at=AT
            )

    def test_a_grade_is_not_lowered_after_a_conference(self, city: City) -> None:
        concern = walk(recorded(city), city, "meet_press")
        by = city.people[Role.ANSWER_REVIEWER]
        with pytest.raises(ActRefused, match="不能再改低"):
            concerns.regrade(
                concern=concern, gravity="other", noticed_at=NOTICED, reason="轻", by=by, at=AT
            )

    def test_an_excuse_ends_with_the_grade_that_asked_for_it(self, city: City) -> None:
        concern = walk(recorded(city), city, "excuse_press")
        assert concern.press_none == "已由上级统一发布"
        by = city.people[Role.ANSWER_REVIEWER]
        concern = concerns.regrade(
            concern=concern, gravity="other", noticed_at=NOTICED, reason="轻", by=by, at=AT
        )
        assert (concern.press_none, concern.press_due_at) == ("", None)

    def test_a_conference_is_neither_to_come_nor_before_it_was_noticed(self, city: City) -> None:
        concern, by = recorded(city), city.people[Role.MESSAGE_RESPONDER]
        for held_at, told in ((AT + HOUR, "晚于现在"), (NOTICED - HOUR, "早于发现时间")):
            with pytest.raises(ActRefused, match=told):
                concerns.meet_press(concern=concern, held_at=held_at, place="厅", by=by, at=AT)
        other = recorded(city, gravity=Gravity.OTHER)
        with pytest.raises(ActRefused, match="只有特别重大"):
            concerns.excuse_press(concern=other, reason="小事", by=by, at=AT)


class TestWords:
    def test_nobody_reads_it_before_another_released_it(self, city: City) -> None:
        concern = brought(city, "review")
        assert (concern.public_at, live(concern), read_statements(concern)) == (None, [], [])
        with pytest.raises(NotPermitted):
            concerns.release(concern=concern, by=city.people[Role.MESSAGE_RESPONDER], at=AT)
        concern = walk(concern, city, "release")
        assert [each.facts for each in read_statements(concern)] == [SAID["facts"]]
        assert concern.first_public_at == AT
        assert "铁锈" in live(concern)[0].body

    def test_what_is_lacking_is_said(self, city: City) -> None:
        concern, by = recorded(city), city.people[Role.MESSAGE_RESPONDER]
        with pytest.raises(ActRefused, match="还没有写核实的情况。还没有写处置措施。"):
            concerns.STEPS.perform(concern, "submit", by=by, at=AT)

    def test_numbers_of_persons_and_dead_addresses_keep_it_back(self, city: City) -> None:
        concern, by = recorded(city, origin_url="https://bad.example/a"), city.people
        written(concern, by[Role.MESSAGE_RESPONDER], AT, done="请拨打 138 0013 8000 找王先生。")
        with pytest.raises(ActRefused, match="疑似手机号"):
            walk(concern, city, "submit")
        written(concern, by[Role.MESSAGE_RESPONDER], AT)
        DangerousDomain.objects.create(
            domain="bad.example", reason="通报", by=by[Role.CLERK], at=AT
        )
        with pytest.raises(ActRefused, match="网址打不开或者有危险"):
            walk(concern, city, "submit")

    def test_the_office_s_own_number_is_none_of_a_person(self, city: City) -> None:
        type(city.office).objects.filter(pk=city.office.pk).update(phone="0000-81000321")
        concern = recorded(city)
        by = city.people[Role.MESSAGE_RESPONDER]
        written(concern, by, AT, done="已经排水，请拨打 0000-81000321。")
        assert walk(concern, city, "submit").status == "review"

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "https://[zz/", "http://127.0.0.1/a"])
    def test_an_address_is_one_of_the_web(self, city: City, url: str) -> None:
        with pytest.raises(ActRefused, match="来源网址"):
            recorded(city, origin_url=url)
        concern, by = recorded(city), city.people[Role.MESSAGE_RESPONDER]
        with pytest.raises(ActRefused, match="实录网址"):
            concerns.meet_press(concern=concern, held_at=AT, place="厅", url=url, by=by, at=AT)

    def test_news_come_after_what_is_read(self, city: City) -> None:
        concern = released(city)
        first = concern.first_public_at
        concern = followed_up(city, concern, AT + 30 * HOUR)
        assert [each.position for each in read_statements(concern)] == [1, 2]
        assert (concern.first_public_at, concern.public_at) == (first, AT + 30 * HOUR)
        assert "回访结束" in live(concern)[0].body

    def test_what_is_read_is_not_written_over(self, city: City) -> None:
        concern = walk(released(city), city, "follow_up")
        by = city.people[Role.MESSAGE_RESPONDER]
        with pytest.raises(ActRefused, match="不能改；有变化的写在续报里"):
            concerns.write(concern=concern, **SAID, title="改了", by=by, at=AT)
        with pytest.raises(InternalError, match="keeps its words"), transaction.atomic():
            Concern.objects.filter(pk=concern.pk).update(title="改了")
        rows = ConcernStatement.objects.filter(concern=concern, released_at__isnull=False)
        with pytest.raises(InternalError, match="keeps its words"), transaction.atomic():
            rows.update(facts="改了")
        with pytest.raises(InternalError), transaction.atomic():
            rows.delete()
        with pytest.raises(InternalError, match="first answer"), transaction.atomic():
            Concern.objects.filter(pk=concern.pk).update(first_public_at=AT)

    def test_news_that_say_nothing_are_not_sent_on_and_may_be_dropped(self, city: City) -> None:
        concern = walk(released(city), city, "follow_up")
        with pytest.raises(ActRefused, match="续报还没有写内容"):
            walk(concern, city, "submit")
        concern = walk(concern, city, "drop")
        assert (concern.status, concern.statements.count()) == ("public", 1)

    def test_withdrawn_it_is_gone_and_may_be_answered_anew(self, city: City) -> None:
        concern = followed_up(city, released(city), AT + 2 * HOUR)
        concern = walk(concern, city, "withdraw", at=AT + 3 * HOUR)
        assert (live(concern), read_statements(concern), concern.public_at) == ([], [], None)
        concern = walk(concern, city, "redo", at=AT + 4 * HOUR)
        by = city.people[Role.MESSAGE_RESPONDER]
        concerns.write(concern=concern, **SAID, title="换了标题", by=by, at=AT + 4 * HOUR)
        concern = walk(concern, city, "submit", "release", at=AT + 5 * HOUR)
        assert [each.position for each in read_statements(concern)] == [3]
        assert (concern.title, concern.first_public_at) == ("换了标题", AT + HOUR)
        assert [row.title for row in live(concern)] == ["换了标题"]

    def test_what_is_not_answered_says_why(self, city: City) -> None:
        concern = recorded(city)
        by = city.people[Role.MESSAGE_RESPONDER]
        with pytest.raises(ActRefused, match="请填写不予回应的理由"):
            concerns.STEPS.perform(concern, "discard", by=by, at=AT)
        assert walk(concern, city, "discard").due_at is None
        with pytest.raises(ActRefused, match="不能改为不予回应"):
            walk(walk(released(city), city, "follow_up"), city, "discard")


def test_twice_released_is_once(city: City) -> None:
    concern, by = brought(city, "review"), city.people[Role.ANSWER_REVIEWER]
    stale = again(concern)
    concerns.release(concern=concern, by=by, at=AT)
    with pytest.raises(NotNow):
        concerns.release(concern=stale, by=by, at=AT + HOUR)
    assert again(concern).public_at == AT


def test_others_record_nothing_here(city: City) -> None:
    for user in (city.outsider, city.people[Role.ANSWER_REVIEWER]):
        with pytest.raises(NotPermitted, match="由该机关的留言答复人员记录"):
            recorded(city, by=user)
    with pytest.raises(ActRefused, match="发现时间晚于现在"):
        recorded(city, noticed_at=AT + HOUR)
    with pytest.raises(ActRefused, match="请填写标题"):
        recorded(city, title="\u200b \x00")
