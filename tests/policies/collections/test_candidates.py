"""发布一件、对应集成推送一件: what is published with a tag of a collection is its editor's task."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from disclosure.companions import Event
from disclosure.models import Document
from disclosure.services import review
from policies.collections.admin import tasks_of
from policies.collections.choices import Settled
from policies.collections.models import Candidate
from policies.collections.selectors import reports
from policies.collections.services import candidates, members
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.common.errors import ActRefused
from portal.notifications.models import OutboxMessage
from tests.builders import City, published
from tests.policies.collections.making import AT, HOUR, begun, tag

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def clerk(city: City) -> User:
    return city.people[Role.CLERK]


def tagged(city: City, *names: str, number: int = 7, at: dt.datetime | None = None) -> Document:
    labels = {"tags": [tag(name) for name in names], "audiences": []}
    more = {"signed_on": timezone.localdate(at)} if at else {}
    return published(city, at=at, labels=labels, doc_number=f"试府办〔2026〕{number}号", **more)


def test_a_new_document_with_a_tag_waits_once_for_each_collection(city: City) -> None:
    both = begun(city, "both", tags=[tag("养老"), tag("助餐")]).collection
    other = begun(city, "other", tags=[tag("停车")]).collection
    document = tagged(city, "养老", "助餐")
    tagged(city, "入学", number=8)
    waiting = Candidate.objects.open()
    assert [(row.collection, row.document) for row in waiting] == [(both, document)]
    assert not waiting.filter(collection=other).exists()


@pytest.mark.parametrize(
    ("published_on", "due_on"),
    # The day after; over a weekend; over the holidays, 10-10 being a make-up day.
    [("2026-11-03", "2026-11-04"), ("2026-11-06", "2026-11-09"), ("2026-09-30", "2026-10-08")],
)
def test_the_day_is_counted_in_working_days(city: City, published_on: str, due_on: str) -> None:
    begun(city, tags=[tag("养老")])
    at = timezone.make_aware(dt.datetime.fromisoformat(f"{published_on}T10:00"))
    document = tagged(city, "养老", at=at)
    assert Candidate.objects.get(document=document).due_on == dt.date.fromisoformat(due_on)


def test_beyond_the_calendar_there_is_no_day_and_nothing_is_late(city: City) -> None:
    begun(city, tags=[tag("养老")])
    tagged(city, "养老", at=timezone.make_aware(dt.datetime(2026, 12, 31, 10)))  # noqa: DTZ001
    assert Candidate.objects.get().due_on is None
    assert not Candidate.objects.late(on=dt.date(2027, 3, 1)).exists()


def test_taking_it_in_settles_it_and_so_does_a_reason(city: City, clerk: User) -> None:
    collection = begun(city, tags=[tag("养老")]).collection
    first, second = tagged(city, "养老"), tagged(city, "养老", number=8)
    members.include(collection=collection, document=first, by=clerk, at=AT)
    row = Candidate.objects.open().get()
    assert row.document == second
    with pytest.raises(ActRefused, match="请填写不编入的理由"):
        members.decline(candidate=row, reason="", by=clerk, at=AT)
    members.decline(candidate=row, reason="只涉及内部分工", by=clerk, at=AT)
    with pytest.raises(ActRefused, match="不编入"):
        members.decline(candidate=row, reason="再说一次", by=clerk, at=AT)
    assert {each.settled for each in Candidate.objects.all()} == {
        Settled.INCLUDED, Settled.DECLINED,
    }  # fmt: skip


def test_what_is_taken_down_is_no_task_until_it_returns(city: City) -> None:
    begun(city, tags=[tag("养老")])
    document = tagged(city, "养老")
    signer = city.people[Role.SIGNER]
    review.withdraw(document=document, reason="有误", by=signer, at=AT + 5 * HOUR)
    assert Candidate.objects.get().settled == Settled.GONE
    candidates.follow_document(document, Event.PUBLISHED, signer, AT + DAY)
    assert Candidate.objects.get().settled == Settled.OPEN


def test_what_is_late_is_told_once_a_day_and_stands_in_the_report(city: City, clerk: User) -> None:
    collection = begun(city, tags=[tag("养老")]).collection
    tagged(city, "养老")
    late = AT + 4 * DAY
    assert candidates.remind_of_candidates(at=AT + HOUR) == 0
    assert candidates.remind_of_candidates(at=late) == 1
    sent = OutboxMessage.objects.filter(kind=candidates.LATE_KIND, user=clerk).count()
    candidates.remind_of_candidates(at=late + HOUR)
    assert OutboxMessage.objects.filter(kind=candidates.LATE_KIND, user=clerk).count() == sent == 1
    (report,) = reports([collection], on=timezone.localdate(late))
    assert (report.waiting, report.late, report.members, report.version) == (1, 1, 0, None)
    tasks = tasks_of(clerk, timezone.localdate(late))
    assert tasks is not None
    assert [is_late for _, _, is_late in tasks["rows"]] == [True]
    assert tasks_of(city.outsider, timezone.localdate(late)) is None
