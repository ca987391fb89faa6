"""A policy that lapses leads nowhere from that second on; the trace and the task stay."""

from __future__ import annotations

import datetime as dt

import pytest

from disclosure.choices import RelationKind, Validity
from disclosure.models import Document
from disclosure.services.relations import relate
from disclosure.workflow import Status
from policies.service_items.models import ItemOfPolicy
from policies.service_items.queues import linking_of
from policies.service_items.selectors import marks_of
from policies.service_items.services.lapses import take_off_lapsed
from policies.service_items.services.links import link_item, settle
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused
from portal.site.demo.builders import bring_to
from tests.builders import FILED_AT, City, draft, published
from tests.policies.service_items.items import BODY, brought_in, item, row

pytestmark = pytest.mark.django_db
AT = FILED_AT + dt.timedelta(hours=4)
DAY = dt.date(2026, 11, 2)


@pytest.fixture
def lapsed(city: City) -> Document:
    """A linked policy that a later one has repealed."""
    old = published(city, body=BODY)
    clerk = city.people[Role.CLERK]
    link_item(document=old, item=item(city), by=clerk, at=AT)
    new = draft(city, doc_number="试府办〔2026〕8号", title="新的通知")
    relate(source=new, target=old, kind=RelationKind.REPEALS, by=clerk, at=AT, effective_on=DAY)
    bring_to(new, Status.PUBLISHED, cast=city.cast, at=AT)
    old.refresh_from_db()
    assert old.validity == Validity.REPEALED
    return old


def test_the_link_ends_with_the_policy_and_says_why(city: City, lapsed: Document) -> None:
    link = ItemOfPolicy.objects.get()
    assert (link.end, link.end_reason, link.ended_by) == ("lapsed", "文件废止", None)
    assert marks_of(lapsed, DAY) is None
    entry = AuditEntry.objects.get(action="policies.item_lapsed")
    assert entry.summary == f"文件废止，摘下事项“创业一次性补贴申领”：{lapsed.title}"
    panel = linking_of(city.people[Role.CLERK], DAY)
    assert panel is not None
    assert panel.came_off == [link]


def test_the_task_goes_when_somebody_has_looked(city: City, lapsed: Document) -> None:
    link, clerk = ItemOfPolicy.objects.get(), city.people[Role.CLERK]
    settle(link=link, by=clerk, at=AT)
    assert linking_of(clerk, DAY) is None
    with pytest.raises(ActRefused, match="没有等您处理"):
        settle(link=link, by=clerk, at=AT)


def test_what_was_left_is_made_up_for_once(city: City) -> None:
    policy = published(city, body=BODY)
    link_item(document=policy, item=item(city), by=city.people[Role.CLERK], at=AT)
    Document.objects.filter(pk=policy.pk).update(validity=Validity.EXPIRED)
    assert marks_of(policy, DAY) is None
    assert [take_off_lapsed(at=AT) for _ in range(2)] == [1, 0]
    assert ItemOfPolicy.objects.get().end_reason == "文件失效"


def test_an_item_that_stops_is_a_task_and_its_link_stands(city: City) -> None:
    policy, clerk = published(city, body=BODY), city.people[Role.CLERK]
    link = link_item(document=policy, item=item(city), by=clerk, at=AT)
    brought_in(city, row(task_state="3"), at=AT)
    panel = linking_of(clerk, DAY)
    assert panel is not None
    assert (panel.stopped, panel.came_off) == ([link], [])


def test_outsiders_and_other_roles_have_no_task(city: City, lapsed: Document) -> None:
    assert linking_of(city.outsider, DAY) is None
    assert linking_of(city.people[Role.SIGNER], DAY) is None
