"""What readers see: the list, one answer with its vote, the part beside a policy, the feed."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pytest_django import Settings

from policies.answers.choices import Audience, ChangeLevel
from policies.answers.models import Entry, Vote
from policies.answers.selectors import Tally, tally
from tests.builders import City
from tests.policies.answers.asking import own_cache
from tests.policies.answers.base import (
    LONG,
    QUESTION,
    SHORT,
    brought,
    policy,
    released,
    revised,
    walk,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

ATOM = "{http://www.w3.org/2005/Atom}"


def page(client: Client, address: str, expected: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == expected, address
    return answer.content.decode().replace("<wbr>", "")


@pytest.fixture
def entry(city: City) -> Entry:
    return released(city)


class TestList:
    def test_by_words_organ_theme_and_policy(self, client: Client, city: City) -> None:
        document = policy(city)
        released(city, document)
        other = policy(city, "试府办〔2026〕9号", title="另一份通知")
        released(city, other, question="别的问题", short_answer="别的简答", similar=[])
        assert '共 <span class="num">2</span> 条' in page(client, "/answers/")
        for query in ("q=屋顶绿化养护费", f"policy={document.pk}", "q=试府办〔2026〕7号"):
            found = page(client, f"/answers/?{query}")
            assert QUESTION in found.replace("<mark>", "").replace("</mark>", ""), query
            assert "别的简答" not in found, query
        assert "别的简答" in page(client, "/answers/?organ=SJ&theme=城乡建设、环境保护")
        assert "没有找到" in page(client, "/answers/?organ=SJ-X")

    @pytest.mark.parametrize(
        "query",
        ["q=%00", f"q={'长' * 5000}", "page=0", "page=99999", "policy=x", f"policy={10**30}",
         "organ='--", "theme=<b>", "page=9999"],
    )  # fmt: skip
    def test_odd_addresses_are_answered(self, client: Client, entry: Entry, query: str) -> None:
        assert "<b>" not in page(client, f"/answers/?{query}")

    def test_a_policy_nobody_may_read_is_not_named(self, client: Client, city: City) -> None:
        document = policy(city, title="撤回了的名称")
        released(city, document)
        type(document).objects.filter(pk=document.pk).update(status="withdrawn")
        shown = page(client, f"/answers/?policy={document.pk}")
        assert "撤回了的名称" not in shown
        assert QUESTION not in shown

    def test_queries_do_not_grow_with_the_answers(
        self, client: Client, city: City, entry: Entry, django_assert_num_queries: Any
    ) -> None:
        client.get("/answers/")
        with django_assert_num_queries(12):
            client.get("/answers/")
        for number in (20, 21):
            document = policy(city, f"试府办〔2026〕{number}号")
            released(city, document, question=f"第{number}问")
        with django_assert_num_queries(12):
            assert "第21问" in page(client, "/answers/")


class TestOne:
    def test_the_answer_with_what_it_rests_on(self, client: Client, entry: Entry) -> None:
        shown = page(client, entry.get_absolute_url())
        for words in (QUESTION, SHORT, LONG.splitlines()[0].removeprefix("一、"), "第二条"):
            assert words in shown
        assert "#tiao-2" in shown

    def test_what_colleagues_keep_for_themselves_is_not_shown(
        self, client: Client, city: City
    ) -> None:
        entry = released(city, contact="内部联系人甲")
        shown = page(client, entry.get_absolute_url())
        assert "内部联系人甲" not in shown
        assert "p-answer_reviewer" not in shown

    @pytest.mark.parametrize("state", ["draft", "review", "discarded"])
    def test_what_was_never_read_is_not_there(self, client: Client, city: City, state: str) -> None:
        page(client, brought(city, state).get_absolute_url(), 404)

    @pytest.mark.parametrize("audience", [Audience.WINDOW, Audience.INTERNAL])
    def test_what_is_for_others_is_not_there(
        self, client: Client, city: City, audience: Audience
    ) -> None:
        entry = released(city, audience=audience)
        page(client, entry.get_absolute_url(), 404)
        assert QUESTION not in page(client, "/answers/")

    def test_of_what_was_read_once_only_that_it_holds_no_longer(
        self, client: Client, city: City, entry: Entry
    ) -> None:
        walk(entry, city, "withdraw")
        shown = page(client, entry.get_absolute_url(), 410)
        assert "已经不再适用" in shown
        assert QUESTION not in shown

    def test_a_repealed_policy_takes_its_page_along(self, client: Client, city: City) -> None:
        document = policy(city)
        entry = released(city, document)
        type(document).objects.filter(pk=document.pk).update(validity="repealed")
        assert SHORT not in page(client, entry.get_absolute_url(), 410)
        assert SHORT not in page(client, "/answers/")
        assert SHORT not in page(client, "/answers/feed/")

    def test_its_query_budget(
        self, client: Client, entry: Entry, django_assert_num_queries: Any
    ) -> None:
        client.get(entry.get_absolute_url())
        with django_assert_num_queries(5):
            client.get(entry.get_absolute_url())


class TestVote:
    @staticmethod
    def press(client: Client, entry: Entry, useful: str, version: object = 1) -> Any:
        address = f"{entry.get_absolute_url()}vote/"
        return client.post(address, {"useful": useful, "version": version})

    def test_twice_from_one_browser_counts_once(self, client: Client, entry: Entry) -> None:
        answer = self.press(client, entry, "yes")
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"{entry.get_absolute_url()}#rated",
        )
        assert "您今天选了“有用”" in page(client, entry.get_absolute_url())
        self.press(client, entry, "no")
        assert tally(entry) == Tally(0, 1)
        assert "您今天选了“没用”" in page(client, entry.get_absolute_url())
        self.press(Client(), entry, "yes")
        assert tally(entry) == Tally(1, 1)

    def test_a_share_is_told_once_it_says_something(self, client: Client, entry: Entry) -> None:
        for _ in range(4):
            self.press(Client(), entry, "yes")
        assert "认为有用" not in page(client, entry.get_absolute_url())
        self.press(Client(), entry, "no")
        assert "5 次评价，80% 认为有用" in page(client, entry.get_absolute_url())

    @pytest.mark.parametrize(
        ("useful", "version", "status"),
        [("", 1, 400), ("maybe", 1, 400), ("yes", "", 404), ("yes", "x", 404), ("yes", 9, 404),
         ("yes", "1" * 50, 404)],
    )  # fmt: skip
    def test_what_is_no_vote_is_not_counted(
        self, client: Client, entry: Entry, useful: str, version: object, status: int
    ) -> None:
        assert self.press(client, entry, useful, version).status_code == status
        assert not Vote.objects.exists()

    def test_on_a_version_that_was_replaced(self, client: Client, city: City, entry: Entry) -> None:
        revised(city, entry, ChangeLevel.MINOR)
        answer = self.press(client, entry, "yes")
        assert answer.status_code == 409
        assert "刚刚有了改动" in answer.content.decode()

    def test_without_the_forms_own_mark_nothing_is_counted(self, entry: Entry) -> None:
        forged = Client(enforce_csrf_checks=True)
        assert self.press(forged, entry, "yes").status_code == 403
        assert not Vote.objects.exists()

    def test_flooding_is_stopped(self, entry: Entry, settings: Settings) -> None:
        settings.CACHES = own_cache("flood")
        codes = [self.press(Client(), entry, "yes").status_code for _ in range(61)]
        assert codes == [302] * 60 + [429]


def test_beside_the_policy_and_gone_with_it(client: Client, city: City) -> None:
    document = policy(city)
    address = document.get_absolute_url()
    assert 'id="answers-title"' not in page(client, address)
    entry = released(city, document)
    released(city, document, question="只给窗口看的", audience=Audience.WINDOW)
    shown = page(client, address)
    assert f'href="{entry.get_absolute_url()}"' in shown
    assert "只给窗口看的" not in shown
    walk(entry, city, "withdraw")
    assert 'id="answers-title"' not in page(client, address)


def test_the_feed_tells_the_newest_first(client: Client, city: City, entry: Entry) -> None:
    released(city, policy(city, "试府办〔2026〕9号"), question="后来的问题\u0008")
    answer = client.get("/answers/feed/?q=x&organ=SJ")
    assert answer["Access-Control-Allow-Origin"] == "*"
    told = ET.fromstring(client.get("/answers/feed/?organ=SJ").content)  # noqa: S314
    titles = [each.findtext(f"{ATOM}title") for each in told.iter(f"{ATOM}entry")]
    assert sorted(filter(None, titles)) == sorted([QUESTION, "后来的问题"])
    assert told.findtext(f"{ATOM}entry/{ATOM}updated") == "2026-09-07T01:00:00+00:00"
    tag = client.get("/answers/feed/")["ETag"]
    assert client.get("/answers/feed/", headers={"If-None-Match": tag}).status_code == 304
