"""The pages that search: they count what is asked, and show first what the office wants."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from portal.accounts.models import User
from portal.asking.models import AskedQuery
from portal.search.follower import Follower
from tests.asking.cases import bet
from tests.builders import City, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture(autouse=True)
def indexed(city: City, follower: Follower) -> None:
    published(city)
    follower.rebuild()


@pytest.mark.parametrize("page", ["/search/", "/library/"])
class TestEachPage:
    def test_it_counts_what_is_asked(self, client: Client, page: str) -> None:
        client.get(page, {"q": "屋顶绿化"})
        client.get(page, {"q": "天文台"})
        counted = AskedQuery.objects.order_by("in_vain").values_list("times", "in_vain", "text")
        assert list(counted) == [(1, 0, ""), (1, 1, "")]

    def test_pages_further_on_and_empty_ones_are_not_counted(
        self, client: Client, page: str
    ) -> None:
        for query in ("", "?q=", "?q=屋顶&page=2", "?q=屋顶&kind=document&organ=SJ"):
            client.get(page + query)
        assert not AskedQuery.objects.exists()

    def test_whoever_is_signed_in_is_not_counted(
        self, client: Client, city: City, page: str
    ) -> None:
        """Their words may be the title of what was addressed to them."""
        client.force_login(city.outsider, backend="django.contrib.auth.backends.ModelBackend")
        client.get(page, {"q": "屋顶绿化"})
        assert not AskedQuery.objects.exists()

    def test_what_the_office_wants_stands_first(
        self, client: Client, keeper: User, page: str
    ) -> None:
        bet(keeper, "申请公开", reason="<b>在这里</b>办")
        shown = client.get(page, {"q": "申请公开"}).content.decode()
        assert 'href="/requests/" class="words"' in shown
        assert "&lt;b&gt;在这里&lt;/b&gt;办" in shown
        assert "first-shown" not in client.get(page, {"q": "屋顶"}).content.decode()

    def test_it_is_answered_although_nothing_can_be_counted(
        self, client: Client, broken_cache: None, page: str
    ) -> None:
        assert client.get(page, {"q": "屋顶"}).status_code == 200

    def test_what_all_this_costs(self, client: Client, settings: Settings, page: str) -> None:
        settings.SEARCH_LOG = settings.SEARCH_WORDS = False
        client.get(page, {"q": "屋顶"})
        with CaptureQueriesContext(connection) as plain:
            client.get(page, {"q": "屋顶"})
        settings.SEARCH_LOG = settings.SEARCH_WORDS = True
        settings.SEARCH_WORDS_SECONDS = 60.0
        client.get(page, {"q": "屋顶"})
        with CaptureQueriesContext(connection) as whole:
            client.get(page, {"q": "屋顶"})
        assert len(whole) - len(plain) == 4
