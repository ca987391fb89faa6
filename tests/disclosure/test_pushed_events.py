"""推送接口: a publication, a correction, a withdrawal and another validity are told, once each."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from disclosure.choices import Reach, RelationKind
from disclosure.correction.services.elements import correct_elements
from disclosure.models import Document
from disclosure.services import review
from disclosure.services.documents import address_to
from disclosure.services.pushed_events import KINDS, push_edition, push_validity
from disclosure.services.relations import relate
from disclosure.services.validity import recompute_due
from portal.accounts.choices import Role
from portal.notifications.admin import EndpointForm
from portal.notifications.models import OutboxMessage, WebhookEndpoint
from portal.site.demo.builders import bring_to
from tests.builders import City, draft, published
from tests.disclosure.correction.cases import NOTE, corrected

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def endpoint(db: None) -> WebhookEndpoint:
    return WebhookEndpoint.objects.create(
        name="上级平台", url="https://a.example/hook", kinds=[kind.code for kind in KINDS]
    )


def told() -> list[tuple[str, str]]:
    """The kind and the subject of everything that waits for the endpoint, in order."""
    rows = OutboxMessage.objects.filter(channel="webhook").order_by("pk")
    return [(row.kind.removeprefix("disclosure."), row.subject) for row in rows]


def test_a_life_is_told_step_by_step(city: City, now: dt.datetime) -> None:
    document = published(city)
    assert told() == [("published", f"文件公开：{document.title}")]
    message = OutboxMessage.objects.get()
    assert message.url == document.get_absolute_url()
    correct_elements(
        document=document, elements={"abstract": "另一概述。"}, by=city.people[Role.CLERK], at=now
    )
    document.refresh_from_db()
    document = corrected(city, document)
    assert [kind for kind, _ in told()] == ["published", "corrected", "corrected"]
    assert NOTE in OutboxMessage.objects.order_by("-pk")[0].body
    signer = city.people[Role.SIGNER]
    review.withdraw(document=document, reason="含敏感内容", by=signer, at=now + DAY)
    last = OutboxMessage.objects.order_by("-pk")[0]
    assert last.kind == "disclosure.withdrawn"
    # What was withdrawn is not spread by telling of it, nor is the reason.
    said = f"{last.subject}{last.body}"
    assert f"编号{document.pk}" in said
    assert document.title not in said
    assert "敏感" not in said


def test_what_has_not_left_when_it_is_withdrawn_never_leaves(city: City, now: dt.datetime) -> None:
    document = published(city)
    other = published(city, title="关于别事的通知", doc_number="试府办〔2026〕33号")
    # The endpoint was away for some days: one message failed for good, and can be tried again.
    OutboxMessage.objects.filter(url=document.get_absolute_url()).update(state="dead")
    signer = city.people[Role.SIGNER]
    review.withdraw(document=document, reason="含敏感内容", by=signer, at=now + DAY)
    assert told() == [
        ("published", f"文件公开：{other.title}"),
        ("withdrawn", f"文件撤回：编号{document.pk}"),
    ]


def test_another_validity_is_told_once_for_a_night(city: City, now: dt.datetime) -> None:
    old = published(city, title="关于旧事的通知", doc_number="试府办〔2026〕31号")
    new = published(city, title="关于新事的通知", doc_number="试府办〔2026〕32号")
    Document.objects.filter(pk=old.pk).update(validity="in_force")
    relate(
        source=new, target=old, kind=RelationKind.REPEALS, by=city.people[Role.SIGNER], at=now,
        effective_on=now.date() + DAY,
    )  # fmt: skip
    before = len(told())
    recompute_due(at=now + 2 * DAY)
    recompute_due(at=now + 2 * DAY)
    after = told()[before:]
    assert after == [("validity", f"有效性变动：{old.title}")]
    assert "废止" in OutboxMessage.objects.order_by("-pk")[0].body


def test_the_same_event_is_queued_once(city: City, now: dt.datetime) -> None:
    document = published(city)
    push_edition(document, document.editions.get(), at=now)
    push_validity(document, before=document.validity, at=now)
    assert len(told()) == 1


def test_what_is_addressed_is_told_to_nobody_else(city: City, now: dt.datetime) -> None:
    document = draft(city, reach=Reach.ADDRESSED, reach_reason="仅涉及一街道")
    address_to(
        document=document, organs=[city.street], groups=[], by=city.people[Role.CLERK], at=now
    )
    document = bring_to(document, "published", cast=city.cast, at=now)
    review.withdraw(document=document, reason="有误", by=city.people[Role.SIGNER], at=now + DAY)
    assert told() == []


def test_an_endpoint_is_offered_what_is_pushed_and_nothing_else(client: Client) -> None:
    offered = {code for code, _ in EndpointForm().fields["kinds"].choices}  # type: ignore[attr-defined]
    ours = {code for code in offered if code.startswith("disclosure.")}
    assert ours == {kind.code for kind in KINDS}
