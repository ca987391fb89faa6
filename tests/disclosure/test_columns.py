"""Columns as readers see them: a page, the list of all, and the facet they are made of."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.test import Client

from disclosure.column_facts import holdings, listed_columns
from disclosure.models import ColumnType, Document
from disclosure.services import review
from disclosure.services.columns import load_columns
from disclosure.services.upkeep import complete_entries
from portal.accounts.choices import Role
from portal.search.follower import following
from portal.search.models import SearchEntry
from tests.builders import FILED_AT, City
from tests.disclosure.columns import DAY, a_column, a_plan, midday, two_plans
from tests.site.pages import Page


def titles(response: Any) -> set[str]:
    return {str(row.title_html) for row in response.context["rows"]}


def nested(sitemap: str) -> list[str]:
    """The site maps that a site map names, as paths."""
    named = re.findall(r"<loc>https?://[^/]+(/[^<]*sitemap[^<]*)</loc>", sitemap)
    return [html.unescape(address) for address in named if "xml" in address]


@pytest.fixture
def plans(city: City) -> list[Document]:
    return two_plans(city)


@pytest.mark.django_db
class TestPage:
    """/library/c/<slug>/."""

    def test_the_base_holds_and_the_reader_narrows(
        self, client: Client, city: City, plans: list[Document]
    ) -> None:
        url = a_column(city).get_absolute_url()
        assert titles(client.get(url)) == {"甲规划", "乙规划"}
        assert titles(client.get(f"{url}?year=2025")) == {"乙规划"}
        assert titles(client.get(f"{url}?organ=SJ-B")) == {"甲规划"}

    @pytest.mark.parametrize(
        "query", ["kind=notice", "kind=official&kind=notice", "kind=", "kind=%00"]
    )
    def test_the_base_cannot_be_taken_off(
        self, client: Client, city: City, plans: list[Document], query: str
    ) -> None:
        response = client.get(f"{a_column(city).get_absolute_url()}?{query}")
        assert titles(response) == {"甲规划", "乙规划"}
        assert "kind" not in {group.name for group in response.context["groups"]}
        assert not any("信息类别" in chip.label for chip in response.context["chips"])

    def test_every_link_of_a_facet_keeps_its_promise(
        self, client: Client, city: City, plans: list[Document]
    ) -> None:
        """Within the column, with and without the reader's own choice."""
        for criteria in ("kind=plan", "validity=all&kind=plan", "theme=城乡建设、环境保护"):
            url = a_column(city, criteria=criteria).get_absolute_url()
            for group in client.get(url).context["groups"]:
                for link in group.links:
                    found = client.get(f"{url}{link.url}").context["found"]
                    assert found.total == link.count, (criteria, group.name, link.label)

    def test_a_theme_offers_its_second_level(
        self, client: Client, city: City, plans: list[Document]
    ) -> None:
        url = a_column(city, criteria="theme=城乡建设、环境保护").get_absolute_url()
        groups = {group.name: group for group in client.get(url).context["groups"]}
        assert "theme" not in groups
        (link,) = groups["subtheme"].links
        assert client.get(f"{url}{link.url}").context["found"].total == 3
        assert "theme=" not in link.url.replace("subtheme=", "")

    def test_a_column_of_every_state_can_be_narrowed_to_what_holds(
        self, client: Client, city: City
    ) -> None:
        a_plan(
            city,
            "旧规划",
            signed_on=dt.date(2020, 1, 6),
            effective_on=dt.date(2020, 2, 1),
            expires_on=dt.date(2021, 1, 31),
        )
        a_plan(city, "新规划")
        url = a_column(city, criteria="validity=all&kind=plan").get_absolute_url()
        response = client.get(url)
        assert titles(response) == {"旧规划", "新规划"}
        states = {g.name: g for g in response.context["groups"]}["validity"].links
        links = {link.label: link for link in states}
        assert links["全部"].current
        narrowed = client.get(f"{url}{links['现行文件'].url}")
        assert titles(narrowed) == {"新规划"}
        assert titles(client.get(f"{url}?on=2020-06-01")) == {"旧规划"}

    def test_a_column_of_one_state_shows_no_other(
        self, client: Client, city: City, plans: list[Document]
    ) -> None:
        url = a_column(city, criteria="validity=expired&kind=plan").get_absolute_url()
        for query in ("", "?validity=all", "?validity=in_force"):
            response = client.get(url + query)
            assert titles(response) == set()
            assert "validity" not in {group.name for group in response.context["groups"]}

    def test_words_of_the_base_stay(
        self, client: Client, city: City, settings: Any, plans: list[Document]
    ) -> None:
        url = a_column(city, criteria="q=甲规划").get_absolute_url()
        with following(settings.SEARCH_INDEX_DIR) as follower:
            follower.rebuild()
        assert titles(client.get(url)) == {"<mark>甲规划</mark>"}
        assert client.get(f"{url}?q=丙通知").context["found"].total == 1

    def test_tags_feed_and_what_is_said_of_it(
        self, client: Client, city: City, plans: list[Document]
    ) -> None:
        column = a_column(city, column_type=ColumnType.CATALOGUE, name="规划<b>计划")
        response = client.get(f"{column.get_absolute_url()}?year=2025")
        page = Page(response.content.decode())
        assert page.meta["ColumnName"] == "规划<b>计划"
        assert page.meta["ColumnDescription"] == column.description
        assert page.meta["ColumnKeywords"] == "演示,栏目"
        assert page.meta["ColumnType"] == "信息公开目录"
        assert "<b>计划" not in page.source
        assert "责任机关：试江市人民政府办公室" in page.source
        assert "2026-11-04 09:00" in page.source
        linked = next(address for address in page.loads if "year=2025&kind=plan" in address)
        source = client.get(linked).content.decode()
        assert "乙规划" in source
        assert "甲规划" not in source
        assert not page.inline

    def test_an_empty_column_says_where_to_look(self, client: Client, city: City) -> None:
        url = a_column(city).get_absolute_url()
        assert "本栏目还没有文件" in client.get(url).content.decode()
        assert "本栏目中没有符合条件的文件" in client.get(f"{url}?year=1999").content.decode()

    @pytest.mark.parametrize(
        "path", ["nix/", "%00/", "..%2F/", "%3Cscript%3E/", "column-1%20/", "列/", "x" * 300 + "/"]
    )
    def test_unknown_and_hostile_addresses(self, client: Client, city: City, path: str) -> None:
        a_column(city)
        assert client.get(f"/library/c/{path}").status_code == 404

    def test_an_unlisted_one_is_nowhere(self, client: Client, city: City) -> None:
        column = a_column(city, name="停用栏目", is_listed=False)
        assert client.get(column.get_absolute_url()).status_code == 404
        for address in ("/library/", "/library/c/", "/sitemap.xml"):
            assert "停用栏目" not in client.get(address).content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_of_a_column(
        self, client: Client, city: City, settings: Any, django_assert_num_queries: Any, count: int
    ) -> None:
        for number in range(count):
            a_plan(city, f"甲规划{number}")
        url = a_column(city).get_absolute_url()
        with following(settings.SEARCH_INDEX_DIR) as follower:
            follower.rebuild()
        client.get(url)
        with django_assert_num_queries(12):
            assert len(client.get(url).context["rows"]) == count


