"""Linking a policy to an item: an act with its trace, by the clerks of the policy's organ."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from disclosure.models import Document
from disclosure.services import review
from policies.service_items.models import ItemOfPolicy, NothingToApplyFor
from policies.service_items.selectors import marks_of
from policies.service_items.services.links import declare_nothing, link_item, settle, take_off
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import FILED_AT, City, draft, published
from tests.policies.service_items.items import BODY, brought_in, item, row

pytestmark = pytest.mark.django_db
AT = FILED_AT + dt.timedelta(hours=4)
DAY = dt.date(2026, 11, 2)


@pytest.fixture
def policy(city: City) -> Document:
    return published(city, body=BODY)


@pytest.fixture
def clerk(city: City) -> User:
    return city.people[Role.CLERK]


def test_a_policy_and_its_passage_lead_to_an_item(
    city: City, policy: Document, clerk: User
) -> None:
    service = item(city)
    link_item(document=policy, item=service, by=clerk, at=AT)
    link_item(document=policy, item=service, anchor="tiao-2", by=clerk, at=AT)
    (mark,) = marks_of(policy, DAY) or []
    assert mark.item == service
    assert mark.passages == (("tiao-2", "第二条 补贴标准为五千元。"),)
    entry = AuditEntry.objects.filter(action="policies.item_link").latest("sequence")
    assert entry.summary == f"关联事项“创业一次性补贴申领”：{policy.title}"
    assert entry.details["anchor"] == "tiao-2"


@pytest.mark.parametrize(
    ("changes", "is_there"),
    [
        ({"task_state": "3"}, False),
        ({"plan_cancel_date": "2026-11-02"}, False),
        ({"plan_cancel_date": "2026-11-03"}, True),
        ({"plan_effective_date": "2026-11-03"}, False),
        ({"plan_effective_date": "2026-11-02"}, True),
        ({"task_state": "在用"}, True),
    ],
)
def test_state_and_dates_take_the_mark_off_and_put_it_on(
    city: City, policy: Document, clerk: User, changes: dict[str, str], is_there: bool
) -> None:
    service = item(city)
    link_item(document=policy, item=service, by=clerk, at=AT)
    brought_in(city, row(**changes), at=AT)
    assert (marks_of(policy, DAY) is not None) is is_there
    service.refresh_from_db()
    assert service.is_on_offer(on=DAY) is is_there


def test_what_is_withdrawn_leads_nowhere_and_does_again_when_it_is_back(
    city: City, policy: Document, clerk: User
) -> None:
    link_item(document=policy, item=item(city), by=clerk, at=AT)
    review.withdraw(document=policy, reason="有误", by=city.people[Role.SIGNER], at=AT)
    assert marks_of(policy, DAY) is None


def test_a_link_is_taken_off_with_its_reason_and_stays_on_record(
    city: City, policy: Document, clerk: User
) -> None:
    link = link_item(document=policy, item=item(city), by=clerk, at=AT)
    take_off(link=link, reason="事项已调整", by=clerk, at=AT)
    assert marks_of(policy, DAY) is None
    kept = ItemOfPolicy.objects.get()
    assert (kept.end, kept.end_reason, kept.ended_by) == ("taken_off", "事项已调整", clerk)
    with pytest.raises(ActRefused, match="已经摘下"):
        take_off(link=link, reason="再来一次", by=clerk, at=AT)
    again = link_item(document=policy, item=link.item, by=clerk, at=AT)
    assert again.pk != link.pk


class TestRefusals:
    """What may not be linked, and by whom."""

    def test_twice_the_same(self, city: City, policy: Document, clerk: User) -> None:
        service = item(city)
        link_item(document=policy, item=service, by=clerk, at=AT)
        with pytest.raises(ActRefused, match="已经关联了"):
            link_item(document=policy, item=service, by=clerk, at=AT)

    def test_a_passage_that_is_not_there(self, city: City, policy: Document, clerk: User) -> None:
        with pytest.raises(ActRefused, match="没有这个段落"):
            link_item(document=policy, item=item(city), anchor="tiao-9", by=clerk, at=AT)

    def test_an_item_nobody_can_apply_for(self, city: City, policy: Document, clerk: User) -> None:
        with pytest.raises(ActRefused, match="现在不能办理"):
            link_item(document=policy, item=item(city, task_state="2"), by=clerk, at=AT)

    def test_a_policy_that_no_longer_holds(self, city: City, policy: Document, clerk: User) -> None:
        Document.objects.filter(pk=policy.pk).update(validity="repealed")
        with pytest.raises(ActRefused, match="文件已废止"):
            link_item(document=policy, item=item(city), by=clerk, at=AT)

    def test_a_draft(self, city: City, clerk: User) -> None:
        with pytest.raises(NotPermitted, match="向社会公开以后"):
            link_item(document=draft(city), item=item(city), by=clerk, at=AT)

    def test_a_long_reason(self, city: City, policy: Document, clerk: User) -> None:
        with pytest.raises(ActRefused, match="最多200字"):
            declare_nothing(document=policy, reason="长" * 201, by=clerk, at=AT)

    @pytest.mark.parametrize("role", [r for r in Role if r is not Role.CLERK])
    def test_no_other_role_links(self, city: City, policy: Document, role: Role) -> None:
        by = city.people.get(role)
        if by is None:
            return
        for act in (
            lambda: link_item(document=policy, item=item(city), by=by, at=AT),
            lambda: declare_nothing(document=policy, reason="没有", by=by, at=AT),
        ):
            with pytest.raises(NotPermitted):
                act()

    def test_nobody_of_another_organ(self, city: City, policy: Document, clerk: User) -> None:
        link = link_item(document=policy, item=item(city), by=clerk, at=AT)
        with pytest.raises(NotPermitted):
            take_off(link=link, reason="不是我的", by=city.outsider, at=AT)
        with pytest.raises(NotPermitted):
            settle(link=link, by=city.outsider, at=AT)
        link.refresh_from_db()
        assert link.ended_at is None


class TestNothingToApplyFor:
    """What is recorded where there is nothing to link."""

    def test_it_is_recorded_and_goes_when_something_is_linked(
        self, city: City, policy: Document, clerk: User
    ) -> None:
        declare_nothing(document=policy, reason="只涉及机关内部", by=clerk, at=AT)
        assert policy.nothing_to_apply_for.reason == "只涉及机关内部"
        link_item(document=policy, item=item(city), by=clerk, at=AT)
        assert not NothingToApplyFor.objects.exists()

    def test_it_is_refused_while_something_is_linked(
        self, city: City, policy: Document, clerk: User
    ) -> None:
        link_item(document=policy, item=item(city), by=clerk, at=AT)
        with pytest.raises(ActRefused, match="已关联事项"):
            declare_nothing(document=policy, reason="没有", by=clerk, at=AT)


class TestInTheDatabase:
    """What no code path can do."""

    @pytest.fixture
    def link(self, city: City, policy: Document, clerk: User) -> ItemOfPolicy:
        return link_item(document=policy, item=item(city), by=clerk, at=AT)

    def test_a_link_is_never_deleted(self, link: ItemOfPolicy) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            link.delete()

    def test_one_live_link_of_a_passage(self, link: ItemOfPolicy) -> None:
        link.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            link.save(force_insert=True)

    @pytest.mark.parametrize(
        "changes",
        [{"ended_at": AT}, {"end": "lapsed"}, {"settled_at": AT}, {"end_reason": "没有结束"}],
    )
    def test_an_end_says_when_and_why(self, link: ItemOfPolicy, changes: dict[str, object]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            ItemOfPolicy.objects.filter(pk=link.pk).update(**changes)
