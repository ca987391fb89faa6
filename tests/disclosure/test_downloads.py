"""文字版 and 图片版 of public documents: who gets them, and the 规章库 (T28)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from disclosure.models import Document
from disclosure.services import review
from disclosure.workflow import Status
from portal.accounts.choices import Role
from tests.builders import City, published, put_in
from tests.papers.test_typesetting import KINDS, words_of

RULE = {
    "title": "试江市绿地管理规定",
    "doc_number": "试府令第7号",
    "doc_type": "命令（令）",
    "is_rule": True,
    "rule_note": "（2026年11月2日试府令第7号公布）",
    "attached_instrument": "试江市绿地管理规定",
    "recipients": "各区人民政府",
    "body": "现予公布，自公布之日起施行。\n市长　某某\n试江市绿地管理规定\n第一章　总则\n"
    "第一条　为了绿地，制定本规定。\n第二条　绿地归大家。",
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
class TestDoor:
    """The addresses."""

    def test_the_whole_document_with_safe_headers(
        self, client: Client, city: City, kind: str
    ) -> None:
        document = published(city, annotation="此件公开发布")
        response = client.get(f"/documents/{document.pk}/download.{kind}")
        assert response.status_code == 200
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["Content-Disposition"].startswith("attachment;")
        words = words_of(kind, response.content)
        for wanted in (
            document.title,
            "试府办〔2026〕7号",
            "各区人民政府，市政府各部门：",
            "一、明确责任",
            "2026年11月2日",
            "（此件公开发布）",
        ):
            assert wanted in words, wanted

    def test_a_rule_is_title_note_and_text_only(
        self, client: Client, city: City, kind: str
    ) -> None:
        document = published(city, **RULE)
        content = client.get(f"/documents/{document.pk}/download.{kind}").content
        words = words_of(kind, content)
        assert words.startswith("试江市绿地管理规定（2026年11月2日试府令第7号公布）第一章总则")
        assert "第二条绿地归大家。" in words
        for hidden in ("现予公布", "市长", "各区人民政府", "文件", "此件公开发布"):
            assert hidden not in words, hidden

    def test_unchanged_is_said_and_not_sent_again(
        self, client: Client, city: City, kind: str
    ) -> None:
        address = f"/documents/{published(city).pk}/download.{kind}"
        first = client.get(address)
        assert client.get(address).content == first.content
        again = client.get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405

    def test_names_of_files_are_harmless(self, client: Client, city: City, kind: str) -> None:
        document = published(city, title='关于"../../甲"\\乙\r\nX-Bad: 1/丙的通知' + "长" * 300)
        response = client.get(f"/documents/{document.pk}/download.{kind}")
        assert response.status_code == 200
        assert "X-Bad" not in response
        name = response["Content-Disposition"]
        assert name.endswith(f".{kind}")
        assert not {"/", "\\", "\r", "\n", "%2F", "%5C", "%0D"} & {
            name,
            *name,
            *re.findall("%..", name),
        }

    @pytest.mark.parametrize("status", [s for s in Status if s != Status.PUBLISHED])
    def test_what_is_not_public_does_not_exist(
        self, make_draft: Callable[..., Document], client: Client, kind: str, status: Status
    ) -> None:
        document = make_draft()
        put_in(document, status)
        assert client.get(f"/documents/{document.pk}/download.{kind}").status_code == 404
        assert client.get(f"/documents/999999/download.{kind}").status_code == 404

    def test_nor_for_staff_and_a_kept_file_goes_with_its_document(
        self, settings: Any, client: Client, city: City, now: dt.datetime, kind: str
    ) -> None:
        settings.AXES_ENABLED = False
        document = published(city)
        address = f"/documents/{document.pk}/download.{kind}"
        etag = client.get(address)["ETag"]
        review.withdraw(document=document, reason="内容有误", by=city.people[Role.SIGNER], at=now)
        for person in (city.people[Role.CLERK], city.outsider):
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            assert client.get(address).status_code == 404
            assert client.get(address, headers={"if-none-match": etag}).status_code == 404


@pytest.mark.django_db
def test_the_rules_page_lists_only_rules_in_force(client: Client, city: City) -> None:
    rule = published(city, **RULE)
    ended = published(
        city,
        **RULE
        | {
            "title": "试江市旧规定",
            "doc_number": "试府令第3号",
            "signed_on": dt.date(2019, 1, 4),
            "effective_on": dt.date(2019, 2, 1),
            "expires_on": dt.date(2021, 1, 31),
        },
    )
    notice = published(city)
    page = client.get("/library/rules/").content.decode()
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page)
    assert heads == ["序号", "标题（题注）", "下载文字版", "下载图片版"]
    assert "试府令第7号公布）" in page
    for kind in KINDS:
        assert f"/documents/{rule.pk}/download.{kind}" in page
        assert f"/documents/{ended.pk}/download.{kind}" not in page
        assert f"/documents/{notice.pk}/download.{kind}" not in page
    assert "现予公布" not in page
    assert (
        'href="/library/rules/"' in client.get("/openness/contents/regulations/").content.decode()
    )


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_rules_page_asks_the_same_number_of_questions(
    client: Client, city: City, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        published(
            city, **RULE | {"title": f"试江市规定{number}", "doc_number": f"试府令第{number + 1}号"}
        )
    client.get("/library/rules/")
    with django_assert_num_queries(4):
        response = client.get("/library/rules/")
    assert len(response.context["rules"]) == count


@pytest.mark.django_db
def test_the_document_page_offers_both(client: Client, city: City) -> None:
    document = published(city)
    page = client.get(document.get_absolute_url()).content.decode()
    for kind, words in (("docx", "Word 文字版"), ("pdf", "PDF 图片版")):
        assert f'href="/documents/{document.pk}/download.{kind}"' in page
        assert words in page


@pytest.mark.django_db
def test_the_document_page_tells_the_size_of_what_was_set(client: Client, city: City) -> None:
    document = published(city)
    assert "KB" not in client.get(document.get_absolute_url()).content.decode()
    content = client.get(f"{document.get_absolute_url()}download.docx").content
    assert client.get(document.get_absolute_url()).context["sizes"] == {"docx": len(content)}
