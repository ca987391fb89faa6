"""The library's news: what the list would find, each document once, public ones only."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from disclosure import subscriptions as library
from disclosure.choices import Reach
from disclosure.filters import read_address
from disclosure.models import Document
from disclosure.services import review
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.common.errors import ActRefused
from portal.notifications.choices import Frequency
from portal.notifications.models import OutboxMessage, Subscription
from portal.notifications.registry import News
from portal.notifications.services import deliver_due
from portal.notifications.services.announcements import announce_news
from portal.notifications.services.criteria import criterion_row
from portal.notifications.services.occasions import met_by
from portal.notifications.services.subscriptions import subscribe
from portal.search.follower import Follower, following
from portal.search.queries import search
from portal.site.demo.builders import bring_to
from tests.builders import FILED_AT, City, published

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
BEFORE = FILED_AT
RELEASED = FILED_AT + 3 * HOUR
LONG_AGO = FILED_AT - dt.timedelta(days=400)


@pytest.fixture(autouse=True)
def no_lockout(settings: Any) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def follower(settings: Any, db: None) -> Iterator[Follower]:
    with following(settings.SEARCH_INDEX_DIR) as one:
        yield one


@pytest.fixture
def reader(db: None) -> User:
    return User.objects.create_user("reader", password="x")


def keep(user: User, query: str = "q=绿化", *, at: dt.datetime = BEFORE) -> Subscription:
    return subscribe(
        topic=library.TOPIC, query=query, frequency=Frequency.IMMEDIATE, by=user, at=at
    )


def told() -> list[str]:
    return list(
        OutboxMessage.objects.filter(kind__startswith="subscriptions.news")
        .order_by("pk")
        .values_list("subject", flat=True)
    )


def told_of(criterion: str) -> list[News]:
    """What is put to one criterion, asked for by its groups as everything is."""
    row = criterion_row(library.TOPIC, criterion, at=BEFORE)
    return [
        thing.news
        for thing in library.things(BEFORE, RELEASED)
        if row.pk in set(met_by(library.TOPIC, thing, after=row.pk - 1))
    ]


# Latin letters, figures, punctuation inside, one character alone, wide forms.
PIECES = (
    "屋顶",
    "绿化",
    "养护",
    "停车",
    "GB 50016",
    "2026",
    "一",
    "，",
    "《",
    "》",
    "（",
    "Ａ级",
    "a",
    " ",
)
NUMBERS = ("试府办〔2026〕7号", "试府办规〔2026〕12号", "")


def _text(draw: random.Random, most: int) -> str:
    return "".join(draw.choice(PIECES) for _ in range(draw.randint(1, most)))


def _question(draw: random.Random) -> str:
    kind = draw.randrange(4)
    if kind == 0:
        return f"“{_text(draw, 4)}”"
    if kind == 1:
        return draw.choice(("试府办2026 7号", "试府办规[2026]12号", "〔2026〕7号", "7号", "试府办"))
    if kind == 2:
        return f"{_text(draw, 2)} {_text(draw, 2)}"
    return _text(draw, 3)


class TestSameAsTheList:
    """What is told is what the list would find, read without the index."""

    def test_for_random_texts_and_filters(self, city: City, follower: Follower) -> None:
        draw = random.Random(20261121)  # noqa: S311 - the same texts at every run
        for number in range(25):
            number_of_its_own = f"试府办〔2026〕{100 + number}号"
            wanted = draw.choice(NUMBERS) if number < 3 else ""
            taken = Document.objects.filter(doc_number=wanted).exists()
            published(
                city,
                title=f"关于{_text(draw, 5)}的通知",
                body="\n".join(_text(draw, 12) for _ in range(3)),
                doc_number=number_of_its_own if taken or not wanted else wanted,
            )
        follower.rebuild()
        filters = (
            "",
            "organ=SJ-B",
            "organ=SJ-D",
            "year=2026&doc_type=通知",
            "normative=yes",
            "in=title",
        )
        met = 0
        for _ in range(160):
            query = QueryDict(mutable=True)
            query["q"] = _question(draw)
            try:
                criterion = library.normalise(f"{query.urlencode()}&{draw.choice(filters)}")
            except ActRefused:
                continue
            address = read_address(QueryDict(criterion))
            page = search(address.query, viewer=AnonymousUser())
            found = told_of(criterion)
            assert len(found) == page.total, address.text
            if page.total <= 20:
                assert {n.object_id for n in found} == {h.object_id for h in page.hits}
            met += bool(found)
        assert met > 40


class TestNews:
    """From publication to the notice."""

    def test_a_new_document_is_told_with_what_tells_it_from_others(
        self, city: City, reader: User
    ) -> None:
        keep(reader, "q=绿化&organ=SJ-B")
        keep(reader, "q=绿化&organ=SJ-X")
        document = published(city)
        assert announce_news(at=RELEASED + HOUR) == 1
        assert announce_news(at=RELEASED + 2 * HOUR) == 0
        (notice,) = OutboxMessage.objects.filter(kind="subscriptions.news_inside")
        assert notice.subject == "新公开：关于做好屋顶绿化养护工作的通知"
        assert notice.url == document.get_absolute_url()
        assert "试府办〔2026〕7号" in notice.body
        assert "试江市人民政府办公室" in notice.body
        assert "公文库，含“绿化”；现行有效或尚未施行；发布机关：试江市人民政府办公室" in notice.body

    def test_what_was_public_before_is_not_told(self, city: City, reader: User) -> None:
        published(city)
        keep(reader, at=RELEASED + HOUR)
        assert announce_news(at=RELEASED + 2 * HOUR) == 0

    def test_what_is_not_yet_in_force_is_told(self, city: City, reader: User) -> None:
        keep(reader)
        published(city, effective_on=dt.date(2027, 1, 1))
        assert announce_news(at=RELEASED + HOUR) == 1

    def test_a_withdrawn_document_is_told_only_when_it_returns_and_once(
        self, city: City, reader: User
    ) -> None:
        keep(reader)
        document = published(city)
        signer = city.people[Role.SIGNER]
        for round_, expected in enumerate((0, 1, 0)):
            if round_:
                at = RELEASED + dt.timedelta(days=round_)
                review.reopen(document=document, by=city.people[Role.CLERK], at=at)
                document = bring_to(document, "published", cast=city.cast, at=at)
                assert announce_news(at=at + HOUR) == expected
                deliver_due(at=at + HOUR)
            at = RELEASED + dt.timedelta(days=round_, hours=2)
            review.withdraw(document=document, reason="有误", by=signer, at=at)
            assert announce_news(at=at + HOUR) == 0
        assert told() == ["新公开：关于做好屋顶绿化养护工作的通知"]

    def test_what_waits_to_be_sent_does_not_name_what_was_withdrawn(
        self, city: City, reader: User
    ) -> None:
        keep(reader)
        document = published(city)
        assert announce_news(at=RELEASED + HOUR) == 1
        signer, at = city.people[Role.SIGNER], RELEASED + 2 * HOUR
        review.withdraw(document=document, reason="有误", by=signer, at=at)
        assert told() == []
        # Nobody was told of it: it is news when it returns.
        at = RELEASED + dt.timedelta(days=1)
        review.reopen(document=document, by=city.people[Role.CLERK], at=at)
        bring_to(document, "published", cast=city.cast, at=at)
        assert announce_news(at=at + HOUR) == 1
        assert told() == ["新公开：关于做好屋顶绿化养护工作的通知"]

    def test_a_letter_about_several_goes_without_what_was_withdrawn(
        self, city: City, reader: User
    ) -> None:
        keep(reader)
        gone = published(city)
        stays = published(city, title="关于屋顶绿化补贴的通知", doc_number="试府办〔2026〕8号")
        assert announce_news(at=RELEASED + HOUR) == 1
        signer, at = city.people[Role.SIGNER], RELEASED + 2 * HOUR
        review.withdraw(document=gone, reason="有误", by=signer, at=at)
        message = OutboxMessage.objects.get(kind__startswith="subscriptions.news")
        assert message.subject == "新公开1件：关于屋顶绿化补贴的通知"
        assert f"1. {stays.title}" in message.body
        assert stays.get_absolute_url() in message.body
        assert gone.title not in message.subject + message.body
        assert gone.get_absolute_url() not in message.body

    @pytest.mark.parametrize("status", [s for s in Status if s != Status.PUBLISHED])
    def test_nothing_but_what_anyone_may_read_is_told(
        self, city: City, reader: User, status: Status
    ) -> None:
        """Not even when everything else about the row says that it is public."""
        keep(reader, "validity=all")
        document = published(city)
        Document.objects.filter(pk=document.pk).update(
            status=status,
            scheduled_for=RELEASED if status == Status.SCHEDULED else None,
        )
        assert announce_news(at=RELEASED + HOUR) == 0

    def test_what_is_addressed_to_some_is_not_told_to_all(self, city: City, reader: User) -> None:
        keep(reader, "validity=all")
        document = published(city)
        Document.objects.filter(pk=document.pk).update(
            reach=Reach.ADDRESSED, reach_reason="只对有关单位"
        )
        assert announce_news(at=RELEASED + HOUR) == 0

    def test_the_index_is_not_needed(self, city: City, reader: User, settings: Any) -> None:
        keep(reader, "q=产权人负责")
        published(city)
        assert not settings.SEARCH_INDEX_DIR.exists()
        assert announce_news(at=RELEASED + HOUR) == 1
