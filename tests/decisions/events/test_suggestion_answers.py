"""What becomes of suggestions: each answered with a reason, published by another hand, told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from decisions.events.models import Event, SignUp, Suggestion
from decisions.events.selectors import answered_suggestions, ledger_of_suggestions
from decisions.events.services import events, suggestion_answers, suggestions
from decisions.events.services.reminders import remind_of_events
from decisions.events.workflow import Said
from decisions.ledgers.ledger import Line
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from tests.builders import City
from tests.conftest import NOON
from tests.decisions.events import cases
from tests.notifications.subscribing import signed_in

pytestmark = pytest.mark.django_db
AT, DAY = cases.AT, cases.DAY


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def _asked(city: City, people: int = 3, *, at: dt.datetime = AT, **changes: Any) -> Event:
    """An event of yesterday after which so many suggested something."""
    signups = cases.came(city, at=at, people=people, **changes)
    for number, signup in enumerate(signups, start=1):
        cases.suggested(
            signup, f"第{number}个建议，电话13900000001", at=at, may_publish=number == 1
        )
    return Event.objects.get(pk=signups[0].session.event_id)


def _answered(
    event: Event, city: City, *numbers: str, at: dt.datetime = AT, **changes: Any
) -> Event:
    by = city.people[Role.PARTICIPATION]
    return suggestion_answers.answer(
        event=event, numbers=numbers, by=by, at=at, **{**cases.ANSWER, **changes}
    )


def _over(event: Event, city: City, at: dt.datetime = AT) -> Event:
    """Finished, and so long ago that nothing more comes."""
    if event.status != "finished":
        by = city.people[Role.PARTICIPATION]
        event = events.finish(event=event, report="来了三人。", by=by, at=at)
    start = at - 40 * DAY
    event.sessions.update(
        opens_at=start - DAY, closes_at=start, starts_at=start, ends_at=start + cases.HOUR
    )
    return event


def _told(event: Event, city: City, at: dt.datetime = AT) -> Event:
    return suggestion_answers.publish(
        event=_over(event, city, at), by=city.people[Role.DECISION_REVIEWER], at=at
    )


def test_one_or_several_at_once_with_a_reason(city: City) -> None:
    event = _asked(city)
    _answered(event, city, "1、3", change="")
    _answered(event, city, "2", outcome="declined", change="", reason="场地租期已满")
    rows = {row.serial: row for row in Suggestion.objects.all()}
    assert {row.status for row in rows.values()} == {Said.ANSWERED}
    assert (rows[1].outcome, rows[2].outcome, rows[3].outcome) == ("adopted", "declined", "adopted")
    assert rows[2].reason == "场地租期已满"
    assert ledger_of_suggestions(event) == Line(adopted=2, declined=1)
    entry = AuditEntry.objects.filter(action="events.answer_suggestions").order_by("pk").last()
    assert entry is not None
    assert entry.details["suggestions"] == [2]


@pytest.mark.parametrize(
    ("numbers", "changes", "told"),
    [
        ((), {}, "请填写建议的编号"),
        (("一",), {}, "编号之间用空格"),
        (("9",), {}, "9号建议没有"),
        (("1",), {"outcome": "perhaps"}, "请选择处理结果"),
        (("1",), {"reason": " "}, "请填写理由"),
        (("1",), {"summary": ""}, "请填写意见摘要"),
        (("1",), {"reason": "已电话13900000001告知"}, "会公布，请隐去"),
        (("1",), {"outcome": "declined"}, "没有采纳的，不写怎样改进"),
    ],
)
def test_what_is_no_answer_is_refused_and_changes_nothing(
    city: City, numbers: tuple[str, ...], changes: dict[str, str], told: str
) -> None:
    event = _asked(city, 1)
    with pytest.raises(ActRefused, match=told):
        _answered(event, city, *numbers, **changes)
    assert Suggestion.objects.get().status == Said.RECEIVED


def test_what_many_say_is_explained(city: City, settings: Settings) -> None:
    settings.CONSULTATION_CONCENTRATED_LEAST = 3
    event, given = _asked(city), {"outcome": "declined", "change": ""}
    with pytest.raises(ActRefused, match="至少写20个字"):
        _answered(event, city, "1 2 3", reason="没有条件", **given)
    _answered(
        event,
        city,
        "1 2 3",
        reason="水厂车间里有高压设备，规定不能带轮椅进去，改在展厅看。",
        **given,
    )
    assert ledger_of_suggestions(event).declined == 3


def test_what_was_taken_back_counts_no_more(city: City) -> None:
    event = _asked(city, 2)
    suggestions.withdraw(suggestion=Suggestion.objects.get(serial=1), at=AT)
    assert ledger_of_suggestions(event).received == 1
    with pytest.raises(ActRefused, match="1号建议没有，或者"):
        _answered(event, city, "1")


def test_it_is_published_when_all_are_in_and_answered_and_by_another(city: City) -> None:
    event = _asked(city, 2)
    planner, reviewer = city.people[Role.PARTICIPATION], city.people[Role.DECISION_REVIEWER]
    event = events.finish(event=event, report="来了两人。", by=planner, at=AT)
    with pytest.raises(ActRefused, match="24时为止，以后再公布"):
        suggestion_answers.publish(event=event, by=reviewer, at=AT)
    _answered(event, city, "1")
    event = _over(event, city)
    with pytest.raises(ActRefused, match="还有1条建议没有处理，第一条是2号"):
        suggestion_answers.publish(event=event, by=reviewer, at=AT)
    _answered(event, city, "2")
    with pytest.raises(NotPermitted):
        suggestion_answers.publish(event=event, by=planner, at=AT)
    assert answered_suggestions(event) == []
    done = suggestion_answers.publish(event=event, by=reviewer, at=AT)
    assert [row.status for row in answered_suggestions(done)] == [Said.TOLD, Said.TOLD]
    with pytest.raises(ActRefused, match="已经公布"):
        suggestion_answers.publish(event=done, by=reviewer, at=AT)
    with pytest.raises(ActRefused, match="没有等待处理"):
        _answered(done, city, "1")


def test_each_writer_is_told_once_without_a_word_of_it(city: City) -> None:
    event = _asked(city, 2)
    SignUp.objects.filter(line=1).update(user=city.outsider)
    _told(_answered(event, city, "1 2"), city)
    letters = OutboxMessage.objects.filter(subject__contains="您的建议有了结果")
    assert len({row.dedup_key for row in letters}) == 2
    assert city.outsider in {row.user for row in letters}
    assert "第1个建议" not in "".join([each.body for each in letters])


class TestShowing:
    """A masked copy, with consent, looked at by a person."""

    def test_a_person_begins_with_what_the_machine_masked(self, city: City) -> None:
        _asked(city, 1)
        row = Suggestion.objects.select_related("signup").get()
        assert "13900000001" not in suggestion_answers.proposed_text(row)
        by = city.people[Role.PARTICIPATION]
        with pytest.raises(ActRefused, match="请打开那一条隐去"):
            suggestion_answers.show(suggestion=row, text=row.text, by=by, at=AT)
        shown = suggestion_answers.show(suggestion=row, text="第1个建议", by=by, at=AT)
        assert shown.public_text == "第1个建议"
        gone = suggestion_answers.hide(suggestion=shown, reason="不妥", by=by, at=AT)
        assert (gone.public_text, gone.shown_at) == ("", None)

    def test_without_consent_never(self, city: City) -> None:
        _asked(city, 2)
        row = Suggestion.objects.get(serial=2)
        with pytest.raises(ActRefused, match="没有同意公开"):
            suggestion_answers.show(
                suggestion=row, text="第2个", by=city.people[Role.PARTICIPATION], at=AT
            )


@pytest.mark.usefixtures("at_noon")
class TestPages:
    """What anybody reads, what its writer reads, and what the desk shows to whom."""

    def test_the_page_of_the_event(
        self, city: City, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        event = _asked(city, 2, at=NOON)
        by = city.people[Role.PARTICIPATION]
        suggestion_answers.show(
            suggestion=Suggestion.objects.get(serial=1), text="公开的那一句", by=by, at=NOON
        )
        _answered(event, city, "1", at=NOON)
        _answered(event, city, "2", at=NOON, outcome="declined", change="", summary="换个日子")
        address = event.get_absolute_url()
        before = client.get(address).content.decode()
        assert "公开的那一句" not in before
        assert "讲解太快" not in before
        _told(event, city, NOON)
        page = client.get(address).content.decode()
        for words in ("收到2条：采纳1条，不采纳1条", "公开的那一句", "讲解放慢", "换个日子"):
            assert words in page, words
        for hidden in ("第2个建议", "13900000001", "演示0"):
            assert hidden not in page, hidden
        suggestions.withdraw_consent(suggestion=Suggestion.objects.get(serial=1), at=NOON)
        after = client.get(address).content.decode()
        assert "公开的那一句" not in after
        assert "讲解放慢" in after
        with django_assert_num_queries(EVENT_QUERIES):
            client.get(address)

    def test_its_writer_reads_the_outcome_when_everybody_does(self, city: City) -> None:
        event = _asked(city, 1, at=NOON)
        SignUp.objects.update(user=city.outsider)
        own, address = signed_in(city.outsider), SignUp.objects.get().get_absolute_url()
        _answered(event, city, "1", at=NOON)
        assert "下一场起请讲解员放慢" not in own.get(address).content.decode()
        _told(event, city, NOON)
        page = own.get(address).content.decode()
        assert "下一场起请讲解员放慢" in page
        assert "已反馈" in page
        assert "提交建议" not in page

    def test_the_desk(self, city: City) -> None:
        event = _asked(city, 1, at=NOON)
        row = Suggestion.objects.get()
        desk = signed_in(city.people[Role.PARTICIPATION])
        address = f"/admin/decisions/suggestion/{row.pk}/change/"
        page = desk.get(address).content.decode()
        assert "第1个建议" in page
        assert "13900000001" not in page
        seen = desk.post(f"/admin/decisions/suggestion/{row.pk}/reveal/", {"purpose": "handle"})
        assert "13900000001" in seen.content.decode()
        assert AuditEntry.objects.filter(action="event_suggestions.reveal").count() == 1
        table = desk.get(f"/admin/decisions/event/{event.pk}/change/").content.decode()
        assert "收到1条，采纳0" in table
        shown = desk.get(f"/admin/decisions/suggestion/{row.pk}/act/show/").content.decode()
        assert "第1个建议" in shown
        assert "13900000001" not in shown
        # Whoever publishes reads what became of them, and nothing that was written.
        reviewer = signed_in(city.people[Role.DECISION_REVIEWER]).get(address).content.decode()
        assert "第1个建议" not in reviewer
        outsider = signed_in(city.outsider)
        assert outsider.get(address).status_code in (302, 403, 404)
        assert row.number not in outsider.get("/admin/decisions/suggestion/").content.decode()
        denied = outsider.post(
            f"/admin/decisions/suggestion/{row.pk}/reveal/", {"purpose": "handle"}
        )
        assert denied.status_code in (302, 403, 404)


def test_those_who_have_to_answer_are_reminded_once(city: City) -> None:
    event = _asked(city, 1)
    by = city.people[Role.PARTICIPATION]
    event = events.finish(event=event, report="来了一人。", by=by, at=AT)
    assert remind_of_events(at=AT) == 0
    _over(event, city)
    assert remind_of_events(at=AT) == 1
    remind_of_events(at=AT + DAY)
    told = OutboxMessage.objects.filter(subject__contains="建议还没有反馈")
    roles = (Role.PARTICIPATION, Role.DECISION_REVIEWER)
    assert {row.user for row in told} == {city.people[role] for role in roles}
    assert len({row.dedup_key for row in told}) == 1
    _answered(event, city, "1")
    suggestion_answers.publish(event=event, by=city.people[Role.DECISION_REVIEWER], at=AT)
    assert remind_of_events(at=AT + 2 * DAY) == 0


EVENT_QUERIES = 9
