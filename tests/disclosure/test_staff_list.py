"""The staff's list of documents: a search covers everything, and what is left out says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from disclosure.admin.evidence import evidence_rows
from disclosure.blockers import doubts_of, for_submission
from disclosure.imports.parser import parse_document
from disclosure.models import Document, ImportBatch
from portal.accounts.choices import Role
from tests.builders import City, published

BACKEND = "django.contrib.auth.backends.ModelBackend"
LIST = "/admin/disclosure/document/"
Make = Callable[..., Document]
pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def clerk(city: City) -> Client:
    client = Client()
    client.force_login(city.people[Role.CLERK], backend=BACKEND)
    return client


def _titles(answer: Any) -> list[str]:
    return [row.title for row in answer.context["cl"].result_list]


def _chips(answer: Any) -> list[tuple[str, str]]:
    return [(chip.label, chip.address) for chip in answer.context["cl"].chips]


def test_a_search_covers_everything(city: City, clerk: Client, make_draft: Make) -> None:
    public = published(city, title="停车办法")
    waiting = make_draft(title="停车补充通知", doc_number="试府办〔2026〕8号")
    begins = clerk.get(LIST)
    assert _titles(begins) == [waiting.title]
    assert _chips(begins) == [("待我办理", "?queue=all")]
    assert "去掉筛选：</span>待我办理" in begins.content.decode()
    found = clerk.get(f"{LIST}?q=停车")
    assert sorted(_titles(found)) == sorted([public.title, waiting.title])
    assert _chips(found) == []
    narrowed = clerk.get(f"{LIST}?q=停车&queue=mine&validity__exact=to_verify")
    assert ("待我办理", "?q=%E5%81%9C%E8%BD%A6&queue=all&validity__exact=to_verify") in _chips(
        narrowed
    )
    assert any(label == "有效性：待核实" for label, _ in _chips(narrowed))


def test_a_neighbour_finds_nothing_by_searching(city: City, make_draft: Make) -> None:
    make_draft(title="停车补充通知")
    client = Client()
    client.force_login(city.outsider, backend=BACKEND)
    assert _titles(client.get(f"{LIST}?q=停车")) == []


def test_the_newest_first_where_nothing_is_due(city: City, clerk: Client) -> None:
    for number, year in ((1, 2019), (2, 2026), (3, 2020)):
        published(
            city, title=f"通知{year}", doc_number=f"试府办〔2026〕{number}号",
            signed_on=dt.date(year, 1, 2),
        )  # fmt: skip
    assert _titles(clerk.get(f"{LIST}?queue=all")) == ["通知2026", "通知2020", "通知2019"]


def test_the_pages_speak_chinese(city: City, clerk: Client, make_draft: Make) -> None:
    document = make_draft()
    words = clerk.get(f"{LIST}?queue=all").content.decode()
    assert "公文列表" in words
    assert "共1条" in words
    form = clerk.get(f"{LIST}add/").content.decode()
    assert "新建公文" in form
    reader = Client()
    reader.force_login(city.people[Role.SIGNER], backend=BACKEND)
    shown = reader.get(f"{LIST}{document.pk}/change/").content.decode()
    for strange in ("Select value", "来修改", "过滤器", "增加 公文", "close_small"):
        assert strange not in words + form + shown, strange
    # The list of organs is searched while one types, in Chinese, and holds the clerk's own alone.
    assert 'lang="zh-CN"' in form
    assert "select2/i18n/zh-CN.js" in form
    assert (
        city.other_district.name not in form.partition('id="id_organ"')[2].partition("</select>")[0]
    )


def test_batches_newest_first(city: City, clerk: Client, now: dt.datetime) -> None:
    by = city.people[Role.CLERK]
    for days in (2, 0, 1):
        ImportBatch.objects.create(organ=city.office, by=by, at=now - dt.timedelta(days=days))
    rows = clerk.get("/admin/disclosure/importbatch/").context["cl"].result_list
    assert [row.at for row in rows] == sorted((row.at for row in rows), reverse=True)


def test_a_day_that_is_seldom_right_is_asked_about_and_stops_nothing(
    clerk: Client, make_draft: Make
) -> None:
    document = make_draft(
        signed_on=dt.date(2026, 11, 20), effective_on=dt.date(2026, 10, 1),
        printed_on=dt.date(2026, 11, 1),
    )  # fmt: skip
    assert [text[:4] for text in doubts_of(document)] == ["施行日期", "印发日期"]
    assert for_submission(document, on=dt.date(2026, 11, 20)) == []
    page = clerk.get(f"{LIST}{document.pk}/change/").content.decode()
    assert "施行日期（2026-10-01）早于成文日期（2026-11-20）" in page
    assert doubts_of(make_draft()) == []


def test_titles_within_titles_and_the_evidence_of_a_genre(city: City, make_draft: Make) -> None:
    nested = "关于印发《绿化办法》的通知"
    published(city, title=nested, doc_number="试府办〔2026〕7号")
    twin = make_draft(doc_number="试府办〔2026〕7号", title="另一份")
    told = "".join(each.message for each in for_submission(twin, on=dt.date(2026, 11, 20)))
    assert "《关于印发〈绿化办法〉的通知》" in told
    parsed = parse_document(f"{nested}\n各区：\n请执行。\n", file="x", organs=())
    rows = {row["label"]: row["raw"] for row in evidence_rows(parsed.as_json())}
    assert rows["公文种类"] == "通知"


def test_what_is_late_stands_first_and_what_is_empty_takes_no_room(
    clerk: Client, make_draft: Make
) -> None:
    page = clerk.get("/admin/").content.decode()
    assert "逾期未公开" not in page
    assert "没有退回的文件" not in page
    document = make_draft()
    Document.objects.filter(pk=document.pk).update(publish_due_on=dt.date(2026, 11, 1))
    page = clerk.get("/admin/").content.decode()
    assert page.index("逾期未公开") < page.index("待我办理")


def test_an_empty_list_says_whether_anything_was_asked_for(clerk: Client) -> None:
    empty = clerk.get("/admin/disclosure/importbatch/").content.decode()
    assert "还没有导入批次。" in empty
    assert "看全部" not in empty
    asked = clerk.get(f"{LIST}?q=没有这样的词").content.decode()
    assert "没有符合条件的公文。" in asked
    assert 'href="?queue=all"' in asked
