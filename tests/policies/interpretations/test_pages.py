"""The public pages: list, interpretation, former editions, the aside, captions, ratings."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from disclosure.services import review as documents
from policies.interpretations.models import ExplainedPolicy, Interpretation, Rating
from policies.interpretations.scan import uncleared
from policies.interpretations.services import contrasts, drafts, parts, review
from policies.interpretations.services.steps import STEPS
from policies.interpretations.workflow import Status
from portal.accounts.choices import Role
from portal.files.models import StoredFile
from portal.files.services import read_file
from portal.search.follower import following
from portal.text.lines import from_lines
from portal.text.model import Figure, Text
from tests.builders import City
from tests.conftest import NOON
from tests.files.films import mp4
from tests.files.samples import image_bytes
from tests.policies.interpretations.cases import (
    ACTS,
    MINUTE,
    begun,
    brought,
    policy,
    public_policy,
)

pytestmark = pytest.mark.django_db
VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n晚上停车\n"


def told(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status
    return str(answer.content.decode())


def released(city: City, case: Interpretation, at: dt.datetime = NOON) -> Interpretation:
    """A draft brought to the public."""
    for action in ("submit", "pass_secrecy", "sign", "publish"):
        role = STEPS.rules.workflow.actions[action].role
        ACTS[action](case, city.people[Role(role)], at)
    return Interpretation.objects.get(pk=case.pk)


def in_index(settings: Settings) -> None:
    with following(settings.SEARCH_INDEX_DIR) as follower:
        follower.rebuild()


class TestBothWays:
    def test_policy_and_interpretation_lead_to_each_other(self, city: City) -> None:
        document = public_policy(city)
        case = begun(city, [document])
        row = case.policies.get()
        drafts.point(interpretation=case, places=[(row.pk, "tiao-1")],
                       by=city.people[Role.CLERK], at=NOON)  # fmt: skip
        released(city, case)
        page = told(f"/policies/{case.series_id}/")
        assert f'href="/documents/{document.pk}/"' in page
        assert f'href="/documents/{document.pk}/#tiao-1"' in page
        assert "第一条 机关应当在夜间开放停车场" in page
        beside = told(f"/documents/{document.pk}/")
        assert f'href="/policies/{case.series_id}/"' in beside
        assert 'href="#tiao-1"' in beside
        assert "发布解读　文字" in beside

    def test_it_opens_at_the_passage_it_explains(
        self, city: City, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        document = public_policy(city)
        with django_assert_num_queries(DOCUMENT_QUERIES):
            assert "opens-here" not in told(f"/documents/{document.pk}/")
        clerk, series = city.people[Role.CLERK], []
        lines = ("办法的第二条说的是几点到几点。<b>", "晚上可以停车。")
        for number, line in enumerate(lines):
            case = begun(city, [document])
            row = case.policies.get()
            drafts.point(
                interpretation=case, places=[(row.pk, "tiao-1"), (row.pk, "tiao-2")],
                by=clerk, at=NOON,
            )  # fmt: skip
            text = from_lines([line])
            parts.write_part(
                interpretation=case,
                form="expert",
                text=text,
                made_by_ai=not number,
                by=clerk,
                at=NOON,
            )
            series.append(released(city, case).series_id)
        with django_assert_num_queries(DOCUMENT_QUERIES + 3):
            page = told(f"/documents/{document.pk}/")
        passage = page.split('id="tiao-2"', 1)[1].split("</details>", 1)[0]
        assert passage.index("</p>") < passage.index('<details class="opens-here no-print">')
        assert "<summary" in passage
        assert "<b>解</b>解读" in passage
        assert f'<a href="/policies/{series[0]}/#part-2">晚上车能停哪里</a>' in passage
        assert "办法的第二条说的是几点到几点。&lt;b&gt;（含人工智能生成的内容）" in passage
        # Where no line names the passage it says itself what it is.
        assert f'<a href="/policies/{series[1]}/">晚上车能停哪里</a>' in passage
        assert "单位大院晚上开门。" in passage
        assert page.count("opens-here") == 2
        assert "opens-here" not in told(f"/documents/{document.pk}/print/")

    def test_a_policy_that_is_not_public_is_not_named(self, city: City) -> None:
        hidden = policy(city, number="试府办规〔2026〕8号", title="试江市未定停车新规")
        case = brought(city, Status.READY, [public_policy(city)])
        ExplainedPolicy.objects.create(interpretation=case, document=hidden, position=2)
        Interpretation.objects.filter(pk=case.pk).update(
            status=Status.PUBLISHED, first_published_at=NOON, published_at=NOON
        )
        assert "未定停车新规" not in told(f"/policies/{case.series_id}/")

    def test_released_with_it_is_said(self, city: City) -> None:
        document = public_policy(city)
        case = brought(city, Status.PUBLISHED, [document], at=document.published_at)
        assert "2026年11月2日，与文件同时发布" in told(f"/policies/{case.series_id}/")
        assert "与文件同时" not in told(brought(city, Status.PUBLISHED, [
            public_policy(city, number="试府办规〔2026〕9号")]).get_absolute_url())  # fmt: skip


class TestHidden:
    def test_what_is_not_public_has_no_page(self, city: City) -> None:
        case = brought(city, Status.READY, [public_policy(city)])
        told(f"/policies/{case.series_id}/", 404)
        told(f"/policies/{case.series_id}/editions/1/", 404)
        assert case.title not in told("/policies/")
        assert Client().post(f"/policies/{case.series_id}/rating/").status_code == 404

    def test_what_was_taken_down_says_so_and_no_more(self, city: City) -> None:
        case = brought(city, Status.WITHDRAWN)
        page = told(f"/policies/{case.series_id}/", 410)
        assert "已于<time" in page
        assert case.title not in page

    def test_with_its_policy_it_goes_from_page_list_and_files(
        self, city: City, settings: Settings
    ) -> None:
        document = public_policy(city)
        case = brought(city, Status.PUBLISHED, [document])
        signer = city.people[Role.SIGNER]
        documents.withdraw(document=document, reason="有误", by=signer, at=NOON + MINUTE)
        in_index(settings)
        assert case.title not in told("/policies/")
        told(f"/policies/{case.series_id}/", 410)


class TestEditions:
    def test_a_former_one_can_be_read_and_says_that_it_is_one(self, city: City) -> None:
        case = brought(city, Status.SUPERSEDED)
        page = told(f"/policies/{case.series_id}/")
        assert "更新说明：改了一处。" in page
        assert f"/policies/{case.series_id}/editions/1/" in page
        former = told(f"/policies/{case.series_id}/editions/1/")
        assert "这是第1版，已有新的一版" in former
        assert "告诉我们" not in former
        answer = Client().get(f"/policies/{case.series_id}/editions/2/")
        assert answer["Location"] == f"/policies/{case.series_id}/"


class TestContent:
    def test_questions_fold_and_anchors_are_not_given_twice(self, city: City) -> None:
        case, clerk = begun(city), city.people[Role.CLERK]
        for form in ("questions", "written"):
            text = from_lines(["一、去哪里看？", "看名单。", "第一条　机关应当开放。"])
            parts.write_part(interpretation=case, form=form, text=text, by=clerk, at=NOON)
        page = told(released(city, case).get_absolute_url())
        assert "去哪里看？</summary>" in page
        assert page.count('id="p3-tiao-1"') == page.count('id="p2-tiao-1"') == 1
        assert 'href="#part-2"' in page

    def test_contrast_marks_what_is_new_and_what_it_means(self, city: City) -> None:
        older = public_policy(city, number="试府办规〔2019〕1号", title="试江市夜间停车规定",
                              body="第一条　鼓励机关在夜间开放停车场。")  # fmt: skip
        case, clerk = begun(city), city.people[Role.CLERK]
        contrasts.contrast(interpretation=case, older=older, by=clerk, at=NOON)
        rows = list(case.contrasts.all())
        assert [row.article for row in rows] == ["第一条", "第二条（新增）"]
        contrasts.reword_contrast(interpretation=case, row=rows[0], meaning="可以办月卡。",
                                  by=clerk, at=NOON)  # fmt: skip
        contrasts.contrast(interpretation=case, older=older, by=clerk, at=NOON)
        page = told(released(city, case).get_absolute_url())
        assert "<del>鼓励</del>" in page
        assert "<ins>应当</ins>" in page
        assert "可以办月卡。" in page
        assert "没有规定" in page

    def test_a_film_plays_with_its_captions_and_can_be_read(self, city: City) -> None:
        case, clerk = begun(city), city.people[Role.CLERK]
        parts.write_part(
            interpretation=case, form="film", recording=(io.BytesIO(mp4()), "夜.mp4"),
            captions=VTT.encode(), by=clerk, at=NOON,
        )  # fmt: skip
        read_file(file_id=StoredFile.objects.get().pk, at=NOON)
        stored = StoredFile.objects.get()
        film, captions = f"/files/{stored.public_id}/play/", f"/policies/captions/{case.pk}/2.vtt"
        told(film, 404)
        told(captions, 404)
        review.confirm_items(
            interpretation=case,
            items=[found.key for found in uncleared(case)],
            reason="从头看过。", by=city.people[Role.OPENNESS_REVIEWER], at=NOON,
        )  # fmt: skip
        page = told(released(city, case).get_absolute_url())
        assert f'src="{film}"' in page
        assert f'<track kind="captions" src="{captions}"' in page
        assert "<p>晚上停车</p>" in page
        assert Client().get(film, headers={"Range": "bytes=0-3"}).status_code == 206
        answer = Client().get(captions)
        assert answer["Content-Type"].startswith("text/vtt")
        assert answer.content.decode() == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n晚上停车\n"
        ACTS["withdraw"](case, city.people[Role.SIGNER], NOON + MINUTE)
        told(film, 404)
        told(captions, 404)

    def test_a_picture_is_read_only_where_a_public_text_shows_it(self, city: City) -> None:
        case, clerk = begun(city), city.people[Role.CLERK]
        shown, left = (
            parts.add_picture(interpretation=case, stream=io.BytesIO(image_bytes()), name="图.png",
                              by=clerk, at=NOON)
            for _ in range(2)
        )  # fmt: skip
        text = Text((Figure(str(shown.public_id), "时间条，18时到次日8时涂成蓝色"),))
        parts.write_part(interpretation=case, form="pictures", text=text, by=clerk, at=NOON)
        for stored in (shown, left):
            read_file(file_id=stored.pk, at=NOON)
        for found in uncleared(case):
            review.confirm_items(interpretation=case, items=[found.key], reason="看过。",
                                 by=city.people[Role.OPENNESS_REVIEWER], at=NOON)  # fmt: skip
        told(f"/files/{shown.public_id}/", 404)
        page = told(released(city, case).get_absolute_url())
        assert 'alt="时间条，18时到次日8时涂成蓝色"' in page
        answer = Client().get(f"/files/{shown.public_id}/")
        assert answer.getvalue()
        told(f"/files/{left.public_id}/", 404)


class TestList:
    @pytest.fixture
    def two(self, city: City, settings: Settings) -> tuple[Interpretation, Interpretation]:
        first = brought(city, Status.PUBLISHED, [public_policy(city)])
        second = brought(
            city, Status.PUBLISHED,
            [public_policy(city, number="试府办规〔2026〕9号", title="试江市洗车办法")],
            at=NOON + dt.timedelta(days=3), stage="follow_up",
        )  # fmt: skip
        in_index(settings)
        return first, second

    def test_filters_by_stage_form_organ_and_year(
        self, city: City, two: tuple[Interpretation, Interpretation]
    ) -> None:
        page = told("/policies/")
        assert page.index("洗车办法") < page.index("夜间停车办法")
        assert "共 <span" in page
        assert "洗车办法" not in told("/policies/?stage=release")
        assert "洗车办法" in told("/policies/?stage=follow_up&form=written&year=2026")
        assert "没有找到符合条件的解读" in told(f"/policies/?organ={city.district.code}")

    def test_words_are_found_in_what_it_says_and_in_its_policies(
        self, two: tuple[Interpretation, Interpretation]
    ) -> None:
        page = told("/policies/?q=洗车")
        assert "洗车办法" in page
        assert "夜间停车办法" not in page

    def test_the_library_does_not_mix_them_in(
        self, two: tuple[Interpretation, Interpretation]
    ) -> None:
        assert "/policies/" + str(two[0].series_id) not in told("/library/?q=晚上")

    def test_one_row_costs_as_many_queries_as_two(
        self,
        two: tuple[Interpretation, Interpretation],
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for address in ("/policies/", "/policies/?stage=release"):
            told(address)
            with django_assert_num_queries(LIST_QUERIES[address]):
                told(address)


LIST_QUERIES = {"/policies/": 9, "/policies/?stage=release": 9}
PAGE_QUERIES = 10
DOCUMENT_QUERIES = 18


def test_a_page_of_many_parts_costs_as_many_queries_as_one_of_few(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    few = brought(city, Status.PUBLISHED).get_absolute_url()
    many = begun(city, [public_policy(city, number=f"试府办规〔2026〕{n}号") for n in (20, 21)])
    for _ in range(4):
        parts.write_part(interpretation=many, form="written", text=from_lines(["一段。"]),
                         by=city.people[Role.CLERK], at=NOON)  # fmt: skip
    address = released(city, many).get_absolute_url()
    for each in (few, address):
        told(each)
        with django_assert_num_queries(PAGE_QUERIES):
            told(each)


class TestRating:
    @staticmethod
    def rate(case: Interpretation, client: Client | None = None, **given: str) -> Any:
        return (client or Client()).post(f"/policies/{case.series_id}/rating/", given)

    @pytest.mark.usefixtures("at_noon")
    def test_one_a_day_and_browser(self, city: City) -> None:
        case, client = brought(city, Status.PUBLISHED), Client()
        first = self.rate(case, client, understood="no", reason="看不懂第二条")
        assert first["Location"] == f"/policies/{case.series_id}/?rated=1#rate"
        self.rate(case, client, understood="partly")
        self.rate(case, understood="yes")
        assert sorted(Rating.objects.values_list("understood", flat=True)) == ["partly", "yes"]
        assert "2人评过，1人说明白了" in told(case.get_absolute_url())
        kept = Rating.objects.values_list("reader", flat=True)
        assert client.cookies["kept"].value not in kept

    def test_personal_data_in_the_reason_are_not_kept(self, city: City) -> None:
        case = brought(city, Status.PUBLISHED)
        self.rate(case, understood="no", reason="打我电话13800001111")
        assert "13800001111" not in Rating.objects.get().reason

    def test_a_program_is_thanked_and_nothing_is_kept(self, city: City) -> None:
        case = brought(city, Status.PUBLISHED)
        assert self.rate(case, understood="no", website="x").status_code == 302
        assert not Rating.objects.exists()

    def test_nothing_chosen(self, city: City) -> None:
        case = brought(city, Status.PUBLISHED)
        answer = self.rate(case, reason="长" * 301)
        assert answer.status_code == 400
        for words in ("请选择一项", "最多写300字，现有301字"):
            assert words in answer.content.decode()

    def test_without_end(self, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("policies.interpretations.views.public.within", lambda _limit: False)
        answer = self.rate(brought(city, Status.PUBLISHED), understood="yes")
        assert answer.status_code == 429
        assert not Rating.objects.exists()
