"""One document as a topic: what is told of it, and what nobody may follow."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from disclosure import document_topic
from disclosure.choices import RelationKind
from disclosure.services import review
from disclosure.services.relations import relate
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from tests.builders import FILED_AT, City, published

pytestmark = pytest.mark.django_db
LATER = FILED_AT + dt.timedelta(days=3)


def test_what_amends_it_is_news_and_other_documents_are_not(city: City) -> None:
    rule = published(city)
    change = published(city, title="关于修改第二条的决定", doc_number="试府办〔2026〕31号")
    published(city, title="关于别事的通知", doc_number="试府办〔2026〕32号")
    relate(
        source=change,
        target=rule,
        kind=RelationKind.AMENDS,
        effective_on=dt.date(2026, 11, 3),
        by=city.people[Role.SIGNER],
        at=FILED_AT,
    )
    criterion = document_topic.normalise(f"id={rule.pk}&page=7")
    assert criterion == f"id={rule.pk}"
    (thing,) = document_topic.things(FILED_AT - dt.timedelta(days=900), LATER)
    assert thing.news.title == "关于修改第二条的决定"
    assert document_topic.conditions(criterion).groups == (thing.terms(),)
    day = timezone.localdate(FILED_AT)
    assert document_topic.count(criterion, day, day) == 1
    assert document_topic.count(criterion, day + dt.timedelta(days=1), LATER.date()) == 0
    assert list(document_topic.things(LATER + dt.timedelta(days=900), LATER)) == []


@pytest.mark.parametrize("query", ["", "id=", "id=x", "id=999999999", "id=" + "9" * 40, "id=٣"])
def test_what_nobody_may_read_nobody_follows(city: City, query: str) -> None:
    with pytest.raises(ActRefused, match="没有这份公开的文件"):
        document_topic.normalise(query)


def test_of_a_withdrawn_document_not_even_the_title_is_told(client: Client, city: City) -> None:
    document = published(city)
    criterion = document_topic.normalise(f"id={document.pk}")
    assert document.title in document_topic.describe([criterion])[criterion][0]
    signer = city.people[Role.SIGNER]
    review.withdraw(document=document, reason="内容有误", by=signer, at=LATER)
    assert document_topic.describe([criterion])[criterion] == ("这份文件已经不公开",)
    address = f"/subscriptions/new/document/?id={document.pk}"
    response = client.get(address)
    assert response.status_code == 400
    assert document.title not in response.content.decode()
