"""What is told of a document: what explains it, what answers rest on it, what gathers it, its days.

From the services to the letters, and out of the letters again when it is taken back.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from disclosure import document_topic
from disclosure import subscriptions as library
from disclosure.choices import RelationKind, Turning, Validity
from disclosure.models import Document, DocumentTurn
from disclosure.services import review
from disclosure.services.relations import relate
from disclosure.services.turns import notice_change, notice_endings
from disclosure.services.validity import recompute_due
from policies.answers.choices import ChangeLevel
from policies.answers.services import entries
from policies.collections.services import versions
from policies.interpretations.services import release
from policies.messages.services.publication import withdraw_consent
from portal.accounts.choices import Role
from portal.notifications.choices import Frequency
from portal.notifications.models import Announcement, OutboxMessage, Subscription
from portal.notifications.registry import OWN, Topic, news_kinds
from portal.notifications.services import subscriptions
from portal.notifications.services.announcements import announce_news
from tests.builders import FILED_AT, City, published
from tests.conftest import NOON
from tests.policies.answers.base import released, revised
from tests.policies.interpretations.cases import brought, public_policy
from tests.policies.planted import plant

pytestmark = pytest.mark.django_db
BEFORE = FILED_AT - dt.timedelta(days=1)
DAY = dt.timedelta(days=1)
EVERY = [
    "own", "interpretation", "answer", "message", "collection", "ending", "changed",
]  # fmt: skip


def following(topic: Topic, query: str, address: str, *, at: dt.datetime = BEFORE) -> Subscription:
    """A confirmed subscription to every kind there is."""
    given: dict[str, Any] = {"frequency": Frequency.IMMEDIATE, "kinds": EVERY}
    subscriptions.request_by_mail(topic=topic, query=query, address=address, at=at, **given)
    asked = Subscription.objects.get(address=address)
    return subscriptions.confirm(subscription=asked, at=at)


def told(subscription: Subscription) -> str:
    """All that its letters say."""
    rows = OutboxMessage.objects.filter(subscription=subscription, kind="subscriptions.news")
    return "\n".join(f"{row.subject}\n{row.body}\n{row.url}" for row in rows.order_by("pk"))


def subjects(subscription: Subscription) -> list[str]:
    rows = OutboxMessage.objects.filter(subscription=subscription, kind="subscriptions.news")
    return list(rows.order_by("pk").values_list("subject", flat=True))


def kinds_told(subscription: Subscription) -> set[str]:
    return set(subscription.announcements.values_list("kind", flat=True))


def test_every_kind_is_offered_in_plain_words() -> None:
    for topic in (library.TOPIC, document_topic.WATCH):
        assert [kind.code for kind in news_kinds(topic)] == EVERY
    labels = [kind.label for kind in news_kinds(library.TOPIC)]
    assert labels[:3] == ["新公开的文件", "政策解读", "问答（新的和有重大改动的）"]
    assert "期满失效" in [kind.label for kind in news_kinds(document_topic.WATCH)]


def test_what_there_is_about_a_policy_reaches_those_who_follow_it_or_its_filter(
    city: City,
) -> None:
    policy = public_policy(city, effective_on=dt.date(2026, 11, 1))
    by_filter = following(library.TOPIC, "organ=SJ-B&doc_type=通知", "filter@people.example")
    other = following(library.TOPIC, "organ=SJ-X", "other@people.example")
    by_words = following(library.TOPIC, "q=夜间停车办法", "words@people.example")
    one = following(document_topic.WATCH, f"id={policy.pk}", "one@people.example")
    planted = plant(city, policy)
    for number in range(3):
        announce_news(at=NOON + dt.timedelta(hours=1 + number))
    assert kinds_told(one) == {"interpretation", "answer", "message"}
    assert kinds_told(by_filter) == {OWN, "interpretation", "answer", "message"}
    assert {OWN, "interpretation", "answer"} <= kinds_told(by_words)
    assert kinds_told(other) == set()
    for subscription in (by_filter, one):
        letters = told(subscription)
        for kind in ("interpretation", "answer", "message"):
            assert planted.urls()[kind] in letters
        assert not [words for words in planted.hidden if words in letters]
        assert OutboxMessage.objects.filter(subscription=subscription).count() == 2
    assert "新解读：晚上车能停哪里" in told(one)
    assert "新问答：" in told(one)
    # A message's own words could not be taken back out of a notice.
    assert planted.message.title not in told(one)
    assert "留言有了公开的答复：" in told(one)


def test_a_theme_reaches_whom_its_tags_or_its_documents_concern(city: City) -> None:
    policy = public_policy(city, effective_on=dt.date(2026, 11, 1))
    kept = following(library.TOPIC, "organ=SJ-B&q=停车", "theme@people.example")
    planted = plant(city, policy)
    announce_news(at=NOON + DAY)
    assert "新的专题：停车一件事" in told(kept)
    by = city.people[Role.SIGNER]
    versions.STEPS.perform(planted.pack, "withdraw", by=by, at=NOON + DAY, reason="有误")
    assert "停车一件事" not in told(kept)


def test_what_is_taken_back_leaves_the_letters(city: City) -> None:
    policy = public_policy(city, effective_on=dt.date(2026, 11, 1))
    one = following(document_topic.WATCH, f"id={policy.pk}", "one@people.example")
    planted = plant(city, policy)
    announce_news(at=NOON + dt.timedelta(hours=1))
    urls, signer, later = planted.urls(), city.people[Role.SIGNER], NOON + dt.timedelta(hours=2)
    assert all(urls[kind] in told(one) for kind in ("interpretation", "answer", "message"))
    withdraw_consent(message=planted.message.message, at=later)
    assert urls["message"] not in told(one)
    entries.withdraw(
        entry=planted.answer, reason="有误", by=city.people[Role.ANSWER_REVIEWER], at=later
    )
    assert urls["answer"] not in told(one)
    release.withdraw(interpretation=planted.interpretation, reason="有误", by=signer, at=later)
    assert told(one) == ""
    assert announce_news(at=NOON + DAY) == 0


@pytest.mark.parametrize(
    ("level", "subject"),
    [
        (ChangeLevel.MAJOR, "问答有重大改动：屋顶绿化养护费由谁出"),
        (ChangeLevel.MINOR, ""),
        (ChangeLevel.TYPO, ""),
    ],
)
def test_of_an_answer_only_a_change_of_weight_is_told(
    city: City, level: ChangeLevel, subject: str
) -> None:
    entry = released(city)
    basis = entry.current.bases.get().document
    first = entry.first_public_at
    one = following(
        document_topic.WATCH, f"id={basis.pk}", "one@people.example", at=first + DAY / 24
    )
    entry = revised(city, entry, level)
    announce_news(at=entry.public_at + DAY / 24)
    assert subjects(one) == ([subject] if subject else [])
    revised(city, entry, ChangeLevel.TYPO, at=entry.public_at + DAY)
    announce_news(at=entry.public_at + 2 * DAY)
    assert subjects(one) == ([subject] if subject else [])


class TestDays:
    """The last day of a document, and what it is afterwards."""

    def ending(self, city: City, days: int, **changes: Any) -> Document:
        ends = timezone.localdate(NOON) + dt.timedelta(days=days)
        begun = {"effective_on": dt.date(2026, 11, 1), "is_normative": True}
        return published(city, **begun, expires_on=ends, **changes)

    def test_it_is_told_once_so_many_days_before(self, city: City, settings: Settings) -> None:
        settings.ENDING_NOTICE_DAYS = 30
        near = self.ending(city, 30, doc_number="试府办规〔2026〕1号")
        far = self.ending(city, 31, doc_number="试府办规〔2026〕2号")
        one = following(document_topic.WATCH, f"id={near.pk}", "one@people.example")
        listed = following(library.TOPIC, "organ=SJ-B", "list@people.example", at=NOON - DAY)
        assert notice_endings(at=NOON) == 1
        assert notice_endings(at=NOON + dt.timedelta(hours=5)) == 0
        for number in range(2):
            announce_news(at=NOON + dt.timedelta(hours=1 + number))
        for subscription in (one, listed):
            assert subjects(subscription) == [f"有效期将满：{near.title}"]
        assert "有效期至2026年12月20日" in told(one)
        # Two weeks without a run: what came near meanwhile is made up for.
        assert notice_endings(at=NOON + 14 * DAY) == 1
        assert DocumentTurn.objects.get(document=far).turning == Turning.ENDING
        announce_news(at=NOON + 14 * DAY)
        assert subjects(one) == [f"有效期将满：{near.title}"]
        assert len(subjects(listed)) == 2

    def test_a_day_that_was_moved_is_not_told_and_the_new_one_is(self, city: City) -> None:
        near = self.ending(city, 20)
        one = following(document_topic.WATCH, f"id={near.pk}", "one@people.example", at=NOON - DAY)
        notice_endings(at=NOON)
        Document.objects.filter(pk=near.pk).update(ends_on=NOON.date() + 400 * DAY)
        announce_news(at=NOON + DAY)
        assert subjects(one) == []
        assert notice_endings(at=NOON + 380 * DAY) == 1
        announce_news(at=NOON + 381 * DAY)
        assert subjects(one) == [f"有效期将满：{near.title}"]

    def test_of_what_is_withdrawn_no_day_is_told(self, city: City) -> None:
        near = self.ending(city, 20)
        one = following(document_topic.WATCH, f"id={near.pk}", "one@people.example", at=NOON - DAY)
        notice_endings(at=NOON)
        announce_news(at=NOON + DAY)
        assert subjects(one)
        signer = city.people[Role.SIGNER]
        review.withdraw(document=near, reason="内容有误", by=signer, at=NOON + DAY)
        assert subjects(one) == []
        assert notice_endings(at=NOON + DAY) == 0

    def test_when_it_is_over_those_are_told_who_follow_it(self, city: City) -> None:
        near = self.ending(city, 1)
        one = following(document_topic.WATCH, f"id={near.pk}", "one@people.example", at=NOON)
        listed = following(
            library.TOPIC, "organ=SJ-B&validity=expired", "l@people.example", at=NOON
        )
        recompute_due(at=NOON + 2 * DAY)
        announce_news(at=NOON + 2 * DAY)
        assert subjects(one) == subjects(listed) == [f"失效：{near.title}"]
        row = DocumentTurn.objects.get()
        assert (row.turning, row.state) == (Turning.CHANGED, Validity.EXPIRED)
        near.refresh_from_db()
        notice_change(near, before=Validity.IN_FORCE, at=NOON + 2 * DAY)
        notice_change(near, before=Validity.EXPIRED, at=NOON + 3 * DAY)
        assert DocumentTurn.objects.count() == 1

    def test_a_repeal_is_told_once_to_each(self, city: City) -> None:
        """Who follows the document hears of the decision; who follows the list, of the state."""
        rule = self.ending(city, 900, doc_number="试府办规〔2026〕1号")
        kept = following(document_topic.WATCH, f"id={rule.pk}", "one@people.example", at=NOON - DAY)
        listed = following(
            library.TOPIC, "organ=SJ-B&validity=repealed", "l@people.example", at=NOON - DAY
        )
        decision = published(city, at=NOON, title="关于废止的决定", doc_number="试府办〔2026〕31号")
        relate(
            source=decision, target=rule, kind=RelationKind.REPEALS,
            effective_on=NOON.date(), by=city.people[Role.SIGNER], at=NOON,
        )  # fmt: skip
        announce_news(at=NOON + DAY / 24)
        assert subjects(kept) == ["新公开：关于废止的决定"]
        assert subjects(listed) == [f"废止：{rule.title}"]


class TestPage:
    def test_one_press_follows_a_document_with_all_there_is(self, city: City) -> None:
        policy = public_policy(city)
        page = Client().get(policy.get_absolute_url()).content.decode()
        address = f"/subscriptions/new/document/?id={policy.pk}"
        assert f'href="{address}"' in page
        form = Client().get(address).content.decode()
        assert form.count(" checked") == len(EVERY) + 1
        given = {"email": "a@people.example", "frequency": "immediate", "kinds": EVERY}
        assert Client().post(address, given).status_code == 302
        assert Subscription.objects.get().criterion.kinds == EVERY

    def test_counts_take_as_many_queries_for_more(self, city: City) -> None:
        policy = public_policy(city, effective_on=dt.date(2026, 11, 1))
        day = timezone.localdate(NOON)

        def counted() -> tuple[list[int], list[int]]:
            found: list[int] = []
            queries: list[int] = []
            for kind in news_kinds(library.TOPIC)[1:]:
                with CaptureQueriesContext(connection) as asked:
                    found.append(kind.count(library.normalise("organ=SJ-B"), day - 29 * DAY, day))
                queries.append(len(asked))
            return found, queries

        plant(city, policy)
        assert counted() == ([1, 1, 1, 1, 0, 0], [4, 4, 4, 3, 1, 1])
        another = public_policy(city, number="试府办规〔2026〕4号", title="试江市夜间照明办法")
        brought(city, "published", [another])
        assert counted() == ([2, 1, 1, 1, 0, 0], [4, 4, 4, 3, 1, 1])
        one = news_kinds(document_topic.WATCH)[1]
        assert one.count(f"id={another.pk}", day, day) == 1
        assert Announcement.objects.count() == 0
