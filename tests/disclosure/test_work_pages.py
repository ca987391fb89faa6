"""A regulation through its doors: rows kept with every act, lists, its page, its addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from disclosure.choices import Language, Reach, RelationKind, Validity
from disclosure.models import Document, Work, WorkCompanion, WorkText
from disclosure.services import review
from disclosure.services.relations import relate, unrelate
from portal.accounts.choices import Role
from portal.search.follower import following
from tests.builders import City, draft, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
FIRST, NEXT, COMING = dt.date(2026, 11, 2), dt.date(2026, 11, 10), dt.date(2027, 1, 1)
NUMBER = "试府令第7号"


def _rule(city: City, number: str, title: str, *lines: str, **more: Any) -> Document:
    note = f"（2026年11月2日{number}公布）"
    more = {
        "doc_type": "命令（令）", "is_rule": True, "rule_note": note, "recipients": "", **more
    }  # fmt: skip
    body = "\n".join(lines or ("第一条　甲。", "第二条　鼓励屋顶绿化。"))
    return published(city, doc_number=number, title=title, body=body, **more)


@pytest.fixture
def say(city: City, now: dt.datetime) -> Callable[..., Any]:
    def act(source: Document, target: Document, kind: str, on: dt.date | None = None) -> Any:
        signer = city.people[Role.SIGNER]
        return relate(source=source, target=target, kind=kind, effective_on=on, by=signer, at=now)

    return act


@pytest.fixture
def measures(city: City) -> Document:
    title = "试江市绿地管理规定"
    lines = ("市长签署命令。", title, "第一条　甲。", "第二条　鼓励屋顶绿化。")
    return _rule(city, NUMBER, title, *lines, attached_instrument=title, effective_on=FIRST)


@pytest.fixture
def decision(city: City) -> Document:
    return _rule(city, "试府令第8号", "试江市人民政府关于修改《试江市绿地管理规定》的决定")


@pytest.fixture
def later(city: City) -> Document:
    title = "试江市绿地管理规定（2026年修正）"
    lines = ("第一条　甲。", "第二条　单位应当按照规划每年种植。")
    return _rule(
        city, "", title, *lines, is_rule=False, rule_note="", doc_type="", effective_on=NEXT
    )


@pytest.fixture
def family(decision: Document, measures: Document, later: Document, say: Any) -> Work:
    say(decision, measures, "amends", NEXT)
    say(later, measures, "revises", NEXT)
    return Work.objects.get(pk=measures.pk)


def page(address: str, status: int = 200) -> str:
    response = Client().get(address)
    assert response.status_code == status, response
    return response.content.decode()


class TestRows:
    """What is derived, and that it follows every act."""

    def test_a_work_holds_its_texts_and_its_decisions(
        self, family: Work, measures: Document, decision: Document, later: Document
    ) -> None:
        texts = family.texts.order_by("since").values_list("document", "role", "since")
        assert list(texts) == [(measures.pk, "original", FIRST), (later.pk, "amended", NEXT)]
        assert family.companions.get().document == decision
        assert decision.work.is_decision
        assert not family.is_decision
        assert family.text_on(dt.date(2026, 11, 1)) is None
        assert family.text_on(NEXT - dt.timedelta(days=1)) == measures
        assert family.text_on(NEXT) == later

    def test_taking_a_relation_back_takes_the_text_out(
        self, family: Work, measures: Document, later: Document, city: City, now: dt.datetime
    ) -> None:
        relation = later.relations_out.get()
        unrelate(relation=relation, reason="有误", by=city.people[Role.SIGNER], at=now)
        assert WorkText.objects.get(document=later).work_id == later.pk
        assert [row.document_id for row in family.texts.all()] == [measures.pk]
        assert family.text_on(NEXT) == measures

    def test_withdrawal_leaves_each_later_text_to_itself_and_release_gathers_them_again(
        self, family: Work, measures: Document, later: Document, city: City, now: dt.datetime
    ) -> None:
        address = family.get_absolute_url()
        review.withdraw(document=measures, reason="有误", by=city.people[Role.SIGNER], at=now)
        assert not family.texts.exists()
        assert not family.companions.exists()
        assert WorkText.objects.get(document=later).work_id == later.pk
        page(address, 404)
        review.reopen(document=measures, by=city.people[Role.CLERK], at=now)
        measures.refresh_from_db()
        for act, role in (
            (review.submit, Role.CLERK),
            (review.confirm_openness, Role.OPENNESS_REVIEWER),
            (review.pass_secrecy, Role.SECRECY_REVIEWER),
            (review.sign, Role.SIGNER),
        ):
            more = {
                review.confirm_openness: {"openness": "open"},
                review.pass_secrecy: {"opinion": "不涉密"},
            }
            act(document=measures, by=city.people[role], at=now, **more.get(act, {}))
        assert family.texts.count() == 2
        assert Client().get(address)["Location"] == later.get_absolute_url()

    def test_one_document_is_a_text_of_one_work(self, family: Work, decision: Document) -> None:
        for role, since in (("revised", NEXT), ("original", NEXT), ("amended", None)):
            with pytest.raises(IntegrityError), transaction.atomic():
                WorkText.objects.create(work=family, document=decision, role=role, since=since)

    def test_everything_can_be_written_anew(self, family: Work, later: Document) -> None:
        before = [*WorkText.objects.order_by("document").values_list()]
        beside = set(WorkCompanion.objects.values_list("work", "document", "role", "since"))
        works = Work.objects.filter(texts__role="original").order_by("pk")
        addresses = [*works.values_list()]
        WorkText.objects.all().delete()
        WorkCompanion.objects.all().delete()
        Work.objects.exclude(pk=family.pk).delete()
        call_command("rebuild_works")
        assert [*WorkText.objects.order_by("document").values_list()] == before
        assert set(WorkCompanion.objects.values_list("work", "document", "role", "since")) == beside
        assert [*works.all().values_list()] == addresses

    def test_two_of_one_number_have_two_addresses(self, city: City) -> None:
        one = _rule(city, "试府令第3号", "甲规定")
        other = published(
            city, doc_number="东河令第3号", title="乙通知", issuers=["试江市人民政府办公室"]
        )
        numbers = {one.work.eli_number, other.work.eli_number}
        assert numbers == {"ling-3", f"d{other.pk}"}


class TestLists:
    """The text in force stands for the regulation."""

    @pytest.mark.parametrize("address", ["/library/rules/", "/openness/contents/regulations/"])
    def test_the_list_of_rules_has_the_text_in_force_once_with_the_whole_note(
        self, family: Work, measures: Document, decision: Document, later: Document, address: str
    ) -> None:
        shown = page(address)
        assert later.get_absolute_url() in shown
        assert f'"{measures.get_absolute_url()}"' not in shown
        assert f'"{decision.get_absolute_url()}"' not in shown
        note = "（2026年11月2日试府令第7号公布　根据2026年11月2日试府令第8号修正）"
        assert note in shown
        assert "历次文本 2" in shown

    def test_search_finds_the_text_in_force_by_the_number_of_the_regulation(
        self, family: Work, measures: Document, later: Document, settings: Any
    ) -> None:
        with following(settings.SEARCH_INDEX_DIR) as follower:
            follower.rebuild()
        rows = Client().get("/library/", {"q": NUMBER}).context["rows"]
        assert [row.url for row in rows] == [later.get_absolute_url()]
        assert rows[0].text_count == 2
        everything = Client().get("/library/", {"q": NUMBER, "validity": "all"}).context["rows"]
        assert [row.url for row in everything] == [later.get_absolute_url()]
        assert [row.url for row in everything[0].older] == [measures.get_absolute_url()]

    def test_older_texts_are_folded_under_the_one_in_force_and_counted(
        self, family: Work, measures: Document, decision: Document, later: Document, settings: Any
    ) -> None:
        with following(settings.SEARCH_INDEX_DIR) as follower:
            follower.rebuild()
        for index in (settings.SEARCH_INDEX_DIR, settings.SEARCH_INDEX_DIR / "lost"):
            settings.SEARCH_INDEX_DIR = index
            answer = Client().get("/library/", {"q": "绿地管理规定", "validity": "all"}).context
            assert answer["found"].total == 3
            assert sorted(row.url for row in answer["rows"]) == sorted(
                [later.get_absolute_url(), decision.get_absolute_url()]
            )
            first = next(row for row in answer["rows"] if row.older)
            assert first.url == later.get_absolute_url()
            assert [row.url for row in first.older] == [measures.get_absolute_url()]
        shown = page("/library/?q=绿地管理规定&validity=all")
        assert "共 <span" in shown
        assert '另有 <span class="num">1</span> 个旧文本' in shown

    def test_an_older_text_without_the_newer_beside_it_stands_for_itself(
        self, family: Work, measures: Document, later: Document
    ) -> None:
        answer = Client().get("/library/", {"validity": "superseded"}).context
        assert [row.url for row in answer["rows"]] == [measures.get_absolute_url()]
        assert answer["rows"][0].current.url == later.get_absolute_url()
        assert answer["rows"][0].fates == ()

    def test_a_day_asked_about_has_one_text_of_it(self, family: Work, measures: Document) -> None:
        rows = Client().get("/library/", {"on": FIRST.isoformat()}).context["rows"]
        assert measures.get_absolute_url() in {row.url for row in rows}
        assert family.texts.count() == 2


class TestPage:
    """What the page of a text says."""

    def test_an_older_text_has_one_box_that_says_what_to_do(
        self, family: Work, measures: Document, decision: Document, later: Document
    ) -> None:
        response = Client().get(measures.get_absolute_url())
        (box,) = response.context["bands"]
        assert box.headline == "您看的是旧文本，2026年11月10日起适用现行文本。"
        assert [act.url for act in box.actions] == [
            later.get_absolute_url(),
            f"/documents/{measures.pk}/compare/{later.pk}/",
        ]
        assert response.context["sentences"] == []
        assert response.context["stamp"].word == "旧文本"
        assert response.context["caption"] == "（2026年11月2日试府令第7号公布）"

    def test_the_text_in_force_is_a_rule_with_its_line_of_texts(
        self, family: Work, measures: Document, decision: Document, later: Document
    ) -> None:
        response = Client().get(later.get_absolute_url())
        assert response.context["bands"] == []
        first, this = response.context["history"]
        assert (first.label, first.since) == ("最初的文本", "2026年11月2日起至2026年11月9日")
        assert (this.label, this.since, this.is_this) == (
            "2026年11月10日起的文本（现行）", "修正", True,
        )  # fmt: skip
        assert [by.url for by in this.by] == [decision.get_absolute_url()]
        shown = response.content.decode()
        assert "（此件公开发布）" not in shown
        assert "政府规章" in shown

    def test_before_its_day_a_text_leads_to_the_one_that_applies(
        self, measures: Document, later: Document, say: Any
    ) -> None:
        say(later, measures, "revises", COMING)
        (coming,) = Client().get(measures.get_absolute_url()).context["bands"]
        assert coming.headline == "2027年1月1日起适用新文本，在此之前适用本文本。"
        (not_yet,) = Client().get(later.get_absolute_url()).context["bands"]
        assert not_yet.headline == "本文件尚未施行，自2027年1月1日起施行。"
        assert [act.url for act in not_yet.actions] == [measures.get_absolute_url()]

    def test_an_end_stands_on_the_line_and_in_the_box(
        self, city: City, family: Work, measures: Document, later: Document, say: Any
    ) -> None:
        end = _rule(city, "试府令第9号", "关于废止部分规章的决定")
        say(end, measures, "repeals", dt.date(2026, 11, 15))
        later.refresh_from_db()
        assert later.validity == Validity.REPEALED
        (box,) = Client().get(measures.get_absolute_url()).context["bands"]
        assert box.headline.endswith("最后的文本也已经失去效力。")
        response = Client().get(later.get_absolute_url())
        assert response.context["history"][-1].by[0].url == end.get_absolute_url()
        assert response.context["caption"].endswith("　2026年11月2日试府令第9号废止）")

    def test_two_texts_are_compared_from_the_older_to_the_newer(
        self, family: Work, measures: Document, later: Document
    ) -> None:
        address = f"/documents/{measures.pk}/compare/{later.pk}/"
        shown = page(address)
        assert f"文本比较：{later.title}" in shown
        assert "<h2>第二条</h2>" in shown
        assert "市长签署命令" not in shown
        backwards = Client().get(f"/documents/{later.pk}/compare/{measures.pk}/")
        assert backwards["Location"] == address


class TestAddresses:
    """/eli/."""

    def test_the_regulation_its_text_on_a_day_and_an_article(
        self, family: Work, measures: Document, later: Document
    ) -> None:
        root = family.get_absolute_url()
        assert root == "/eli/SJ-B/2026/ling-7/"
        old, new = measures.get_absolute_url(), later.get_absolute_url()
        for address, wanted in (
            (root, new),
            (f"{root}2026-11-09/", old),
            (f"{root}2026-11-10/", new),
            (f"{root}tiao-2/", f"{new}#tiao-2"),
            (f"{root}2026-11-09/tiao-2/", f"{old}#tiao-2"),
        ):
            response = Client().get(address)
            assert (response.status_code, response["Location"]) == (302, wanted), address
            assert "no-cache" in response["Cache-Control"]
        asked = Client().get(root, {"on": "2026-11-09"})
        assert asked["Location"] == f"{root}2026-11-09/"

    def test_what_became_a_text_of_another_is_still_found_at_its_address(
        self, family: Work, later: Document
    ) -> None:
        former = Work.objects.get(pk=later.pk)
        assert Client().get(former.get_absolute_url())["Location"] == later.get_absolute_url()
        page(f"{former.get_absolute_url()}2026-11-10/", 404)

    def test_what_is_not_there_is_told_on_the_page_of_the_regulation(self, family: Work) -> None:
        root = family.get_absolute_url()
        shown = page(f"{root}2019-01-01/", 404)
        assert "2019年1月1日没有适用的文本" in shown
        assert "最初的文本" in shown
        assert "请重新填写" in page(f"{root}?on=2026-02-30", 400)
        for nothing in ("tiao-99/", "tiao-0/", "2026-02-30/", "x/", "2026-11-09/x/"):
            page(root + nothing, 404)
        page("/eli/SJ-B/2026/ling-77/", 404)

    def test_withdrawn_and_targeted_texts_show_through_no_door(
        self, city: City, family: Work, measures: Document, later: Document, now: dt.datetime
    ) -> None:
        review.withdraw(document=later, reason="有误", by=city.people[Role.SIGNER], at=now)
        root = family.get_absolute_url()
        assert Client().get(root)["Location"] == measures.get_absolute_url()
        assert later.title not in page(measures.get_absolute_url())
        Document.objects.filter(pk=measures.pk).update(
            reach=Reach.ADDRESSED, reach_reason="仅涉及街道", is_rule=False
        )
        for address in (root, f"{root}2026-11-10/", f"{root}tiao-2/", f"{root}2019-01-01/"):
            page(address, 404)

    def test_the_interface_tells_the_work_and_the_language(
        self, family: Work, measures: Document, later: Document
    ) -> None:
        told = Client().get(f"/api/v1/documents/{later.pk}/").json()
        assert told["language"] == "zh-Hans"
        assert told["work"]["id"] == measures.pk
        assert told["work"]["url"].endswith(family.get_absolute_url())
        assert [
            (text["id"], text["role"], text["since"], text["until"])
            for text in told["work"]["texts"]
        ] == [
            (measures.pk, "original", "2026-11-02", "2026-11-09"),
            (later.pk, "amended", "2026-11-10", None),
        ]

    def test_what_is_translated_is_listed(self, city: City, measures: Document, say: Any) -> None:
        english = draft(city, doc_number="", title="On Green Roofs", language=Language.ENGLISH)
        assert "Nothing has been translated" in page("/en/")
        clerk = city.people[Role.CLERK]
        at = dt.datetime(2026, 11, 3, tzinfo=dt.UTC)
        relate(source=english, target=measures, kind=RelationKind.TRANSLATES, by=clerk, at=at)
        Document.objects.filter(pk=english.pk).update(
            status="published",
            index_no="SJ-B/2026-00099",
            first_published_at=at,
            published_at=at,
        )
        shown = page("/en/")
        assert english.title in shown
        assert measures.title in shown
        assert Client().get(english.get_absolute_url()).context["stamp"].word == "译本"
