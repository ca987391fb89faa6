"""The library as a topic: its query string as a criterion, and the ways in from its pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from disclosure import subscriptions as library
from disclosure.filters import read_address
from portal.accounts.models import User
from portal.common.errors import ActRefused
from portal.notifications.models import Subscription
from portal.notifications.registry import topic_of
from portal.search.follower import Follower, following
from portal.taxonomy.models import PolicyTag
from tests.builders import FILED_AT, City, published

pytestmark = pytest.mark.django_db
BEFORE = FILED_AT


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


class TestCriterion:
    """The query string of the list as a stored criterion."""

    def test_order_page_and_order_of_values_make_no_difference(self) -> None:
        one = library.normalise("organ=SJ-B&organ=SJ-D&q=+屋顶++绿化&validity=all&page=7")
        other = library.normalise(
            "?sort=signed_on&validity=all&q=屋顶 绿化&organ=SJ-D&organ=SJ-B"[1:]
        )
        assert one == other
        assert library.normalise(one) == one

    def test_a_day_in_the_past_is_no_part_of_it(self) -> None:
        one = library.normalise("q=绿化&on=2020-01-01")
        assert one == library.normalise("q=绿化") == library.normalise(one)

    def test_without_a_choice_of_validity_what_is_not_yet_in_force_belongs_to_it(self) -> None:
        chosen = read_address(QueryDict(library.normalise("organ=SJ-B")))
        assert set(chosen.filters["validity"]) == {"in_force", "amended", "none", "not_yet"}
        only = read_address(QueryDict(library.normalise("validity=repealed")))
        assert only.filters["validity"] == ("repealed",)
        assert read_address(QueryDict(library.normalise("validity=all"))).all_states

    def test_words(self, city: City) -> None:
        criteria = {
            query: library.normalise(query)
            for query in (
                "",
                "validity=all",
                "q=绿化&organ=SJ-B&year=2026",
                "category=13&normative=yes",
                "subtheme=城乡建设、环境保护%5C城乡建设（含住房）&validity=all",
                "subtheme=工业、交通%5C其他&validity=all",
                "organ=NICHTS&validity=repealed",
            )
        }
        words = library.describe(criteria.values())
        said = {query: words[criterion] for query, criterion in criteria.items()}
        assert said[""] == ("现行有效或尚未施行",)
        assert said["validity=all"] == ("全部新公开的文件",)
        assert said["q=绿化&organ=SJ-B&year=2026"] == (
            "含“绿化”",
            "现行有效或尚未施行",
            "发布机关：试江市人民政府办公室",
            "成文年份：2026年",
        )
        assert "文件性质：行政规范性文件" in said["category=13&normative=yes"]
        assert said["subtheme=城乡建设、环境保护%5C城乡建设（含住房）&validity=all"] == (
            "主题：城乡建设、环境保护／城乡建设（含住房）",
        )
        assert said["subtheme=工业、交通%5C其他&validity=all"] == ("主题：工业、交通（其他）",)
        assert said["organ=NICHTS&validity=repealed"] == ("有效性：废止", "发布机关：NICHTS")

    def test_words_of_many_criteria_cost_no_more_queries(
        self, city: City, django_assert_num_queries: Any
    ) -> None:
        for many in (1, 5):
            criteria = [library.normalise(f"q=词{number}&organ=SJ-B") for number in range(many)]
            with django_assert_num_queries(2):
                library.describe(criteria)

    @pytest.mark.parametrize("text", ["？", "。。。", "%20%20，%20"])
    def test_what_stands_in_no_document_is_refused(self, text: str) -> None:
        with pytest.raises(ActRefused, match="请换几个字词"):
            library.normalise(f"q={text}")

    @pytest.mark.parametrize(
        "query",
        [
            "q=%00%00绿化",
            "q=绿化%ff%fe&organ=%ed%a0%80",
            "organ=%00&theme=%27%3B+DROP+TABLE&page=-1&sort=../../etc",
            "validity=nonsense&validity=all",
            "&".join(f"tag={'标' * 200}{number}" for number in range(300)),
            "q=" + "长" * 5000,
            "=&&=&;;",
        ],
    )
    def test_hostile_queries_are_harmless(self, city: City, query: str) -> None:
        criterion = library.normalise(query)
        assert criterion.isascii()
        assert library.normalise(criterion) == criterion
        library.describe([criterion])
        assert library.conditions(criterion).groups
        page = Client().get(f"/subscriptions/new/library/?{query}")
        too_long = "请减少几项后再试" in page.content.decode()
        assert page.status_code == (400 if too_long else 200)

    def test_thousands_of_parameters_are_refused(self, city: City) -> None:
        answer = Client().get("/subscriptions/new/library/?" + "&".join(["a=1"] * 5000))
        assert answer.status_code == 400


class TestDoors:
    """The ways in from the library, for everyone."""

    def test_the_list_an_empty_list_and_a_document_lead_to_the_form(
        self, city: City, follower: Follower
    ) -> None:
        document = published(city)
        follower.rebuild()
        client = Client()
        for address in ("/library/?q=绿化&organ=SJ-B", "/library/?q=没有这样的文件"):
            source = client.get(address).content.decode()
            assert "订阅这组条件" in source
            link = source.split('href="/subscriptions/new/library/', 1)[1].split('"', 1)[0]
            form = client.get(f"/subscriptions/new/library/{link.replace('&amp;', '&')}")
            assert "含“" in form.content.decode()
        source = client.get(document.get_absolute_url()).content.decode()
        link = source.split('href="/subscriptions/new/library/', 1)[1].split('"', 1)[0]
        form = client.get(f"/subscriptions/new/library/{link}")
        assert "主题：城乡建设、环境保护／城乡建设（含住房）" in form.content.decode()

    def test_the_library_is_registered(self) -> None:
        assert topic_of("library") is library.TOPIC

    def test_the_form_keeps_the_criterion(self, city: City, reader: User) -> None:
        client = Client()
        client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
        door = "/subscriptions/new/library/?q=绿化&organ=SJ-B&page=3"
        assert client.post(door, {"frequency": "daily", "kinds": ["own"]}).status_code == 302
        kept = Subscription.objects.get()
        assert kept.criterion.text == library.normalise("q=绿化&organ=SJ-B")
        assert kept.starts_at <= timezone.now()
        listed = client.get("/subscriptions/").content.decode()
        assert "发布机关：试江市人民政府办公室" in listed


def test_what_a_renamed_tag_or_a_theme_no_longer_there_named_is_lost(city: City) -> None:
    PolicyTag.objects.create(name="绿色 通行")
    terms = {
        "tag=绿色 通行",
        "tag=旧名",
        "theme=城乡建设、环境保护",
        "theme=没有",
        "organ=SJ-B",
        "*",
    }
    assert library.lost(terms) == {"tag=旧名", "theme=没有"}
    PolicyTag.objects.update(name="新名")
    assert "tag=绿色 通行" in library.lost(terms)


def test_how_many_would_have_been_told(city: City, follower: Follower) -> None:
    published(city)
    follower.rebuild()
    day = timezone.localdate(FILED_AT)
    criterion = library.normalise("q=绿化")
    assert library.count(criterion, day, day) == 1
    assert library.count(criterion, day.replace(day=day.day + 1), day.replace(day=28)) == 0
