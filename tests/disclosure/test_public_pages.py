"""The library as a citizen sees it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import Http404
from django.test import Client, RequestFactory
from django.utils import timezone

from disclosure.choices import RelationKind
from disclosure.models import Document
from disclosure.services import review
from disclosure.services.relations import relate
from disclosure.views import public
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.search.follower import following
from portal.taxonomy.models import Theme
from tests.builders import FILED_AT, City, published, put_in

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def indexed(settings: Any) -> Callable[[], None]:
    """Build the index from the rows of this test."""

    def act() -> None:
        with following(settings.SEARCH_INDEX_DIR) as follower:
            follower.rebuild()

    return act


def several(city: City, count: int) -> list[Document]:
    """Published documents that differ in number and title."""
    return [
        published(
            city,
            doc_number=f"试府办〔2026〕{number}号",
            title=f"关于屋顶绿化第{number}期养护工作的通知",
            labels={"tags": []},
        )
        for number in range(10, 10 + count)
    ]


def test_beside_a_document_first_what_becomes_of_it_then_its_theme(
    client: Client, city: City
) -> None:
    rest = Theme.objects.filter(path__endswith="\\其他").exclude(parent=None).order_by("pk")[0]
    above = rest.path.rpartition("\\")[0]
    page = client.get(published(city, theme=rest).get_absolute_url()).content.decode()
    assert page.index("关注这份文件") < page.index(f"订阅主题：{above}（其他）")
    assert f"?{urlencode({'theme': above})}" in page


class TestLibrary:
    """The list."""

    def test_what_holds_is_listed_first_and_the_rest_is_one_tap_away(
        self, client: Client, city: City
    ) -> None:
        published(city, title="关于甲的通知", doc_number="试府办〔2026〕21号")
        published(
            city,
            title="关于乙的通知",
            doc_number="试府办〔2020〕22号",
            signed_on=dt.date(2020, 1, 6),
            effective_on=dt.date(2020, 2, 1),
            expires_on=dt.date(2021, 1, 31),
        )
        page = client.get("/library/").content.decode().replace("<wbr>", "")
        assert "关于甲的通知" in page
        assert "关于乙的通知" not in page
        assert "另有失效、废止等" in page
        everything = client.get("/library/?validity=all").content.decode().replace("<wbr>", "")
        assert "关于乙的通知" in everything
        assert "已失效" in everything

    def test_filters_are_chips_that_can_be_taken_off(self, client: Client, city: City) -> None:
        published(city)
        response = client.get("/library/?organ=SJ-B&year=2026")
        chips = {chip.label: chip.url for chip in response.context["chips"]}
        assert chips["试江市人民政府办公室"] == "?year=2026"
        assert chips["2026年"] == "?organ=SJ-B"
        assert chips["现行文件"] == "?validity=all&organ=SJ-B&year=2026"

    def test_counts_say_what_a_tap_would_bring(self, client: Client, city: City) -> None:
        several(city, 3)
        published(
            city, organ=city.street, doc_number="柳街办〔2026〕3号", title="关于街道绿化的通知"
        )
        groups = {g.name: g for g in client.get("/library/").context["groups"]}
        links = [*groups["organ"].links]
        links += [below for link in links for below in link.below]
        for link in links:
            found = client.get(f"/library/{link.url}").context["found"]
            assert found.total == link.count, link.label

    def test_what_can_never_be_in_force_is_counted_apart(self, client: Client, city: City) -> None:
        published(city, title="关于甲的通知", doc_number="试府办〔2026〕21号")
        published(city, title="关于乙的公示", doc_number="试府办〔2026〕22号", kind="announcement")
        groups = {g.name: g for g in client.get("/library/").context["groups"]}
        links = {link.label: link for link in groups["validity"].links}
        assert {label: link.count for label, link in links.items()} == {
            "现行文件": 2,
            "其中现行有效": 1,
            "其中不涉及有效性的": 1,
            "全部": 2,
        }
        for link in links.values():
            response = client.get(f"/library/{link.url}")
            assert response.context["found"].total == link.count, link.label
            again = {g.name: g for g in response.context["groups"]}["validity"].links
            assert [each.label for each in again if each.current] == [link.label]

    def test_the_title_alone_and_longer_pages_are_part_of_the_address(
        self, client: Client, city: City, indexed: Callable[[], None]
    ) -> None:
        several(city, 21)
        published(city, title="关于乙的通知", doc_number="试府办〔2026〕9号", body="屋顶绿化。")
        indexed()
        wide = client.get("/library/?q=屋顶绿化").context
        assert (wide["found"].total, len(wide["rows"])) == (22, 20)
        narrow, long = wide["scopes"][1][1], wide["sizes"][1][1]
        titled = client.get(f"/library/{narrow}").context
        assert titled["found"].total == 21
        assert [label for label, _, current in titled["scopes"] if current] == ["标题"]
        longer = client.get(f"/library/{long}").context
        assert (len(longer["rows"]), longer["paging"]) == (22, None)
        # What a feed may be asked for knows neither.
        assert client.get(f"/library/feed/{titled['address'].lasting()}").status_code == 200

    def test_the_organs_stand_in_their_three_levels(self, client: Client, city: City) -> None:
        published(city, organ=city.street, doc_number="柳街办〔2026〕3号")
        groups = {g.name: g for g in client.get("/library/").context["groups"]}
        labels = [link.label for link in groups["organ"].links]
        assert labels == ["试江市（全部）", "东河区（全部）"]
        assert len(groups["organ"].links[1].below) == 1

    def test_nothing_found_says_what_to_try(self, client: Client, city: City) -> None:
        published(city)
        page = client.get("/library/?year=1999").content.decode().replace("<wbr>", "")
        assert "没有找到符合条件的文件" in page
        assert "去掉全部筛选条件" in page
        assert "搜索说明" in page

    @pytest.mark.parametrize(
        "query",
        ["page=0", "page=x", "page=99999999999", "sort=nix", "validity=nix", "q=%00%00", "q=%22("],
    )
    def test_odd_addresses_are_answered(self, client: Client, city: City, query: str) -> None:
        published(city)
        assert client.get(f"/library/?{query}").status_code == 200

    def test_hits_are_marked_and_markup_is_escaped(
        self, client: Client, city: City, indexed: Callable[[], None]
    ) -> None:
        published(city, title=f"关于屋顶绿化{HOSTILE}的通知", body=f"屋顶绿化{HOSTILE}。")
        indexed()
        page = (
            client.get("/library/", {"q": f"屋顶绿化{HOSTILE}"})
            .content.decode()
            .replace("<wbr>", "")
        )
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        found = client.get("/library/", {"q": "屋顶绿化"}).content.decode().replace("<wbr>", "")
        assert "<mark>" in found
        assert "&lt;script&gt;" in found

    def test_without_an_index_the_page_says_so(self, client: Client, city: City) -> None:
        published(city)
        page = client.get("/library/?q=绿化").content.decode().replace("<wbr>", "")
        assert "检索正在恢复" in page

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_do_not_grow_with_the_rows(
        self,
        client: Client,
        city: City,
        indexed: Callable[[], None],
        django_assert_num_queries: Any,
        count: int,
    ) -> None:
        several(city, count)
        indexed()
        client.get("/library/")
        with django_assert_num_queries(11):
            response = client.get("/library/")
        assert len(response.context["rows"]) == count


class TestDocument:
    """The reading page and the sheet."""

    @pytest.mark.parametrize("status", [s for s in Status if s != Status.PUBLISHED])
    def test_what_is_not_public_does_not_exist(
        self, client: Client, make_draft: Callable[..., Document], status: Status
    ) -> None:
        document = make_draft()
        put_in(document, status)
        for suffix in ("", "print/"):
            assert client.get(f"/documents/{document.pk}/{suffix}").status_code == 404
        assert client.get("/documents/999999/").status_code == 404

    def test_not_even_for_the_clerk_who_wrote_it_or_for_another_district(
        self, rf: RequestFactory, city: City, make_draft: Callable[..., Document]
    ) -> None:
        document = make_draft()
        for user in (city.people[Role.CLERK], city.outsider):
            request = rf.get(f"/documents/{document.pk}/")
            request.user = user
            with pytest.raises(Http404):
                public.document(request, document.pk)

    @pytest.mark.parametrize("suffix", ["", "print/"])
    def test_hostile_markup_is_text(self, client: Client, city: City, suffix: str) -> None:
        document = published(
            city,
            title=f"关于{HOSTILE}的通知",
            body=f"{HOSTILE}\n一、{HOSTILE}\n甲\t{HOSTILE}",
            recipients=HOSTILE,
            abstract=f'"><script>{HOSTILE}',
        )
        page = (
            client.get(f"/documents/{document.pk}/{suffix}").content.decode().replace("<wbr>", "")
        )
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;" in page

    def test_elements_text_and_signature(self, client: Client, city: City) -> None:
        document = published(city, annotation="此件公开发布")
        response = client.get(f"/documents/{document.pk}/")
        page = response.content.decode().replace("<wbr>", "")
        assert [e.label for e in response.context["elements"]][:3] == [
            "发文机关",
            "发文字号",
            "成文日期",
        ]
        assert document.index_no in page
        assert "（此件公开发布）" in page
        assert "2026年11月2日" in page
        assert '<h2 id="s" class="">一、明确责任</h2>' in page

    def test_a_repealed_document_names_what_repealed_it(self, client: Client, city: City) -> None:
        old = published(city, title="关于旧事的通知", doc_number="试府办〔2026〕31号")
        new = published(city, title="关于新事的通知", doc_number="试府办〔2026〕32号")
        relate(
            source=new,
            target=old,
            kind=RelationKind.REPEALS,
            effective_on=dt.date(2026, 11, 3),
            by=city.people[Role.SIGNER],
            at=FILED_AT,
        )
        old_page = client.get(f"/documents/{old.pk}/").content.decode().replace("<wbr>", "")
        assert "本文件已由" in old_page
        assert "《关于新事的通知》（试府办〔2026〕32号）" in old_page
        assert "自2026年11月3日起废止" in old_page
        assert "本文件自2026年11月3日起废止" in client.get(
            f"/documents/{new.pk}/"
        ).content.decode().replace("<wbr>", "")

    def test_a_rule_shows_its_note_and_never_the_order(self, client: Client, city: City) -> None:
        document = published(
            city,
            title="试江市绿地管理规定",
            doc_number="试府令第7号",
            doc_type="命令（令）",
            is_rule=True,
            rule_note="（2026年11月2日试府令第7号公布）",
            attached_instrument="试江市绿地管理规定",
            recipients="",
            body="现予公布。\n试江市绿地管理规定\n第一条　为了绿地，制定本规定。",
        )
        for suffix in ("", "print/"):
            page = (
                client.get(f"/documents/{document.pk}/{suffix}")
                .content.decode()
                .replace("<wbr>", "")
            )
            assert "试府令第7号公布）" in page
            assert "现予公布" not in page
            assert "为了绿地" in page

    def test_a_draft_on_the_other_side_of_a_relation_is_not_named(
        self, client: Client, city: City, make_draft: Callable[..., Document]
    ) -> None:
        document = published(city)
        secret = make_draft(title="关于未公开事项的决定", doc_number="试府办〔2026〕88号")
        document.relations_in.create(
            source=secret, kind="amends", effective_on=dt.date(2026, 11, 9)
        )
        page = client.get(f"/documents/{document.pk}/").content.decode().replace("<wbr>", "")
        assert "未公开事项" not in page
        assert "88号" not in page

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_do_not_grow_with_the_relations(
        self, client: Client, city: City, django_assert_num_queries: Any, count: int
    ) -> None:
        document, *others = several(city, count + 1)
        for other in others:
            document.relations_in.create(
                source=other, kind="amends", effective_on=dt.date(2026, 11, 9)
            )
        with django_assert_num_queries(18):
            client.get(f"/documents/{document.pk}/")

    def test_page_tags_of_a_content_page(self, client: Client, city: City) -> None:
        document = published(city)
        page = client.get(f"/documents/{document.pk}/").content.decode().replace("<wbr>", "")
        tags = dict(re.findall(r'<meta name="([A-Z]\w+)" content="([^"]*)">', page))
        assert tags["ArticleTitle"] == document.title
        assert tags["ContentSource"] == "试江市人民政府办公室"
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", tags["PubDate"])
        assert tags["Url"].endswith(f"/documents/{document.pk}/")
        title = re.search(r"<title>(.*?)</title>", page, re.S)
        assert title
        assert "".join(title[1].split()) == f"{document.title}_公文库_试江市政务公开"


class TestWithdrawn:
    """A printed copy leads by its code to the page that says the document was withdrawn."""

    @pytest.mark.parametrize("suffix", ["", "print/"])
    def test_says_when_and_never_what(self, client: Client, city: City, suffix: str) -> None:
        document = published(city)
        at = FILED_AT + dt.timedelta(days=3)
        review.withdraw(document=document, reason="内容有误", by=city.people[Role.SIGNER], at=at)
        response = client.get(f"/documents/{document.pk}/{suffix}")
        page = response.content.decode().replace("<wbr>", "")
        assert response.status_code == 410
        assert f"{timezone.localtime(at):%Y年}" in page
        assert "由公开机关撤回" in page
        for secret in (document.title, document.doc_number, document.index_no, "内容有误"):
            assert secret not in page

    def test_what_was_addressed_to_some_never_was_there(self, client: Client, city: City) -> None:
        document = published(city)
        at = FILED_AT + dt.timedelta(days=3)
        review.withdraw(document=document, reason="内容有误", by=city.people[Role.SIGNER], at=at)
        Document.objects.filter(pk=document.pk).update(reach="addressed", reach_reason="定向")
        assert client.get(f"/documents/{document.pk}/").status_code == 404
