"""The office's pages: what was asked, what is done about it, what that changes; and outsiders."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.asking.models import BestBet, MutedQuery, SynonymLine
from portal.search.follower import Follower
from tests.asking.cases import AT, DAY, bet, line
from tests.asking.conftest import Ask
from tests.builders import City, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
BACKEND = "django.contrib.auth.backends.ModelBackend"
LIST = "/admin/asking/askedquery/"
LOOK = f"{LIST}look/"
MUTE = f"{LIST}mute/"
LINES, BETS = "/admin/asking/synonymline/", "/admin/asking/bestbet/"


@pytest.fixture
def office(client: Client, keeper: User) -> Client:
    client.force_login(keeper, BACKEND)
    return client


def opened(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


class TestTheList:
    def test_what_was_not_found_comes_first(self, office: Client, ask: Ask) -> None:
        ask("屋顶花园", people=5)
        ask("加装雨棚", people=6)
        ask("公园", people=9, found=3)
        page = opened(office, LIST)
        assert page.index("加装雨棚") < page.index("屋顶花园")
        assert "公园" not in page
        assert "公园" in opened(office, f"{LIST}?all=1")

    def test_what_few_asked_does_not_stand_there(self, office: Client, ask: Ask) -> None:
        ask("屋顶花园", people=4)
        assert "屋顶花园" not in opened(office, f"{LIST}?all=1&days=180")

    def test_older_days_are_a_step_away(self, office: Client, ask: Ask) -> None:
        ask("屋顶花园", people=5, at=AT - 20 * DAY)
        assert "屋顶花园" not in opened(office, f"{LIST}?days=7")
        assert "屋顶花园" in opened(office, f"{LIST}?days=30")

    def test_each_row_leads_on_with_its_text(self, office: Client, ask: Ask, keeper: User) -> None:
        ask("屋顶花园", people=5)
        line(keeper, "屋顶花园", "屋顶绿化")
        bet(keeper, "屋顶花园")
        page = opened(office, LIST)
        text = "%E5%B1%8B%E9%A1%B6%E8%8A%B1%E5%9B%AD"
        assert f"{LINES}add/?words={text}" in page
        assert f"{BETS}add/?questions={text}" in page
        assert f"{reverse('admin:policies_entry_draft')}?question={text}" in page
        assert "屋顶花园 = 屋顶绿化" in page
        assert "依申请公开" in page

    def test_an_answer_is_begun_with_the_question(self, client: Client, city: City) -> None:
        client.force_login(city.people[Role.MESSAGE_RESPONDER], BACKEND)
        address = f"{reverse('admin:policies_entry_draft')}?question=屋顶花园"
        assert 'value="屋顶花园"' in opened(client, address)

    def test_it_is_muted_and_unmuted(self, office: Client, ask: Ask) -> None:
        ask("屋顶花园", people=5)
        office.post(MUTE, {"text": "屋顶花园", "muted": "1"})
        assert MutedQuery.objects.get().text == "屋顶花园"
        assert "恢复作提示" in opened(office, LIST)
        office.post(MUTE, {"text": "屋顶花园", "muted": "0"})
        assert not MutedQuery.objects.exists()

    @pytest.mark.parametrize("query", ["?days=x", "?page=0", "?page=-1", "?page=٣", "?page=999999"])
    def test_odd_addresses_are_answered(self, office: Client, query: str) -> None:
        opened(office, LIST + query)

    def test_its_queries_do_not_grow(
        self, office: Client, ask: Ask, django_assert_num_queries: Any
    ) -> None:
        for number in range(3):
            ask(f"第{number}种花园", people=5)
            with django_assert_num_queries(13):
                opened(office, LIST)


class TestTrying:
    def test_one_sees_what_a_line_would_change(
        self, office: Client, city: City, follower: Follower
    ) -> None:
        published(city)
        follower.rebuild()
        page = opened(office, f"{LOOK}?q=绿化养护")
        assert "关于做好屋顶绿化养护工作的通知" in page
        assert "加上以后" not in page
        page = opened(office, f"{LOOK}?q=空中花园&words=空中花园、屋顶绿化")
        before, after = page.split("加上以后")
        assert "没有找到" in before
        assert "关于做好屋顶绿化养护工作的通知</a>" in after
        assert f"{LINES}add/?words=" in page
        assert not SynonymLine.objects.exists()

    def test_what_could_not_be_kept_says_why(self, office: Client) -> None:
        for asked, why in (("words=绿屋顶", "至少写两个"), ("path=/no/such/", "没有这个网址")):
            answer = office.get(f"{LOOK}?q=绿屋顶&{asked}")
            assert answer.status_code == 409
            assert why in answer.content.decode()

    def test_a_best_result_is_tried(self, office: Client, city: City, follower: Follower) -> None:
        document = published(city)
        follower.rebuild()
        page = opened(office, f"{LOOK}?q=绿屋顶&path={document.get_absolute_url()}")
        assert f"{BETS}add/?questions=" in page
        assert not BestBet.objects.exists()


class TestKeeping:
    def test_a_line_is_typed_and_its_effect_is_shown(self, office: Client) -> None:
        assert 'value="绿屋顶"' in opened(office, f"{LINES}add/?words=绿屋顶")
        given = {"words": "绿屋顶、屋顶绿化", "meant": "", "note": "", "is_active": "on"}
        answer = office.post(f"{LINES}add/", given)
        kept = SynonymLine.objects.get()
        assert kept.words == ["绿屋顶", "屋顶绿化"]
        assert answer["Location"].startswith(LOOK)
        changed = {**given, "words": "绿屋顶 屋顶花园", "is_active": ""}
        office.post(f"{LINES}{kept.pk}/change/", changed)
        kept.refresh_from_db()
        assert (kept.words, kept.is_active) == (["绿屋顶", "屋顶花园"], False)
        assert "绿屋顶 = 屋顶花园" in opened(office, LINES)

    def test_what_says_nothing_is_refused(self, office: Client) -> None:
        answer = office.post(f"{LINES}add/", {"words": "绿屋顶", "is_active": "on"})
        assert "至少写两个" in answer.content.decode()
        assert not SynonymLine.objects.exists()

    def test_a_best_result_is_typed(self, office: Client, city: City) -> None:
        document = published(city)
        given = {
            "questions": "绿屋顶\n屋顶花园",
            "path": f"https://shijiang.example{document.get_absolute_url()}",
            "title": "",
            "reason": "现行的办法",
            "until": "2026-12-31",
            "is_active": "on",
        }
        office.post(f"{BETS}add/", given)
        kept = BestBet.objects.get()
        assert (kept.questions, kept.object_id) == (["绿屋顶", "屋顶花园"], document.pk)
        assert "2026" in opened(office, BETS)
        answer = office.post(f"{BETS}add/", {**given, "path": "/no/such/"})
        assert "没有这个网址" in answer.content.decode()
        assert BestBet.objects.count() == 1

    def test_none_is_deleted(self, office: Client, keeper: User) -> None:
        kept = line(keeper, "绿屋顶", "屋顶绿化")
        assert office.post(f"{LINES}{kept.pk}/delete/", {"post": "yes"}).status_code == 403
        assert SynonymLine.objects.exists()


def test_today_tells_of_what_was_not_found(office: Client, ask: Ask) -> None:
    assert "读者没有找到的" not in opened(office, "/admin/")
    ask("屋顶花园", people=5)
    assert "屋顶花园" in opened(office, "/admin/")


def test_outsiders_neither_read_nor_change(client: Client, city: City, ask: Ask) -> None:
    ask("屋顶花园", people=5)
    for user in (city.outsider, city.people[Role.CLERK], city.people[Role.SUPERVISOR]):
        client.force_login(user, BACKEND)
        for address in (LIST, f"{LIST}?all=1", f"{LOOK}?q=屋顶花园", LINES, BETS, f"{LINES}add/"):
            answer = client.get(address)
            assert answer.status_code == 403, address
            assert "屋顶花园" not in answer.content.decode()
        assert "屋顶花园" not in opened(client, "/admin/")
        assert client.post(MUTE, {"text": "屋顶花园", "muted": "1"}).status_code == 403
        given = {"words": "绿屋顶、屋顶绿化", "is_active": "on"}
        assert client.post(f"{LINES}add/", given).status_code == 403
    assert not MutedQuery.objects.exists()
    assert not SynonymLine.objects.exists()
