"""What every public page has: tags, footer, entries; and what none may have."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from portal.organs.models import SiteProfile
from tests.builders import City, published
from tests.site.pages import COLUMN_TYPES, LISTS, Page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", LISTS)
class TestEveryPage:
    """Pages that are always there."""

    def test_site_and_column_tags(self, client: Client, city: City, address: str) -> None:
        page = Page(client.get(address).content.decode())
        assert page.meta["SiteName"] == "试江市政务公开"
        assert page.meta["SiteDomain"] == "shijiang.example"
        assert re.fullmatch(r"bm\d{8}|\d{10}", page.meta["SiteIDCode"])
        for name in ("ColumnName", "ColumnDescription", "ColumnKeywords"):
            assert page.meta[name], name
        assert page.meta["ColumnType"] in COLUMN_TYPES
        assert page.title.endswith("试江市政务公开")

    def test_footer(self, client: Client, city: City, address: str) -> None:
        source = client.get(address).content.decode()
        foot = source[source.index("<footer") : source.index("</footer>")]
        profile = SiteProfile.objects.get()
        for value in (
            profile.organ.name,
            profile.operator,
            profile.address,
            profile.postcode,
            profile.phone,
            profile.id_code,
            profile.icp_number,
            profile.police_number,
            "我为政府网站找错",
            "网站地图",
            "https://beian.miit.gov.cn/",
            f"recordcode={profile.police_number}",
        ):
            assert value in foot, value

    def test_nothing_is_fetched_from_elsewhere_and_nothing_is_inline(
        self, client: Client, city: City, address: str
    ) -> None:
        response = client.get(address)
        page = Page(response.content.decode())
        assert page.loads
        assert [u for u in page.loads if not u.startswith("/") or u.startswith("//")] == []
        assert page.inline == []
        assert [u for u in page.actions if not u.startswith("/")] == []
        assert "default-src 'self'" in response["Content-Security-Policy"]

    def test_no_entry_leads_nowhere(self, client: Client, city: City, address: str) -> None:
        page = Page(client.get(address).content.decode())
        inner = {link.split("#")[0] for link in page.links if link.startswith("/")} - {""}
        assert inner
        broken = [link for link in inner if client.get(link).status_code not in (200, 302)]
        assert broken == []
        assert "#" not in page.links


def test_the_map_says_what_a_machine_s_door_is_for(client: Client, city: City) -> None:
    page = client.get("/sitemap/").content.decode()
    assert "供图书馆、档案馆批量采集（OAI-PMH）" in page
    assert "收割" not in page


def test_titles_differ(client: Client, city: City) -> None:
    titles = [Page(client.get(address).content.decode()).title for address in LISTS]
    assert len(set(titles)) == len(titles)


def test_the_platform_has_its_entries_in_order_one_click_from_home(
    client: Client, city: City
) -> None:
    assert 'href="/openness/"' in client.get("/").content.decode()
    source = client.get("/openness/").content.decode()
    menu = source[source.index('class="menu only-wide"') :]
    places = [
        menu.index(label)
        for label in (
            "政府信息公开指南",
            "政府信息公开制度",
            "法定主动公开内容",
            "政府信息公开年报",
            "依申请公开",
        )
    ]
    assert places == sorted(places)


def test_statutory_contents_are_complete_and_counted(client: Client, city: City) -> None:
    published(city)
    page = client.get("/openness/contents/")
    assert [category.item for category, _ in page.context["general"]] == list(range(1, 16))
    source = page.content.decode()
    assert "?validity=all&amp;category=13" in source
    assert "1 件" in source


def test_rules_are_listed_with_their_note(client: Client, city: City) -> None:
    published(
        city,
        title="试江市绿地管理规定",
        doc_number="试府令第7号",
        is_rule=True,
        rule_note="（2026年11月2日试府令第7号公布）",
    )
    page = client.get("/openness/contents/regulations/").content.decode()
    assert "试江市绿地管理规定" in page
    assert "试府令第7号公布）" in page


@pytest.mark.parametrize("count", [1, 3])
def test_home_has_a_fixed_number_of_queries(
    client: Client, city: City, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        published(city, doc_number=f"试府办〔2026〕{40 + number}号", title=f"关于甲{number}的通知")
    with django_assert_num_queries(12):
        response = client.get("/")
    sections = {section.code: given for row in response.context["rows"] for section, given in row}
    assert len(sections["files"]) == count


def test_on_an_empty_home_page_sections_vanish(client: Client, city: City) -> None:
    page = client.get("/")
    assert [[section.code for section, _ in row] for row in page.context["rows"]] == [["frame"]]
    assert "暂无" not in page.content.decode()


def test_in_the_simple_edition_home_is_search_and_verbs(
    client: Client, city: City, django_assert_num_queries: Any
) -> None:
    published(city)
    client.cookies["reading"] = "on.default.standard"
    with django_assert_num_queries(1):
        page = client.get("/").content.decode()
    assert "最新文件" in page
    verbs = re.search(r'class="big-verbs".*?</ul>', page, re.DOTALL)
    assert verbs
    assert 5 <= verbs[0].count("<li>") <= 7
    assert "按主题查" not in page


def test_what_begins_and_ends_stands_in_the_order_of_its_day(client: Client, city: City) -> None:
    published(city, title="关于甲的通知", doc_number="试府办〔2026〕41号", **_holding(10, 400))
    published(city, title="关于乙的通知", doc_number="试府办〔2026〕42号", **_holding(-40, 3))
    published(city, title="关于丙的通知", doc_number="试府办〔2026〕43号", **_holding(-40, 300))
    rows = client.get("/").context["rows"]
    leaves = next(given for row in rows for section, given in row if section.code == "dates")
    assert [(leaf.title, leaf.is_end) for leaf in leaves] == [
        ("关于乙的通知", True),
        ("关于甲的通知", False),
    ]
    assert leaves[0].why.endswith("还有3天")


def _holding(begins: int, ends: int) -> dict[str, dt.date]:
    """From so many days after today until so many."""
    today = timezone.localdate()
    return {
        "effective_on": today + dt.timedelta(days=begins),
        "expires_on": today + dt.timedelta(days=ends),
    }


def test_pages_stand_before_the_profile_is_entered(client: Client, db: None) -> None:
    assert client.get("/").status_code == 200
    assert "未录入" in client.get("/contact/").content.decode()


class TestErrors:
    """Pages for when things go wrong."""

    def test_not_found(self, client: Client, city: City) -> None:
        response = client.get("/nichts/")
        assert response.status_code == 404
        assert "没有找到这个页面" in response.content.decode()

    def test_csrf_failure_says_what_to_do(self, city: City) -> None:
        response = Client(enforce_csrf_checks=True).post("/preferences/", {"theme": "dark"})
        assert response.status_code == 403
        assert "页面已过期" in response.content.decode()

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("400.html", "网址或提交的内容有误"),
            ("429.html", "操作太频繁"),
            ("500.html", "网站出了故障"),
        ],
    )
    def test_pages_that_may_not_ask_the_database(
        self, name: str, words: str, django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(0):
            assert words in render_to_string(name)


class TestPlumbing:
    """robots.txt, sitemap.xml, QR codes, gallery."""

    def test_robots(self, client: Client, city: City) -> None:
        response = client.get("/robots.txt")
        assert response["Content-Type"].startswith("text/plain")
        assert "Sitemap: http://testserver/sitemap.xml" in response.content.decode()

    def test_qr_is_an_image_of_our_own_page(self, client: Client, city: City) -> None:
        response = client.get("/qr.svg?path=/library/")
        assert response["Content-Type"] == "image/svg+xml"
        assert b"<svg" in response.content

    @pytest.mark.parametrize(
        "path", ["", "//evil.example/", "https://evil.example/", "/nichts/", "/library/" * 40]
    )
    def test_qr_of_anything_else_is_refused(self, client: Client, city: City, path: str) -> None:
        assert client.get("/qr.svg", {"path": path}).status_code == 404

    def test_gallery_is_for_demo_sites_only(self, client: Client, city: City) -> None:
        response = client.get("/gallery/")
        assert response.status_code == 200
        shown = response.content.decode()
        assert '<a href="#gallery-medium">请选择获取方式。</a>' in shown  # errors
        assert '<fieldset class="field wrong"' in shown  # field
        assert '<div class="out-of-sight" aria-hidden="true">' in shown  # honeypot
        assert 'id="gallery-door-code"' in shown  # door
        assert "<strong>KX4M-7PQD</strong>" in shown  # receipt
        SiteProfile.objects.update(is_demo=False)
        assert client.get("/gallery/").status_code == 404

    def test_the_canonical_address_is_the_sites_own(self, client: Client, city: City) -> None:
        SiteProfile.objects.update(is_demo=False)
        source = client.get("/library/?q=x").content.decode()
        assert 'rel="canonical" href="https://shijiang.example/library/"' in source
