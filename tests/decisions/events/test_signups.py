"""Signing up and giving up: who sits, who waits, who moves up, and what is refused in words."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from decisions.events.models import EventSession, SignUp
from decisions.events.services import pools, signups
from decisions.events.services.signups import Asked
from decisions.events.workflow import Place
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from portal.personal.person_index import person_index
from portal.tracking.codes import code_from
from tests.builders import City, person
from tests.decisions.events.cases import AT, DAY, HOUR, again, published, signed_up

pytestmark = pytest.mark.django_db
CHINA = dt.timezone(dt.timedelta(hours=8))


@pytest.fixture
def small(city: City) -> EventSession:
    return published(city, places=2)


def states(session: EventSession) -> list[tuple[int, str]]:
    rows = SignUp.objects.filter(session=session).order_by("line")
    return list(rows.values_list("line", "status"))


def test_places_first_then_the_list_in_order(small: EventSession) -> None:
    rows = [signed_up(small, name) for name in "甲乙丙丁"]
    assert states(small) == [(1, "seated"), (2, "seated"), (3, "waiting"), (4, "waiting")]
    assert [hasattr(row, "ticket") for row in map(again, rows)] == [True, True, False, False]


def test_a_cancellation_moves_the_list_up_in_the_same_transaction(small: EventSession) -> None:
    first, _, third, fourth = [signed_up(small, name) for name in "甲乙丙丁"]
    signups.withdraw(signup=first, at=AT)
    assert [again(row).status for row in (first, third, fourth)] == [
        "withdrawn",
        "seated",
        "waiting",
    ]
    assert again(first).ticket.revoked_at == AT
    assert again(third).ticket.revoked_at is None
    told = OutboxMessage.objects.filter(dedup_key__startswith=f"event_signup:{third.pk}:")
    assert [row.subject.partition("：")[2] for row in told.order_by("pk")] == [
        "在候补",
        "递补到了名额",
    ]


def test_a_rolled_back_cancellation_moves_nobody(small: EventSession) -> None:
    rows = [signed_up(small, name) for name in "甲乙丙"]
    before = states(small)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        signups.withdraw(signup=rows[0], at=AT)
        raise ZeroDivisionError
    assert states(small) == before


def test_who_comes_back_stands_at_the_end(small: EventSession) -> None:
    contact = "jia@example.test"
    first = signed_up(small, "甲", email=contact)
    for name in "乙丙丁":
        signed_up(small, name)
    signups.withdraw(signup=first, at=AT)
    back = signed_up(small, "甲", email=contact)
    assert (back.line, back.status) == (5, Place.WAITING)
    assert states(small)[3:] == [(4, "waiting"), (5, "waiting")]


def test_a_group_is_passed_over_and_keeps_its_place(city: City) -> None:
    session = published(city, places=3)
    rows = [signed_up(session, name) for name in "甲乙丙"]
    family = signed_up(session, "一家", companions=2)
    single = signed_up(session, "戊")
    signups.withdraw(signup=rows[0], at=AT)
    assert (again(family).status, again(single).status) == ("waiting", "seated")
    for row in (rows[1], rows[2], single):
        signups.withdraw(signup=row, at=AT)
    assert again(family).status == "seated"


def test_where_nobody_passes_all_wait_behind_the_group(city: City) -> None:
    session = published(city, places=3, passing="strict")
    rows = [signed_up(session, name) for name in "甲乙丙"]
    family, single = signed_up(session, "一家", companions=2), signed_up(session, "戊")
    signups.withdraw(signup=rows[0], at=AT)
    assert (again(family).status, again(single).status) == ("waiting", "waiting")


def test_a_newcomer_who_fits_is_the_next_that_fits(city: City) -> None:
    session = published(city, places=3)
    signed_up(session, "一家", companions=1)
    waiting = signed_up(session, "另一家", companions=2)
    single = signed_up(session, "戊")
    assert (again(waiting).status, single.status) == ("waiting", "seated")
    assert again(single).ticket.revoked_at is None


def test_each_group_has_its_places_and_its_list(city: City) -> None:
    session = published(city, places=3, groups=["市民 2", "企业 1"])
    citizens, firms = session.groups.order_by("pk")
    rows = [signed_up(session, name, group=citizens) for name in "甲乙丙"]
    firm = signed_up(session, "某公司", group=firms)
    assert [again(row).status for row in (*rows, firm)] == ["seated", "seated", "waiting", "seated"]
    signups.withdraw(signup=firm, at=AT)
    assert again(rows[2]).status == "waiting"
    signups.withdraw(signup=rows[0], at=AT)
    assert again(rows[2]).status == "seated"
    with pytest.raises(ActRefused, match="请选择报名的组别"):
        signed_up(session, "谁")
    with pytest.raises(ActRefused, match="请选择报名的组别"):
        signed_up(published(city, place="别处"), "谁", group=firms)


def of_august(city: City, **changes: object) -> EventSession:
    start = dt.datetime(2026, 8, 15, 9, 0, tzinfo=CHINA)
    return published(city, at=start - 20 * DAY, starts_at=start, places=1, **changes)


@pytest.mark.parametrize(
    ("hours", "state", "until"),
    [
        (45, "seated", None),
        (13, "offered", dt.datetime(2026, 8, 15, 0, 0, tzinfo=CHINA)),
        (2.5, "offered", dt.datetime(2026, 8, 15, 7, 0, tzinfo=CHINA)),
        (1.5, "waiting", None),
    ],
)
def test_what_moving_up_gives_as_the_session_comes_near(
    city: City, hours: float, state: str, until: dt.datetime | None
) -> None:
    session = of_august(city)
    early = session.starts_at - 10 * DAY
    first, second = signed_up(session, "甲", at=early), signed_up(session, "乙", at=early)
    signups.withdraw(signup=first, at=session.starts_at - hours * HOUR)
    assert again(second).status == state
    offers = list(second.offers.all())
    assert [offer.until for offer in offers] == ([until] if until else [])


def test_an_offer_holds_its_place_and_is_taken_or_left(city: City) -> None:
    session = of_august(city)
    early, late = session.starts_at - 10 * DAY, session.starts_at - 13 * HOUR
    first, second, third = [signed_up(session, name, at=early) for name in "甲乙丙"]
    signups.withdraw(signup=first, at=late)
    assert not hasattr(again(second), "ticket")
    newcomer = signed_up(session, "丁", at=late)
    assert (newcomer.status, again(third).status) == ("waiting", "waiting")
    signups.accept(signup=second, at=late + HOUR)
    assert again(second).status == "seated"
    assert second.offers.get().outcome == "accepted"
    signups.withdraw(signup=second, at=late + 2 * HOUR)
    assert again(third).status == "offered"
    signups.decline(signup=third, at=late + 3 * HOUR)
    assert [again(row).status for row in (third, newcomer)] == ["declined", "offered"]


def test_an_offer_that_is_over_can_not_be_taken(city: City) -> None:
    session = of_august(city)
    early, late = session.starts_at - 10 * DAY, session.starts_at - 13 * HOUR
    first, second, third = [signed_up(session, name, at=early) for name in "甲乙丙"]
    signups.withdraw(signup=first, at=late)
    over = late + 4 * HOUR
    second = again(second)
    assert signups.may_accept(second, late)
    with pytest.raises(ActRefused, match="确认的时间到2026年8月15日00:00为止") as told:
        signups.accept(signup=second, at=over)
    # What the page shows is what the act says, before anybody has taken the offer back.
    assert signups.may_accept(second, over).reason == str(told.value)
    assert signups.may_give_up(second, "decline", over)
    assert pools.lapse_offers(at=over) == 1
    assert [again(row).status for row in (second, third)] == ["lapsed", "offered"]
    assert pools.lapse_offers(at=over) == 0


def test_the_same_form_twice_is_one_sign_up(small: EventSession) -> None:
    key = uuid.uuid4()
    first = signed_up(small, "甲", key=key, email="a@example.test")
    asked = Asked(name="甲", email="a@example.test")
    later = small.closes_at + HOUR
    receipt = signups.sign_up(session=small, asked=asked, key=key, at=later)
    assert (receipt.is_new, receipt.case.pk, receipt.code) == (False, first.pk, code_from(key))
    assert SignUp.objects.count() == 1


@pytest.mark.parametrize("other", ["a@example.test", "A@EXAMPLE.test", "a+again@example.test"])
def test_one_person_one_place(small: EventSession, other: str) -> None:
    signed_up(small, "甲", email="a@example.test")
    with pytest.raises(ActRefused, match="一人只报一次"):
        signed_up(small, "甲", email=other)
    assert small.signups.count() == 1


def test_the_database_holds_to_one_person_one_place(small: EventSession) -> None:
    first = signed_up(small, "甲", email="a@example.test")
    twin = signed_up(small, "乙")
    with pytest.raises(IntegrityError, match="event_signup_person_once"), transaction.atomic():
        SignUp.objects.filter(pk=twin.pk).update(person_index=first.person_index)
    with pytest.raises(IntegrityError, match="event_signup_line_once"), transaction.atomic():
        SignUp.objects.filter(pk=twin.pk).update(line=first.line)


def test_an_account_counts_as_a_contact(small: EventSession) -> None:
    user = person("citizen", organs=[], roles=[])
    asked = Asked(name="甲")
    made = signups.sign_up(session=small, asked=asked, key=uuid.uuid4(), at=AT, user=user)
    assert made.case.person_index == person_index("event person", user=user, phone="", email="")
    with pytest.raises(ActRefused, match="一人只报一次"):
        signups.sign_up(session=small, asked=asked, key=uuid.uuid4(), at=AT, user=user)


@pytest.mark.parametrize(
    ("shift", "told"),
    [(-2 * HOUR, "报名从2026年"), (30 * DAY, "截止，这份报名没有收"), (31 * DAY, "截止")],
)
def test_before_and_after_its_time(small: EventSession, shift: dt.timedelta, told: str) -> None:
    with pytest.raises(ActRefused, match=told):
        signed_up(small, "甲", at=AT + shift)
    assert small.signups.count() == 0


def test_the_last_moment_counts_and_the_next_does_not(small: EventSession) -> None:
    moment = dt.timedelta(microseconds=1)
    assert signed_up(small, "甲", at=small.closes_at - moment).status == "seated"
    with pytest.raises(ActRefused, match="截止"):
        signed_up(small, "乙", at=small.closes_at)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (Asked(name=" ", email="a@b.cn"), "请写一个称呼"),
        (Asked(name="甲" * 41, email="a@b.cn"), "最多40字"),
        (Asked(name="甲"), "请留手机号或者电子邮箱"),
        (Asked(name="甲", email="a@b.cn", companions=4), "每人最多带3人"),
        (Asked(name="甲", email="a@b.cn", companions=-1), "每人最多带3人"),
        (Asked(name="甲", email="a@b.cn", companions=2), "比这一场的名额还多"),
        (Asked(name="甲", email="a@b.cn", needs="轮" * 201), "最多写200字"),
    ],
)
def test_what_can_not_be(small: EventSession, asked: Asked, told: str) -> None:
    with pytest.raises(ActRefused, match=told):
        signups.sign_up(session=small, asked=asked, key=uuid.uuid4(), at=AT)


def test_who_was_struck_reads_why_and_the_next_moves_up(city: City, small: EventSession) -> None:
    rows = [signed_up(small, name) for name in "甲乙丙"]
    planner = city.people[Role.PARTICIPATION]
    with pytest.raises(ActRefused, match="请填写取消的原因"):
        signups.strike(signup=rows[0], reason=" ", by=planner, at=AT)
    for other in (city.people[Role.DECISION_REVIEWER], city.outsider):
        with pytest.raises(NotPermitted):
            signups.strike(signup=rows[0], reason="条件不符", by=other, at=AT)
    signups.strike(signup=rows[0], reason="条件不符", by=planner, at=AT)
    assert [again(row).status for row in rows] == ["struck", "seated", "seated"]
    assert again(rows[0]).acts.order_by("-pk")[0].reason == "条件不符"


def test_nobody_leaves_once_it_has_begun(small: EventSession) -> None:
    row = signed_up(small, "甲")
    with pytest.raises(ActRefused, match="已经开始"):
        signups.withdraw(signup=row, at=small.starts_at)


def test_nothing_personal_is_in_the_trail_and_what_is_kept_is_sealed(small: EventSession) -> None:
    row = signed_up(small, "欧阳某某", phone="13800138000", needs="需要轮椅")
    entry = AuditEntry.objects.order_by("-pk")[0]
    kept = SignUp.objects.filter(pk=row.pk).values_list("name", "phone", "needs").get()
    texts = [entry.summary, str(entry.details), *map(str, kept)]
    assert not any(word in text for text in texts for word in ("欧阳", "1380", "轮椅"))
    assert (row.name, row.phone, row.needs) == ("欧阳某某", "13800138000", "需要轮椅")


def test_a_place_ends_its_keeping_with_the_session_or_before(small: EventSession) -> None:
    stays, leaves = signed_up(small, "甲"), signed_up(small, "乙")
    signups.withdraw(signup=leaves, at=AT + DAY)
    assert again(stays).closed_on == (small.ends_at.astimezone(CHINA)).date()
    assert again(leaves).closed_on == (AT + DAY).astimezone(CHINA).date()
