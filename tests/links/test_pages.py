"""The owners' list: the worst first, with where to mend it; and who may see it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from disclosure.models import Document
from portal.accounts.choices import Role
from portal.links.choices import LinkClass, Sight
from portal.links.models import DangerousDomain, Link
from portal.links.probe import Answer
from portal.links.selectors import pages_in_need
from portal.links.services import keep_look
from portal.organs.models import Organ
from portal.platform.models import RuleEntry
from tests.builders import FILED_AT, City, person, published
from tests.platform.test_guides import reached, released
from tests.policies.service_items.items import item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
BACKEND = "django.contrib.auth.backends.ModelBackend"
LIST = "/admin/links/link/"
FAILED = Answer(Sight.FAILED, 404, "打不开（状态码 404）")
BLOCKED = Answer(Sight.BLOCKED, 403, "网站不让查看（状态码 403），请人工打开核对")


@pytest.fixture(autouse=True)
def signs_in_at_once(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def seen(url: str, answer: Answer, *hours: int) -> Link:
    """A link after looks at so many hours."""
    return [
        keep_look(url=url, answer=answer, at=FILED_AT + dt.timedelta(hours=hour)) for hour in hours
    ][-1]


def opened(city: City, role: Role, address: str = LIST) -> str:
    client = Client()
    client.force_login(city.people[role], BACKEND)
    return client.get(address).content.decode()


@pytest.fixture
def linking(city: City) -> Document:
    return published(city, body="见 https://a.example/x 和 https://b.example/y 。")


def test_every_kind_of_page_is_listed_with_where_to_mend_it(city: City, linking: Document) -> None:
    service = item(city, link_addr="https://c.example/pc", mobile_terminal_url="")
    Organ.objects.filter(pk=city.office.pk).update(website="https://d.example/")
    guide = released(reached(city.office), city, FILED_AT, further="另见 https://e.example/g 。")
    rule = RuleEntry.objects.create(
        organ=city.office,
        level="state",
        title="条例",
        issuer="国务院",
        url="https://e.example/g",
    )
    for url in ("https://a.example/x", "https://c.example/pc", "https://d.example/"):
        seen(url, FAILED, 0, 24, 48)
    seen("https://e.example/g", FAILED, 0, 24, 48)
    page = opened(city, Role.CLERK)
    for name, pk in (
        ("disclosure_document", linking.pk),
        ("policies_serviceitem", service.pk),
        ("organs_organ", city.office.pk),
        ("platform_guideversion", guide.pk),
        ("platform_ruleentry", rule.pk),
    ):
        assert reverse(f"admin:{name}_change", args=[pk]) in page
    assert page.count("打不开（状态码 404）") == 5


def test_the_worst_class_of_a_page_counts_and_comes_first(city: City, linking: Document) -> None:
    other = published(
        city, title="只有一处要看", doc_number="试府办〔2026〕9号", body="https://e.example/ 。"
    )
    seen("https://e.example/", BLOCKED, 0)
    seen("https://a.example/x", BLOCKED, 0)
    DangerousDomain.objects.create(domain="b.example", reason="通报", by=city.outsider, at=FILED_AT)
    found = {page.place.title: page.link_class for page in pages_in_need([city.office.pk])}
    assert found == {linking.title: LinkClass.DANGEROUS, other.title: LinkClass.CAUTION}
    page = opened(city, Role.CLERK)
    assert page.index(linking.title) < page.index("只有一处要看")
    assert "只有一处要看" not in opened(city, Role.CLERK, f"{LIST}?class=3")


def test_a_lost_attachment_is_broken(city: City, linking: Document) -> None:
    target = published(city, title="将撤下", doc_number="试府办〔2026〕10号")
    lost = published(
        city,
        title="指向它的",
        doc_number="试府办〔2026〕11号",
        body=f"见 {target.get_absolute_url()} 。",
    )
    Document.objects.filter(pk=target.pk).update(reach="addressed", reach_reason="内部")
    (page,) = pages_in_need([city.office.pk])
    assert (page.place.title, page.link_class) == (lost.title, LinkClass.BROKEN)
    assert "所指的文件没有公开或已撤回" in opened(city, Role.CLERK)


def test_the_history_of_a_link(city: City, linking: Document) -> None:
    link = seen("https://a.example/x", FAILED, 0, 24)
    page = opened(city, Role.SUPERVISOR, reverse("admin:links_link_change", args=[link.pk]))
    assert "连续 2 次打不开" in page
    assert "2026-11-03 09:00" in page
    assert linking.title in page


def test_outsiders_see_neither_list_nor_history(
    client: Client, city: City, linking: Document
) -> None:
    link = seen("https://a.example/x", FAILED, 0, 24, 48)
    client.force_login(city.outsider, BACKEND)
    assert "没有发现打不开的链接" in client.get(LIST).content.decode()
    address = reverse("admin:links_link_change", args=[link.pk])
    assert client.get(address).status_code == 404
    client.force_login(person("nothing", organs=[], roles=[]), BACKEND)
    assert client.get(LIST).status_code == 302


def test_today_tells_of_what_is_dead_and_of_nothing_else(city: City, linking: Document) -> None:
    seen("https://a.example/x", BLOCKED, 0)
    assert "打不开或者危险的链接" not in opened(city, Role.CLERK, "/admin/")
    seen("https://b.example/y", FAILED, 0, 24, 48)
    assert "打不开或者危险的链接" in opened(city, Role.CLERK, "/admin/")
    assert "打不开或者危险的链接" not in opened(city, Role.REQUEST_HANDLER, "/admin/")


def test_its_queries_do_not_grow(
    client: Client, city: City, linking: Document, django_assert_num_queries: Any
) -> None:
    client.force_login(city.people[Role.CLERK], BACKEND)
    seen("https://a.example/x", BLOCKED, 0)
    for number in (20, 21, 22):
        with django_assert_num_queries(20):
            client.get(LIST)
        published(city, doc_number=f"试府办〔2026〕{number}号", body="见 https://a.example/x 。")


class TestDomains:
    """Kept by the security administrators."""

    @pytest.fixture
    def security(self, client: Client, city: City) -> Client:
        client.force_login(
            person("security", organs=[city.root], roles=[Role.SECURITY_ADMIN]), BACKEND
        )
        return client

    def test_it_is_listed_in_its_one_spelling(self, security: Client) -> None:
        given = {"domain": "HTTPS://WWW.Evil.example/x", "reason": "通报", "is_active": "on"}
        security.post("/admin/links/dangerousdomain/add/", given)
        assert DangerousDomain.objects.get().domain == "www.evil.example"

    @pytest.mark.parametrize("domain", ["", "http://", "a b", "-", "例 子", "x" * 300])
    def test_what_is_no_domain_is_refused(self, security: Client, domain: str) -> None:
        given = {"domain": domain, "reason": "通报", "is_active": "on"}
        assert security.post("/admin/links/dangerousdomain/add/", given).status_code in (200, 400)
        assert not DangerousDomain.objects.exists()

    def test_no_clerk_comes_near(self, client: Client, city: City) -> None:
        client.force_login(city.people[Role.CLERK], BACKEND)
        assert client.get("/admin/links/dangerousdomain/").status_code == 403
