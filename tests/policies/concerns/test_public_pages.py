"""What anyone reads: list, feed, one concern, a month; what is withdrawn is gone at once."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client, override_settings

from policies.concerns.choices import Gravity
from policies.concerns.models import HotList
from policies.concerns.services import concerns, hot_lists
from policies.messages.models import PublishedMessage
from portal.accounts.choices import Role
from tests.builders import City
from tests.policies.answers import base as answers
from tests.policies.concerns.cases import AT, HOUR, TITLE, brought, followed_up, released, walk
from tests.policies.concerns.test_hot_lists import NIGHT, SEPTEMBER, asked, of_city
from tests.policies.messages import cases as messages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
ATOM = "{http://www.w3.org/2005/Atom}"
MONTH = "/concerns/hot/2026-9/"


def page(client: Client, address: str, expected: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == expected, address
    return answer.content.decode().replace("<wbr>", "").replace("<mark>", "").replace("</mark>", "")


def test_by_words_organ_nature_and_year(client: Client, city: City) -> None:
    released(city)
    released(city, title="暴雨积水怎么办", asked="立交下积水。", nature="emergency")
    brought(city, "review")
    assert '共 <span class="num">2</span> 件' in page(client, "/concerns/")
    for query in ("q=自来水", "nature=livelihood", "organ=SJ&nature=livelihood"):
        found = page(client, f"/concerns/?{query}")
        assert TITLE in found, query
        assert "立交" not in found, query
    assert "立交下积水" in page(client, "/concerns/?year=2026")
    assert "没有找到" in page(client, "/concerns/?year=2025")


@pytest.mark.parametrize(
    "query",
    ["q=%00", f"q={'长' * 5000}", "page=0", "page=99999", f"year={'9' * 400}", "nature=<b>x",
     "organ='--", "nature=%F3%A0%80%81"],
)  # fmt: skip
def test_odd_addresses_are_answered(client: Client, city: City, query: str) -> None:
    released(city)
    for address in ("/concerns/", "/concerns/feed/"):
        assert "<b>x" not in page(client, f"{address}?{query}")


def test_the_page_says_all_of_it_in_order(client: Client, city: City) -> None:
    policy = answers.policy(city)
    message = messages.walk(messages.answered(city), city, "publish")
    concern = released(city, policies=[policy], messages=[message.published])
    walk(concern, city, "meet_press", at=AT + 2 * HOUR)
    address = concern.get_absolute_url()
    # What nobody has looked at after it was put on record is not shown yet.
    assert "市政府新闻发布厅" not in page(client, address)
    followed_up(city, concern, AT + 26 * HOUR)
    shown = page(client, address)
    order = ["公众关心什么", "铁锈", "九时检测合格", policy.title, message.published.title,
             "续报", "回访结束", "市政府新闻发布厅"]  # fmt: skip
    places = [shown.index(words) for words in order]
    assert places == sorted(places)
    assert "从发现到回应用了2小时" in shown
    PublishedMessage.objects.filter(pk=message.published.pk).update(
        is_live=False, taken_down_at=AT, title="", question="", answer=""
    )
    type(policy).objects.filter(pk=policy.pk).update(status="withdrawn")
    bare = page(client, address)
    assert policy.title not in bare
    assert "有关留言" not in bare


def test_what_is_typed_is_text(client: Client, city: City) -> None:
    concern = released(city, title="<b>题</b>", asked="<script>alert(1)</script>")
    for address in (concern.get_absolute_url(), "/concerns/", "/concerns/feed/"):
        shown = page(client, address)
        assert "<script>alert" not in shown
        assert "<b>题</b>" not in shown


def test_withdrawn_it_is_gone_from_page_list_search_and_feed(client: Client, city: City) -> None:
    concern = released(city)
    address = concern.get_absolute_url()
    assert page(client, address)
    walk(concern, city, "withdraw", at=AT + 2 * HOUR)
    gone = page(client, address, 410)
    assert TITLE not in gone
    for place in ("/concerns/", "/concerns/feed/", "/search/?q=自来水"):
        assert TITLE not in page(client, place), place
    for state in ("draft", "review", "discarded"):
        assert page(client, brought(city, state).get_absolute_url(), 404)
    assert page(client, f"/concerns/{2**40}/", 404)


def test_the_feed_holds_the_newest(client: Client, city: City) -> None:
    concern = released(city)
    other = released(city, title="暴雨积水怎么办", nature="emergency", at=AT + 3 * HOUR)
    tree = ET.fromstring(client.get("/concerns/feed/").content)  # noqa: S314
    titles = [each.findtext(f"{ATOM}title") for each in tree.iter(f"{ATOM}entry")]
    assert titles == [other.title, concern.title]
    few = ET.fromstring(client.get("/concerns/feed/?nature=livelihood").content)  # noqa: S314
    assert len(list(few.iter(f"{ATOM}entry"))) == 1


def test_a_mark_beside_the_policy_that_is_named(client: Client, city: City) -> None:
    policy = answers.policy(city)
    assert "concerns-title" not in page(client, policy.get_absolute_url())
    concern = released(city, policies=[policy])
    assert concern.title in page(client, policy.get_absolute_url())
    walk(concern, city, "withdraw", at=AT + 2 * HOUR)
    assert "concerns-title" not in page(client, policy.get_absolute_url())


@pytest.mark.parametrize("many", [1, 4])
def test_the_database_is_asked_as_much_however_much_there_is(
    client: Client, city: City, many: int, django_assert_num_queries: Any
) -> None:
    policies = [answers.policy(city, f"试府办〔2026〕{each + 20}号") for each in range(many)]
    concern = released(city, policies=policies)
    for each in range(many):
        released(city, title=f"第{each}件", gravity=Gravity.OTHER)
        followed_up(city, concern, AT + (2 + each) * HOUR, policies=policies)
    client.get("/concerns/")
    with django_assert_num_queries(11):
        client.get("/concerns/")
    with django_assert_num_queries(5):
        client.get(concern.get_absolute_url())
    with django_assert_num_queries(8):
        client.get("/concerns/feed/")


class TestMonth:
    @pytest.fixture
    def hot_list(self, city: City) -> HotList:
        asked(city, 5, policy=answers.policy(city))
        hot_lists.make_due_lists(at=NIGHT)
        return of_city(city)

    def test_it_is_read_when_a_person_made_it_public(
        self, client: Client, city: City, hot_list: HotList, django_assert_num_queries: Any
    ) -> None:
        by = city.people[Role.ANSWER_REVIEWER]
        for address in (MONTH, "/concerns/hot/2026-13/", "/concerns/hot/0-1/"):
            page(client, address, 404)
        hot_lists.make_public(hot_list=hot_list, by=by, at=NIGHT)
        row = hot_list.lines.get(kind="policy")
        hot_lists.attach(line=row, answer=released(city), by=by, at=NIGHT)
        shown = page(client, MONTH)
        for words in ("2026年9月热点问题", row.document.title, TITLE, "问得多的政策"):
            assert words in shown
        with django_assert_num_queries(5):
            client.get(MONTH)
        assert f'href="{MONTH}"' in page(client, "/concerns/")
        page(client, f"{MONTH}?organ=SJ-X", 404)
        page(client, f"{MONTH}?organ=%00", 200)
        hot_lists.take_back(hot_list=hot_list, reason="有误", by=by, at=NIGHT)
        assert row.document.title not in page(client, MONTH, 410)

    @override_settings(HOT_QUESTIONS_LEAST=1)
    def test_a_district_has_its_own(self, client: Client, city: City) -> None:
        asked(city, 1, policy=answers.policy(city), organ=city.street)
        hot_lists.make_due_lists(at=NIGHT)
        district = HotList.objects.get(organ=city.district, month=SEPTEMBER)
        by = city.people[Role.ANSWER_REVIEWER]
        for each in (district, of_city(city)):
            hot_lists.make_public(hot_list=each, by=by, at=NIGHT)
        assert "?organ=SJ-D" in page(client, MONTH)
        assert "试江市东河区人民政府和所属机关" in page(client, f"{MONTH}?organ=SJ-D")


def test_the_patrol_knows_its_addresses(city: City) -> None:
    from portal.links.registry import sources

    (source,) = [each for each in sources() if each.code == "policies.concerns"]
    concern = released(city, origin_url="https://news.example.org/a")
    by = city.people[Role.MESSAGE_RESPONDER]
    concerns.meet_press(
        concern=concern, held_at=AT, place="厅", url="https://press.example.org/b", by=by, at=AT
    )
    urls = {"https://news.example.org/a", "https://press.example.org/b"}
    assert set(source.addresses()) == urls
    (place,) = source.places([city.office.pk], None)
    assert (set(place.urls), place.title) == (urls, TITLE)
    assert list(source.places([city.office.pk], ["https://else.example/"])) == []
    assert list(source.places([city.street.pk], None)) == []


@pytest.mark.parametrize("month", ["2147483648-1", "0-1", "2026-13", "99999999999999999999-1"])
def test_a_month_that_is_none_is_not_there(client: Client, db: None, month: str) -> None:
    assert client.get(f"/concerns/hot/{month}/").status_code == 404
