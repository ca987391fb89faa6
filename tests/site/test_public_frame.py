"""What readers meet around the texts: menus, rows, headings, one place for each thing."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from disclosure.choices import Language, RelationKind
from disclosure.models import Document
from disclosure.presenters.page import annotation_of, kindred
from disclosure.services.relations import relate
from portal.accounts.choices import Role
from portal.taxonomy.models import Theme
from tests.builders import City, draft, published
from tests.site.pages import LISTS

pytestmark = pytest.mark.django_db
CSS = Path(__file__).resolve().parent.parent.parent / "static" / "css"


def seen(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("<wbr>", "")


def test_the_platforms_menu_is_one_line_on_a_phone(client: Client, city: City) -> None:
    closed = seen(client, "/openness/reports/")
    assert re.search(r'<details class="menu only-narrow"\s*>', closed)
    assert "政府信息公开栏目：年报" in closed
    assert re.search(r'<details class="menu only-narrow"\s+open>', seen(client, "/openness/"))


def test_there_is_one_page_on_applying_and_the_other_leads_to_it(
    client: Client, city: City
) -> None:
    moved = client.get("/openness/on-request/")
    assert (moved.status_code, moved["Location"]) == (301, "/requests/")
    page = seen(client, "/requests/")
    assert 'class="platform"' in page
    assert "/openness/on-request/" not in page + seen(client, "/") + seen(client, "/sitemap/")


def test_the_masthead_says_whose_site_it_is(client: Client, city: City) -> None:
    page = seen(client, "/contact/")
    head = page[page.index("<header>") : page.index("</header>")]
    assert 'class="mark"' in head
    assert "试江市人民政府主办" in head
    assert 'href="tel:12345"' in head


def test_a_row_says_what_it_is_about_and_which_day_is_which(client: Client, city: City) -> None:
    found = published(city, abstract="屋顶绿化由谁养护、多久一次。")
    page = seen(client, "/library/")
    row = page[page.index('<li class="row') :]
    assert "屋顶绿化由谁养护、多久一次。" in row
    days = re.sub(r"\s+|&nbsp;|<[^>]+>", "", row[: row.index("</ul>")])
    assert f"成文{found.signed_on}" in days
    assert f"发布{timezone.localdate(found.published_at)}" in days


def test_no_title_has_a_blank_before_the_name_of_the_site(client: Client, city: City) -> None:
    for address in LISTS:
        (title,) = re.findall(r"<title>([^<]*)</title>", seen(client, address))
        assert not re.search(r"\s_|_\s|^\s|\s$|\n", title), address


@pytest.mark.parametrize(
    ("path", "label", "field"),
    [
        ("工业、交通\\其他", "工业、交通（其他）", "theme"),
        (
            "城乡建设、环境保护\\城乡建设（含住房）",
            "城乡建设、环境保护／城乡建设（含住房）",
            "subtheme",
        ),
    ],
)
def test_a_theme_is_followed_by_its_way_and_the_rest_by_what_is_above(
    city: City, path: str, label: str, field: str
) -> None:
    document = draft(city, theme=Theme.objects.get(path=path))
    found = kindred(document)
    assert found
    assert found.label == label
    assert found.query.startswith(f"{field}=")


def test_an_explanation_names_what_it_explains_and_is_named_by_it(
    client: Client, city: City
) -> None:
    rule = published(city, title="试江市绿地管理规定", doc_number="试府办〔2026〕31号")
    news = published(city, title="一图读懂绿地管理", doc_number="试府办〔2026〕32号")
    relate(
        source=news,
        target=rule,
        kind=RelationKind.EXPLAINS,
        effective_on=None,
        by=city.people[Role.SIGNER],
        at=timezone.now(),
    )
    about, explained = seen(client, news.get_absolute_url()), seen(client, rule.get_absolute_url())
    assert '<h2 id="explains">本文解读的文件</h2>' in about
    assert 'id="explained"' not in about
    assert '<h2 id="explained">政策解读</h2>' in explained


def test_a_translation_is_nobodys_signed_paper(client: Client, city: City) -> None:
    moment = dt.datetime(2026, 11, 3, tzinfo=dt.UTC)
    english = draft(
        city,
        doc_number="",
        title="On Green Roofs",
        language=Language.ENGLISH,
        annotation="此件公开发布",
    )
    Document.objects.filter(pk=english.pk).update(
        status="published",
        index_no="SJ-B/2026-00098",
        first_published_at=moment,
        published_at=moment,
    )
    page = seen(client, english.get_absolute_url())
    text = page[page.index("<article") : page.index("</article>")]
    assert 'lang="en"' in text
    assert 'class="sign"' not in text
    assert annotation_of(english) == ""
    prose = (CSS / "components" / "document.css").read_text(encoding="utf-8")
    assert re.search(r"\.reading:lang\(en\) p,[^{]*{[^}]*text-indent: 0", prose)


def test_ones_own_things_have_one_home(client: Client, city: City, settings: Any) -> None:
    settings.AXES_ENABLED = False
    client.force_login(city.outsider, backend="django.contrib.auth.backends.ModelBackend")
    page = seen(client, "/mine/")
    menu = page[page.index('class="mine-menu"') :]
    menu = menu[: menu.index("</nav>")]
    assert re.findall(r">([^<>\s]+)</a>", menu) == [
        "总览", "我的申请", "我的订阅", "我的推送", "站内信", "电子邮箱", "密码", "两步验证",
        "登录设备",
    ]  # fmt: skip
    assert menu.count("aria-current") == 1
    assert Client().get("/mine/").status_code == 302


def test_the_systems_own_wish_for_dark_is_the_dark_theme(client: Client, city: City) -> None:
    assert 'value="system"' in seen(client, "/preferences/")
    tokens = (CSS / "tokens.css").read_text(encoding="utf-8")

    def values(begins: str) -> dict[str, str]:
        block = tokens[tokens.index(begins) :]
        return dict(re.findall(r"(--[\w-]+): ([^;]+);", block[: block.index("}")]))

    dark = values('[data-theme="dark"] {')
    assert values('[data-theme="system"] {') == dark
    assert len(dark) > 20


def test_the_front_page_says_what_one_comes_for(client: Client, city: City) -> None:
    published(city)
    page = seen(client, "/")
    assert re.search(r"<h1[^>]*>\s*查文件、看政策、申请公开", page)
    assert "政府信息公开" in page[page.index('class="frame') :]
    assert 'class="state' in page[page.index("最新文件") :]


def test_a_page_that_was_printed_keeps_its_margins_and_no_buttons(
    client: Client, city: City
) -> None:
    paper = (CSS / "print.css").read_text(encoding="utf-8")
    assert "margin: 20mm 20mm 18mm;" in paper
    assert re.search(r"\.no-print,[^{]*{\s*display: none !important", paper)
    page = seen(client, published(city).get_absolute_url())
    copying = page[: page.index("复制引用")]
    assert "no-print" in copying[copying.rindex("<button") :]


def test_downloads_say_their_kind_and_once_made_their_size(client: Client, city: City) -> None:
    document = published(city)
    address = document.get_absolute_url()
    page = seen(client, address)
    assert "Word 文字版" in page
    assert "PDF 图片版" in page
    made: Any = client.get(f"{address}download.docx")
    size = len(made.content)
    assert f"{round(size / 1024, 1):g}" in seen(client, address)


def test_what_goes_upwards_names_who_signed_it(client: Client, city: City) -> None:
    report = published(
        city, title="关于绿化养护情况的报告", doc_type="报告", signatory="王某某（演示）"
    )
    published(city, title="关于甲的通知", doc_number="试府办〔2026〕41号")
    rows = client.get("/library/?validity=all").context["rows"]
    assert sorted(row.signatory for row in rows) == ["", "王某某（演示）"]
    assert "签发人 王某某（演示）" in seen(client, "/library/?validity=all")
    sheet = seen(client, f"{report.get_absolute_url()}print/")
    line = sheet[sheet.index('class="number upward"') :]
    assert line.index(report.doc_number) < line.index("签发人：") < line.index("red-line")
    exported: Any = client.get("/library/export.csv?validity=all")
    table = exported.getvalue().decode("utf-8-sig").splitlines()
    assert table[0].startswith("标题,发文字号,签发人,")
    assert any(",王某某（演示）," in line for line in table[1:])
