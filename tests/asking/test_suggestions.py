"""What is offered while somebody types, and what never is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from disclosure.choices import Reach
from disclosure.services.documents import address_to
from disclosure.services.review import withdraw
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.asking import views
from portal.asking.services.words import mute
from portal.organs.models import Organ
from portal.search import suggestions
from portal.search.follower import Follower
from portal.search.index_files import IndexRoot
from portal.site.demo.builders import bring_to
from portal.taxonomy.models import PolicyTag
from portal.tracking.limits import Limit, WithoutCache
from tests.asking.cases import AT
from tests.asking.conftest import Ask
from tests.builders import City, draft, published
from tests.policies.answers import base as answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
SUGGEST = "/search/suggest/"


def offered(client: Client, text: str) -> list[tuple[str, str]]:
    """What is offered for a text: the lines and what they are."""
    answer = client.get(SUGGEST, {"q": text})
    assert answer.status_code == 200
    return [(line["text"], line["kind"]) for line in answer.json()["suggestions"]]


@pytest.fixture
def titled(city: City, follower: Follower) -> None:
    """Some documents, indexed."""
    published(city, title="关于做好屋顶绿化养护工作的通知")
    published(city, title="屋顶花园建设导则", doc_number="试府办〔2026〕8号")
    published(city, title="关于加装电梯的实施意见", doc_number="试府办规〔2026〕18号")
    follower.rebuild()


@pytest.mark.usefixtures("titled")
class TestTitles:
    def test_any_piece_of_a_title_will_do(self, client: Client) -> None:
        assert [text for text, _ in offered(client, "屋顶")] == [
            "屋顶花园建设导则",
            "关于做好屋顶绿化养护工作的通知",
        ]
        assert offered(client, "绿化养护") == [("关于做好屋顶绿化养护工作的通知", "公文")]
        assert offered(client, "绿化 养护")
        assert offered(client, "没有这样的") == []

    def test_it_leads_to_the_page(self, client: Client) -> None:
        (line,) = client.get(SUGGEST, {"q": "电梯"}).json()["suggestions"]
        assert client.get(line["url"]).status_code == 200

    def test_a_piece_that_many_have_is_found_among_the_newest(
        self, client: Client, monkeypatch: Any
    ) -> None:
        monkeypatch.setattr(suggestions, "_FEW", 0)
        assert [text for text, _ in offered(client, "屋顶")] == [
            "屋顶花园建设导则",
            "关于做好屋顶绿化养护工作的通知",
        ]
        assert offered(client, "绿化 养护")

    def test_without_an_index_the_newest_are_looked_through(
        self, client: Client, settings: Settings
    ) -> None:
        settings.SEARCH_INDEX_DIR = settings.SEARCH_INDEX_DIR / "nowhere"
        assert offered(client, "绿化养护") == [("关于做好屋顶绿化养护工作的通知", "公文")]

    def test_a_harmed_index_is_no_harm(self, client: Client, settings: Settings) -> None:
        for path in IndexRoot(settings.SEARCH_INDEX_DIR).current().glob("*.term"):
            path.write_bytes(path.read_bytes()[:9])
        assert offered(client, "绿化养护") == [("关于做好屋顶绿化养护工作的通知", "公文")]


def test_documents_come_before_what_is_said_of_them(
    city: City, client: Client, follower: Follower
) -> None:
    published(city, doc_number="试府办〔2026〕21号")
    answers.released(city)
    follower.rebuild()
    assert [kind for _, kind in offered(client, "屋顶绿化")][:3] == ["公文", "公文", "问答"]


@pytest.mark.usefixtures("titled")
class TestNumbers:
    @pytest.mark.parametrize(
        "text",
        ["试府办〔2026", "试府办2026", "试府办〔2026〕", "试府办[2026]8", "试府办〔2026〕8号"],
    )
    def test_a_number_that_begins_so(self, client: Client, text: str) -> None:
        assert ("试府办〔2026〕8号　屋顶花园建设导则", "公文") in offered(client, text)

    def test_a_whole_number_is_only_itself(self, client: Client) -> None:
        assert offered(client, "试府办规〔2026〕1号") == []
        assert len(offered(client, "试府办规〔2026〕18号")) == 1


class TestNobodyElses:
    """Only what everybody may find."""

    def test_drafts_and_what_is_withdrawn(
        self, city: City, client: Client, follower: Follower
    ) -> None:
        draft(city, title="天文台选址的通知")
        document = published(city, title="天文台开放的通知", doc_number="试府办〔2026〕9号")
        follower.rebuild()
        assert offered(client, "天文台") == [("天文台开放的通知", "公文")]
        withdraw(document=document, reason="误发", by=city.people[Role.SIGNER], at=AT)
        assert offered(client, "天文台") == []
        assert offered(client, "试府办〔2026〕9号") == []

    def test_what_is_addressed_to_some(
        self, city: City, client: Client, follower: Follower
    ) -> None:
        document = draft(
            city, title="定向的天文台通知", reach=Reach.ADDRESSED, reach_reason="仅涉及一街道"
        )
        by = city.people[Role.CLERK]
        address_to(document=document, organs=[city.street], groups=[], by=by, at=AT)
        bring_to(document, "published", cast=city.cast, at=AT)
        follower.rebuild()
        client.force_login(city.people[Role.CLERK], "django.contrib.auth.backends.ModelBackend")
        assert offered(client, "天文台") == []

    def test_what_few_asked_and_what_is_muted(self, client: Client, ask: Ask, keeper: User) -> None:
        ask("天文台怎么去", people=4, found=1)
        assert offered(client, "天文台") == []
        ask("天文台怎么去", people=1, found=1, first=5)
        assert offered(client, "天文台") == [("天文台怎么去", "大家在搜")]
        mute(text="天文台怎么去", is_muted=True, by=keeper, at=AT)
        assert offered(client, "天文台") == []


def test_organs_themes_and_tags_that_have_documents(
    city: City, client: Client, follower: Follower
) -> None:
    PolicyTag.objects.create(name="东河惠民")
    published(city, organ=city.district, doc_number="东府〔2026〕3号", title="便民措施")
    follower.rebuild()
    assert offered(client, "东河") == [("试江市东河区人民政府", "机关")]
    assert ("城乡建设（含住房）", "主题") in offered(client, "城乡建设")
    Organ.objects.filter(pk=city.district.pk).update(is_active=False)
    assert offered(client, "东河") == []


def test_an_organ_leads_to_its_documents(city: City, client: Client, follower: Follower) -> None:
    published(city, organ=city.district, doc_number="东府〔2026〕3号", title="便民措施")
    follower.rebuild()
    (line,) = client.get(SUGGEST, {"q": "东河"}).json()["suggestions"]
    assert "便民措施" in client.get(line["url"]).content.decode()


@pytest.mark.parametrize("text", ["", " ", "。", "\x00", "x" * 300, "%_\\", "((", "\ud800"])
def test_odd_texts_are_answered(city: City, client: Client, text: str) -> None:
    answer = client.get(SUGGEST, {"q": text.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 200


def test_nobody_keeps_it_and_nobody_is_known(city: City, client: Client) -> None:
    answer = client.get(SUGGEST, {"q": "屋顶"})
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_who_asks_without_end_is_given_nothing(
    city: City, client: Client, monkeypatch: Any
) -> None:
    few = Limit("asking.suggest", 2, 60, WithoutCache.LOCAL)
    monkeypatch.setattr(views, "SUGGESTED", few)
    answers = [client.get(SUGGEST, {"q": "屋顶"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].json() == {"suggestions": []}


@pytest.mark.usefixtures("titled")
def test_its_queries_are_few(client: Client, django_assert_num_queries: Any) -> None:
    offered(client, "屋顶")
    # What others asked, rows, who may see them, what is called so.
    with django_assert_num_queries(4):
        offered(client, "屋顶")


def test_the_boxes_ask_it(client: Client, city: City) -> None:
    for address in ("/", "/library/", "/search/"):
        page = client.get(address).content.decode()
        assert f'data-suggest="{SUGGEST}"' in page, address
        assert "js/suggest.js" in page
    # A page that searches something else offers nothing of the whole.
    assert "data-suggest" not in client.get("/policies/").content.decode()