@pytest.mark.django_db
class TestIndex:
    """/library/c/, the row in the library, and what columns hold."""

    def test_counts_and_days(self, client: Client, city: City, plans: list[Document]) -> None:
        a_column(city, name="规划", criteria="kind=plan")
        a_column(city, name="找甲规划", criteria="q=甲规划")
        a_column(city, name="空栏", criteria="year=1999")
        response = client.get("/library/c/")
        rows = {row.column.name: (row.count, row.newest_on) for row in response.context["reports"]}
        assert rows == {
            "规划": (2, dt.date(2026, 11, 4)),
            "找甲规划": (1, dt.date(2026, 11, 2)),
            "空栏": (0, None),
        }
        assert "2026-11-04" in response.content.decode()

    def test_what_is_counted_is_what_is_shown(
        self, client: Client, city: City, plans: list[Document]
    ) -> None:
        load_columns(organ=city.office, at=FILED_AT)
        review.withdraw(document=plans[0], reason="有误", by=city.people[Role.SIGNER], at=FILED_AT)
        held = holdings(listed_columns())
        for column in listed_columns():
            shown = client.get(column.get_absolute_url()).context["found"].total
            assert held[column.pk].count == shown, column.slug

    def test_publishing_again_makes_nothing_new(self, city: City, plans: list[Document]) -> None:
        column = a_column(city)
        before = holdings([column])[column.pk].newest_at
        Document.objects.filter(pk=plans[1].pk).update(published_at=midday(DAY))
        SearchEntry.objects.filter(object_id=plans[1].pk).update(published_at=midday(DAY))
        assert holdings([column])[column.pk].newest_at == before

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_of_the_index(
        self, client: Client, city: City, django_assert_num_queries: Any, count: int
    ) -> None:
        for _ in range(count):
            a_column(city)
        with django_assert_num_queries(3):
            client.get("/library/c/")

    def test_the_library_leads_to_its_columns(self, client: Client, city: City) -> None:
        assert "/library/c/" not in Page(client.get("/library/").content.decode()).links
        column = a_column(city, name="规划计划栏")
        assert "/library/c/" in Page(client.get("/library/").content.decode()).links
        assert column.get_absolute_url() in Page(client.get("/library/c/").content.decode()).links


@pytest.mark.django_db
class TestKindOfInformation:
    """The facet `kind`, in every door."""

    def test_page_and_interface_agree(
        self, client: Client, city: City, plans: list[Document]
    ) -> None:
        page = client.get("/library/?kind=plan")
        assert page.context["found"].total == 2
        assert "规划计划" in {chip.label for chip in page.context["chips"]}
        answer = client.get("/api/v1/documents/?kind=plan&facets=1").json()
        assert answer["total"] == 2
        assert client.get("/api/v1/documents/?kind=nix").status_code == 400

    def test_entries_from_before_are_completed_once(
        self, city: City, plans: list[Document]
    ) -> None:
        entry = SearchEntry.objects.get(object_id=plans[0].pk, is_live=True)
        entry.facet_terms = [
            term for term in entry.facet_terms if not term.startswith(("kind=", "rank="))
        ]
        entry.save()
        other = SearchEntry.objects.get(object_id=plans[1].pk, is_live=True)
        other.facet_terms = [*other.facet_terms, "validity=none"]
        other.save()
        column = a_column(city)
        assert holdings([column])[column.pk].count == 1
        assert complete_entries(at=FILED_AT, batch=1) == 2
        assert holdings([column])[column.pk].count == 2
        assert complete_entries(at=FILED_AT) == 0


def test_machines_find_the_columns(city: City, client: Client) -> None:
    column = a_column(city)
    index = client.get("/sitemap.xml").content.decode()
    pages = [index, *(client.get(link).content.decode() for link in nested(index))]
    assert any(f"{column.get_absolute_url()}</loc>" in page for page in pages)
