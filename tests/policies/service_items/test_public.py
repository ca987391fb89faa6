"""What readers see of services: beside a policy, in their list, on their page, in the search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import Settings

from disclosure.models import Document
from policies.service_items.models import ServiceItem
from policies.service_items.search_entries import KIND
from policies.service_items.services.entries import refresh_due
from policies.service_items.services.links import link_item
from portal.accounts.choices import Role
from portal.search.follower import following
from portal.search.models import SearchEntry
from portal.search.queries import SearchQuery, search
from tests.builders import FILED_AT, City, published
from tests.policies.service_items.items import BODY, brought_in, item, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
AT = FILED_AT + dt.timedelta(hours=4)


@pytest.fixture
def policy(city: City) -> Document:
    return published(city, body=BODY)


@pytest.fixture
def indexed(settings: Settings) -> Callable[[], None]:
    """Bring the index of this test up to the rows."""

    def rebuild() -> None:
        with following(settings.SEARCH_INDEX_DIR) as follower:
            follower.rebuild()

    return rebuild


def link(city: City, policy: Document, service: ServiceItem, anchor: str = "") -> None:
    by = city.people[Role.CLERK]
    link_item(document=policy, item=service, anchor=anchor, by=by, at=AT)


class TestBesideThePolicy:
    """办 on the page of a document."""

    def test_it_names_the_service_with_its_addresses_and_the_passage(
        self, client: Client, city: City, policy: Document
    ) -> None:
        service = item(city)
        link(city, policy, service, "tiao-1")
        page = client.get(policy.get_absolute_url()).content.decode()
        assert f'href="{service.get_absolute_url()}"' in page
        assert 'href="https://zwfw.example/pc/1"' in page
        assert 'href="https://zwfw.example/m/1"' in page
        assert 'href="#tiao-1"' in page
        assert "办理：" in page

    def test_nothing_is_there_without_a_link(self, client: Client, policy: Document) -> None:
        assert "services-title" not in client.get(policy.get_absolute_url()).content.decode()

    def test_one_more_query_however_many_links(
        self, client: Client, city: City, policy: Document, django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(18):
            client.get(policy.get_absolute_url())
        for number in range(3):
            link(city, policy, item(city, task_code=f"A{number}" * 8), "tiao-1")
        with django_assert_num_queries(18):
            client.get(policy.get_absolute_url())


class TestTheList:
    """/services/."""

    @pytest.fixture
    def services(self, city: City) -> list[ServiceItem]:
        return [
            item(city, task_code="A" * 31, task_name="停车场备案"),
            item(city, task_code="B" * 31, task_name="创业补贴申领", dept_code="SJ-D"),
            item(city, task_code="C" * 31, task_name="已经停办的事", task_state="3"),
        ]

    def names(self, client: Client, query: str) -> list[str]:
        context = client.get(f"/services/{query}").context
        return [each.task_name for each in context["items"]]

    def test_only_what_can_be_applied_for(
        self, client: Client, services: list[ServiceItem]
    ) -> None:
        assert self.names(client, "") == ["停车场备案", "创业补贴申领"]

    def test_by_words_code_and_organ(
        self, client: Client, services: list[ServiceItem], indexed: Callable[[], None]
    ) -> None:
        indexed()
        assert self.names(client, "?q=补贴") == ["创业补贴申领"]
        assert self.names(client, f"?q={'A' * 31}") == ["停车场备案"]
        assert self.names(client, "?organ=SJ-D") == ["创业补贴申领"]
        assert self.names(client, "?organ=SJ-D&q=停车") == []

    def test_by_the_theme_of_a_policy_that_leads_there(
        self, client: Client, city: City, policy: Document, services: list[ServiceItem]
    ) -> None:
        assert policy.theme is not None
        assert policy.theme.parent is not None
        link(city, policy, services[0])
        link(city, policy, services[0], "tiao-1")
        assert self.names(client, f"?theme={policy.theme.parent.path}") == ["停车场备案"]
        Document.objects.filter(pk=policy.pk).update(validity="expired")
        page = client.get(f"/services/?theme={policy.theme.parent.path}")
        assert page.context["themes"] == []

    @pytest.mark.parametrize(
        "query",
        [
            "?page=0",
            "?page=99999999999",
            "?organ=x&theme=%00",
            "?q=%00%E2%80%8B",
            f"?q={'长' * 999}",
        ],
    )
    def test_nonsense_is_left_out(
        self, client: Client, services: list[ServiceItem], query: str
    ) -> None:
        assert client.get(f"/services/{query}").status_code == 200

    def test_its_queries_do_not_grow(
        self, client: Client, city: City, django_assert_num_queries: Any
    ) -> None:
        for count in (1, 3):
            for number in range(count):
                item(city, task_code=f"{count}{number}" * 8)
            with django_assert_num_queries(5):
                client.get("/services/")


class TestItsPage:
    """/services/<pk>/."""

    def test_it_says_how_and_where_and_names_its_policies(
        self, client: Client, city: City, policy: Document
    ) -> None:
        service = item(
            city, project_type="1", accept_condition="满十八周岁\n在本市", promise_day="3 个工作日"
        )
        link(city, policy, service)
        page = client.get(service.get_absolute_url()).content.decode()
        for said in ("即办件", "满十八周岁", "3 个工作日", policy.get_absolute_url()):
            assert said in page

    def test_one_that_stopped_says_so_and_leads_nowhere(self, client: Client, city: City) -> None:
        service = item(city, plan_cancel_date="2026-11-10")
        page = client.get(service.get_absolute_url()).content.decode()
        assert "这个事项现在不能办理" in page
        assert "https://zwfw.example/pc/1" not in page

    def test_what_is_withdrawn_is_not_named(
        self, client: Client, city: City, policy: Document
    ) -> None:
        service = item(city)
        link(city, policy, service)
        Document.objects.filter(pk=policy.pk).update(reach="addressed", reach_reason="内部")
        assert policy.title not in client.get(service.get_absolute_url()).content.decode()


class TestInTheSearch:
    """Kind service_item."""

    def live(self) -> set[int]:
        return set(SearchEntry.objects.live([KIND]).values_list("object_id", flat=True))

    def test_an_entry_lives_as_long_as_the_item_is_on_offer(self, city: City) -> None:
        service = item(city)
        assert self.live() == {service.pk}
        brought_in(city, row(task_state="3"))
        assert self.live() == set()

    def test_the_days_of_an_item_move_its_entry_by_themselves(self, city: City) -> None:
        later = item(city, plan_effective_date="2026-11-05", plan_cancel_date="2026-11-09")
        assert self.live() == set()
        moved = []
        for day in (3, 5, 5, 9):
            at = FILED_AT.replace(day=day)
            moved.append((refresh_due(at=at), self.live() == {later.pk}))
        assert moved == [(0, False), (1, True), (0, True), (1, False)]

    def test_a_hit_whose_day_has_come_is_not_shown(
        self, city: City, indexed: Callable[[], None]
    ) -> None:
        item(city, plan_cancel_date="2026-11-10")
        indexed()
        found = search(SearchQuery(text="补贴", kinds=(KIND,)), viewer=AnonymousUser())
        assert found.total == 0
