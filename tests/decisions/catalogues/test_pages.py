"""The pages of catalogues: what everybody reads, and what those see who keep them."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from decisions.catalogues.models import Catalogue, CatalogueItem, CatalogueTerm
from decisions.catalogues.services import adjustments, catalogues, completion
from decisions.catalogues.workflow import Status
from decisions.dossiers.models import Decision
from decisions.dossiers.services import course
from disclosure.exchange.tables import table
from portal.accounts.choices import Role
from portal.accounts.models import User
from tests.builders import City, person
from tests.decisions.catalogues.cases import (
    AT,
    LATER,
    TITLE,
    adjusted,
    begun,
    closed,
    drafted,
    given,
    handler,
    item_of,
    put,
    released,
    reviewer,
    told,
)
from tests.decisions.catalogues.test_terms import above, term
from tests.decisions.consultations import cases as consultations
from tests.decisions.dossiers import cases as dossiers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LIST = "/admin/decisions/catalogue/"
PAGE = "/decisions/catalogues/2026/SJ/"
ALL = "/decisions/catalogues/"
# What the pages read: the site's frame first.
LIST_QUERIES, PAGE_QUERIES, ITEM_QUERIES = 6, 11, 10
# One table a step once a decision is public.
STAGE_QUERIES = 14


@pytest.fixture(autouse=True)
def no_lockout(settings: Any) -> None:
    settings.AXES_ENABLED = False


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer: Any) -> str:
    return answer.content.decode().replace("<wbr>", "")


def content_of(answer: Any) -> bytes:
    """A file that was streamed."""
    return b"".join(answer.streaming_content)


class TestList:
    def test_who_has_published_and_who_has_not(self, city: City, client: Client) -> None:
        term(city)
        released(city, 2)
        page = text(client.get(ALL))
        for words in ("2026年", "市政府", "1/1", "按期公布", "2项", "3月27日", "还没有公布"):
            assert words in page, words
        districts = text(client.get(f"{ALL}?year=2026&level=districts"))
        assert "逾期没有公布，迟234天" in districts
        assert f'href="{PAGE}"' not in districts

    def test_a_draft_is_nobodys(self, city: City, client: Client) -> None:
        row = drafted(city)
        assert (
            city.root.name not in text(client.get(ALL)).split('id="main"')[-1].split("<footer")[0]
        )
        assert client.get(PAGE).status_code == 404
        assert client.get(f"{ALL}items/{item_of(row).pk}/").status_code == 404
        assert client.get(f"{PAGE}table/xlsx/").status_code == 404

    @pytest.mark.parametrize("year", ["今年", "2026年", "20266", "1999", "2099", "%00", "-1"])
    def test_a_year_that_is_none_is_said(self, city: City, client: Client, year: str) -> None:
        answer = client.get(f"{ALL}?year={year}")
        if year != "%00":
            assert answer.status_code == 400
            assert "请写成 2026 这样的四位数字" in text(answer)

    def test_queries(self, city: City, client: Client, django_assert_num_queries: Any) -> None:
        term(city)
        released(city, 2)
        released(city, organ=city.district)
        client.get(ALL)
        with django_assert_num_queries(LIST_QUERIES):
            client.get(ALL)


class TestOne:
    def test_it_says_whose_when_and_what(self, city: City, client: Client) -> None:
        term(city)
        released(city, 2)
        page = text(client.get(PAGE))
        for words in (
            TITLE, "第2件大事", "2个事项", "2026年2月至9月", "今年要定的大事。",
            "市政府办公室汇总", "市政府第12次常务会议批准", "2026年3月27日", "期限3月31日",
            "没有调整过", "会办", "下载 Excel",
        ):  # fmt: skip
            assert words in page, words

    def test_late_is_said(self, city: City, client: Client) -> None:
        term(city, due_on=AT.date().replace(day=20))
        released(city)
        assert "迟7天" in text(client.get(PAGE))

    def test_any_day_as_it_read_then(self, city: City, client: Client) -> None:
        adjusted(released(city), city)
        now = text(client.get(PAGE))
        for words in (
            "2026年4月至12月", "资金没有落实。", "市民政局提出", "2026-09-15", "调整过1次",
            "计划时间：2026年2月至9月 → 2026年4月至12月",
        ):  # fmt: skip
            assert words in now, words
        then = client.get(f"{PAGE}?on=2026-06-30")
        assert then.status_code == 200
        page = text(then)
        assert "2026年2月至9月" in page
        assert "4月至12月" not in page
        assert "资金没有落实" not in page
        assert "2026年6月30日那一天的目录" in page

    @pytest.mark.parametrize(
        ("day", "why"),
        [
            ("2026-06-31", "写成 2026-06-30 的形式"), ("31.6.2026", "写成 2026-06-30"),
            ("<b>", "写成 2026-06-30"), ("2027-01-01", "晚于今天"), ("2026-03-26", "才公布"),
            ("0001-01-01", "才公布"), ("９９９９-１２-３１", "写成 2026-06-30"),
        ],
    )  # fmt: skip
    def test_a_bad_day_is_said_and_kept(
        self, city: City, client: Client, day: str, why: str
    ) -> None:
        released(city)
        answer = client.get(PAGE, {"on": day})
        assert answer.status_code == 400
        page = text(answer)
        assert why in page
        assert TITLE in page
        assert "<b>" not in day or "&lt;b&gt;" in page
        assert f'value="{day}"' in page or "<" in day
        assert client.get(f"{PAGE}table/csv/", {"on": day}).status_code == 400

    def test_moved_and_added(self, city: City, client: Client) -> None:
        row, by = released(city), handler(city)
        adjustments.move(
            catalogue=row, item=item_of(row), moved_to=2027, reason="勘察没有做完", by=by, at=LATER
        )
        adjustments.add(
            catalogue=row, **given(city, title="新的一件"), reason="国家新规定", by=by, at=LATER
        )
        waiting = text(client.get(PAGE))
        assert "新的一件" not in waiting
        assert "勘察没有做完" not in waiting
        adjustments.adjust(catalogue=row, by=reviewer(city), at=LATER)
        page = text(client.get(PAGE))
        for words in ("9月15日移到2027年", "勘察没有做完", "增加第2项“新的一件”", "国家新规定"):
            assert words in page, words

    def test_what_became_of_every_item(self, city: City, client: Client) -> None:
        row = released(city, 3)
        told(row, city, LATER)
        assert "年终完成情况" not in text(client.get(PAGE))
        by = handler(city)
        completion.complete(
            catalogue=row, item=item_of(row, 3), outcome="withdrawn", words="上级已有规定", by=by,
            at=LATER,
        )  # fmt: skip
        completion.account(catalogue=row, closing_note="办成两件。", by=by, at=LATER)
        completion.close(catalogue=row, by=reviewer(city), at=LATER)
        page = text(client.get(PAGE))
        for words in ("完成2项", "不再决策1项", "上级已有规定", "办成两件。", "已经印发。"):
            assert words in page, words
        assert "年终完成情况" not in text(client.get(f"{PAGE}?on=2026-09-14"))

    def test_withdrawn_is_gone_with_its_reason(self, city: City, client: Client) -> None:
        row = released(city)
        address = item_of(row).get_absolute_url()
        catalogues.withdraw(catalogue=row, reason="没有报同级党委", by=reviewer(city), at=LATER)
        for each in (PAGE, address, f"{PAGE}table/xlsx/"):
            answer = client.get(each)
            assert answer.status_code == 410
            assert TITLE not in text(answer)
        assert "没有报同级党委" in text(client.get(PAGE))

    def test_markup_is_shown_as_it_was_typed(self, city: City, client: Client) -> None:
        row = released(city)
        adjustments.change(
            catalogue=row, item=item_of(row),
            **given(city, title="<b>办法</b>", gist="<script>x</script>", basis="<i>法</i>"),
            reason="<u>改</u>", by=handler(city), at=LATER,
        )  # fmt: skip
        adjustments.adjust(catalogue=row, by=reviewer(city), at=LATER)
        for address in (PAGE, item_of(row).get_absolute_url()):
            page = text(client.get(address))
            for markup in ("<b>办法", "<script>x", "<i>法", "<u>改"):
                assert markup not in page

    def test_queries(self, city: City, client: Client, django_assert_num_queries: Any) -> None:
        adjusted(released(city, 5), city)
        client.get(PAGE)
        with django_assert_num_queries(PAGE_QUERIES):
            client.get(PAGE)


class TestItem:
    def test_everything_hangs_on_it(self, city: City, client: Client) -> None:
        row = adjusted(released(city), city)
        item = item_of(row)
        page = text(client.get(item.get_absolute_url()))
        for words in (
            TITLE, "《试江市养老服务条例》第十二条", "公众参与、专家论证、合法性审查、集体讨论",
            "没有计划听证", "资金没有落实。", "还没有公开的办理情况",
        ):  # fmt: skip
            assert words in page, words
        by = city.people[Role.DECISION_HANDLER]
        decision = course.link_item(
            decision=dossiers.started(city), item=item, by=by, at=dossiers.AT
        )
        assert ">决策全过程<" not in text(client.get(item.get_absolute_url()))
        dossiers.walk(decision, city, "draft", "disclose")
        page = text(client.get(item.get_absolute_url()))
        assert ">决策全过程<" in page
        assert f'href="{decision.get_absolute_url()}"' in page
        assert f'href="{decision.get_absolute_url()}"' in text(client.get(PAGE))
        # And back.
        back = text(client.get(decision.get_absolute_url()))
        assert f'href="{item.get_absolute_url()}"' in back

    def test_moved_to_the_next_year_and_back(self, city: City, client: Client) -> None:
        former = released(city, year=2025).items.get()
        row = begun(city)
        put(row, city, former=former)
        catalogues.write(catalogue=row, approved_by="市政府", by=handler(city), at=AT)
        assert "后来列入" not in text(client.get(former.get_absolute_url()))
        catalogues.STEPS.perform(row, "submit", by=handler(city), at=AT)
        catalogues.release(catalogue=row, by=reviewer(city), at=AT)
        later = row.items.get()
        assert f'href="{former.get_absolute_url()}"' in text(client.get(later.get_absolute_url()))
        assert f'href="{later.get_absolute_url()}"' in text(client.get(former.get_absolute_url()))

    def test_what_became_of_it(self, city: City, client: Client) -> None:
        row = closed(city)
        assert "已经印发。" in text(client.get(item_of(row).get_absolute_url()))

    def test_queries(self, city: City, client: Client, django_assert_num_queries: Any) -> None:
        row = adjusted(released(city, 5), city)
        address = item_of(row).get_absolute_url()
        client.get(address)
        with django_assert_num_queries(ITEM_QUERIES):
            client.get(address)


class TestStages:
    """Where items stand, and the days on which one can say something about them."""

    def _begun(self, city: City) -> CatalogueItem:
        found = item_of(released(city))
        dossiers.disclosed(city, "submitted")
        Decision.objects.update(item=found)
        return found

    def test_the_row_of_stages_stands_on_the_catalogue_and_the_item(
        self, city: City, client: Client
    ) -> None:
        found = self._begun(city)
        for address in (PAGE, found.get_absolute_url()):
            page = text(client.get(address))
            assert '<ol class="stages"' in page
            assert 'aria-current="step"' in page
            assert "后评估" not in page.split('<ol class="stages"')[1].split("</ol>")[0]
        assert "正在走程序1项" in text(client.get(PAGE))
        assert '<ol class="stages"' not in text(client.get(f"{PAGE}?on=2026-06-30"))

    def test_the_rail_names_the_days_on_which_one_can_speak(
        self, city: City, client: Client
    ) -> None:
        found = self._begun(city)
        assert "您什么时候可以说话" not in text(client.get(PAGE))
        now = timezone.now()
        consultations.running(
            city, start=now - dt.timedelta(days=1), decision=Decision.objects.get()
        )
        for address in (PAGE, found.get_absolute_url()):
            page = text(client.get(address))
            assert "您什么时候可以说话" in page
            assert "意见截止，24时" in page

    def test_an_item_as_it_read_on_a_day(self, city: City, client: Client) -> None:
        row = adjusted(released(city), city)
        address = item_of(row).get_absolute_url()
        assert "2026年4月至12月" in text(client.get(address))
        then = text(client.get(f"{address}?on=2026-06-30"))
        assert "2026年2月至9月" in then
        assert "后来可能改过" in then
        assert "改过什么" not in then
        for day, words in (
            ("2026-01-01", "才列入目录"), ("2099-01-01", "以后的事项还没有"),
            ("昨天", "应为日历上"),
        ):  # fmt: skip
            answer = client.get(f"{address}?on={day}")
            assert answer.status_code == 400
            assert words in text(answer)

    @pytest.mark.parametrize("items", [1, 6])
    def test_queries_do_not_grow_with_the_items(
        self, city: City, client: Client, items: int, django_assert_num_queries: Any
    ) -> None:
        released(city, items)
        dossiers.disclosed(city, "submitted")
        Decision.objects.update(item=CatalogueItem.objects.order_by("pk").first())
        client.get(PAGE)
        with django_assert_num_queries(PAGE_QUERIES + STAGE_QUERIES):
            client.get(PAGE)


class TestFiles:
    def test_the_table_reads_as_the_page_does(self, city: City, client: Client) -> None:
        adjusted(released(city, 2), city)
        months = {}
        for on in ("", "?on=2026-06-30"):
            data = content_of(client.get(f"{PAGE}table/xlsx/{on}"))
            sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
            head, first, *_ = sheet.iter_rows(values_only=True)
            months[on] = dict(zip(head, first, strict=True))["计划时间"]
        assert months == {"": "2026年4月至12月", "?on=2026-06-30": "2026年2月至9月"}
        assert client.get(f"{PAGE}table/exe/").status_code == 404

    def test_the_feed_tells_of_every_change(self, city: City, client: Client) -> None:
        adjusted(released(city), city)
        released(city, organ=city.street)
        feed = client.get(f"{ALL}feed.atom").content.decode()
        for words in (
            f"{city.root.short_name}2026年决策事项目录", city.street.short_name, "资金没有落实。",
        ):  # fmt: skip
            assert words in feed
        own = client.get(f"{ALL}feed.json?organ={city.root.code}").json()
        assert len(own["items"]) == 2
        assert city.street.short_name not in str(own)
        assert len({each["id"] for each in own["items"]}) == 2

    def test_what_is_asked_for_is_written_into_an_address_as_one_value(
        self, city: City, client: Client
    ) -> None:
        released(city)
        feed = client.get(f"{ALL}feed.json", {"organ": "A&B=1 2"}).json()
        assert feed["feed_url"].endswith("?organ=A%26B%3D1+2")
        assert feed["items"] == []

    def test_a_withdrawn_one_is_in_no_feed(self, city: City, client: Client) -> None:
        row = adjusted(released(city), city)
        catalogues.withdraw(catalogue=row, reason="重编", by=reviewer(city), at=LATER)
        assert client.get(f"{ALL}feed.json").json()["items"] == []


def seen(row: Catalogue) -> dict[str, str]:
    return {"seen": Catalogue.objects.get(pk=row.pk).updated_at.isoformat()}


def typed(city: City, **changes: Any) -> dict[str, Any]:
    return {
        "title": TITLE, "matter": "measures", "lead": city.office.pk, "joint": [city.street.pk],
        "months": "2月至9月", "steps": ["experts"], "gist": "", "basis": "", "uninvited": "",
        **changes,
    }  # fmt: skip


class TestDesk:
    def test_outsiders_find_nothing(self, city: City, client: Client) -> None:
        row = drafted(city)
        for user in (city.outsider, city.people[Role.CLERK]):
            outside = client_of(user)
            for address in (f"{LIST}{row.pk}/change/", f"{LIST}{row.pk}/act/put/"):
                assert outside.get(address).status_code == 404
            assert TITLE not in text(outside.get(LIST))
        assert client.get(LIST).status_code == 302

    def test_a_catalogue_from_beginning_to_publication(self, city: City) -> None:
        desk, judge = client_of(handler(city)), client_of(reviewer(city))
        assert desk.get(f"{LIST}begin/").status_code == 200
        made = desk.post(f"{LIST}begin/", {"organ": city.office.pk, "year": 2026})
        row = Catalogue.objects.get()
        assert made["Location"].endswith(f"{row.pk}/change/")
        act = f"{LIST}{row.pk}/act"
        page = text(desk.get(f"{LIST}{row.pk}/change/"))
        assert "目录里还没有事项" in page
        wrong = desk.post(f"{act}/put/", {**typed(city, months="年内"), **seen(row)})
        assert wrong.status_code == 409
        assert "看不出是哪几个月" in text(wrong)
        assert TITLE in text(wrong)
        done = desk.post(f"{act}/put/", {**typed(city), **seen(row)})
        assert done.status_code == 302, text(done)[:3000]
        told = {"approved_by": "市政府第12次常务会议", "party_on": "2026-03-24"}
        assert desk.post(f"{act}/write/", {**told, **seen(row)}).status_code == 302
        assert desk.post(f"{act}/submit/", seen(row)).status_code == 302
        assert desk.post(f"{act}/release/", seen(row)).status_code == 403
        assert judge.post(f"{act}/release/", seen(row)).status_code == 302
        assert Catalogue.objects.get().status == Status.RELEASED

    def test_an_item_is_changed_from_its_row(self, city: City) -> None:
        row, desk = drafted(city, 2), client_of(handler(city))
        second = item_of(row, 2)
        page = text(desk.get(f"{LIST}{row.pk}/change/"))
        address = f"{LIST}{row.pk}/items/{second.pk}/edit/"
        assert address in page
        form = text(desk.get(address))
        assert "第2件大事" in form
        assert "2026年2月至9月" in form
        given = typed(city, item=second.pk, title="改过的大事", months="3月")
        assert desk.post(address, {**given, **seen(row)}).status_code == 302
        assert second.editions.get().title == "改过的大事"
        other = item_of(drafted(city, year=2025))
        for strange in ("0/edit/", f"{other.pk}/edit/", f"{second.pk}/submit/", "x/edit/"):
            assert desk.get(f"{LIST}{row.pk}/items/{strange}").status_code == 404
        assert client_of(city.outsider).get(address).status_code == 404

    def test_what_was_typed_for_one_item_stands_in_no_other(self, city: City) -> None:
        row, desk = drafted(city, 2), client_of(handler(city))
        first, second = (f"{LIST}{row.pk}/items/{item_of(row, n).pk}/edit/" for n in (1, 2))
        mark = re.search(r'name="form_mark" value="([^"]+)"', text(desk.get(first)))
        assert mark
        given = typed(city, item=item_of(row).pk, gist="写了一半", months="年内", form_mark=mark[1])
        assert desk.post(first, {**given, **seen(row)}).status_code == 409
        assert "写了一半" in text(desk.get(first))
        assert "写了一半" not in text(desk.get(second))

    def test_an_adjustment_by_two_hands(self, city: City) -> None:
        row = released(city)
        desk, judge = client_of(handler(city)), client_of(reviewer(city))
        address = f"{LIST}{row.pk}/items/{item_of(row).pk}/move/"
        given = {"item": item_of(row).pk, "moved_to": 2027}
        without = desk.post(address, {**given, **seen(row)})
        assert without.status_code == 400
        assert "请填写调整的理由" in text(without)
        assert desk.post(address, {**given, "reason": "没做完", **seen(row)}).status_code == 302
        page = text(judge.get(f"{LIST}{row.pk}/change/"))
        assert "待公布的调整" in page
        assert judge.post(f"{LIST}{row.pk}/act/adjust/", seen(row)).status_code == 302
        assert "没做完" in text(Client().get(PAGE))

    def test_completion_and_account(self, city: City) -> None:
        row = released(city)
        desk = client_of(handler(city))
        blocked = desk.post(f"{LIST}{row.pk}/act/account/", {"closing_note": "", **seen(row)})
        assert blocked.status_code == 409
        assert "第1项没有登记完成情况" in text(blocked)
        item = item_of(row).pk
        address = f"{LIST}{row.pk}/items/{item}/complete/"
        given = {"item": item, "outcome": "done", "document": "没有这个文号"}
        assert "没有这个文号" in text(desk.post(address, {**given, **seen(row)}))
        done = desk.post(address, {**given, "document": "", **seen(row)})
        assert done.status_code == 302
        assert desk.post(f"{LIST}{row.pk}/act/account/", seen(row)).status_code == 302

    def test_a_supervisor_reads_and_does_nothing(self, city: City) -> None:
        row, over = (
            drafted(city),
            client_of(person("o", organs=[city.root], roles=[Role.SUPERVISOR])),
        )
        assert over.get(f"{LIST}{row.pk}/change/").status_code == 200
        assert over.post(f"{LIST}{row.pk}/act/put/", typed(city)).status_code == 403

    def test_what_waits_stands_in_the_day(self, city: City) -> None:
        row = drafted(city)
        assert str(row) in text(client_of(handler(city)).get("/admin/"))

    def test_a_table_is_tried_first_and_taken_in_as_it_was_shown(self, city: City) -> None:
        desk = client_of(handler(city))
        rows = [
            [city.root.name, "2026", TITLE, city.office.name, "4月"],
            [city.root.name, "2026", "另一件", "没有的局", "4月"],
        ]
        head = ["机关", "年度", "事项名称", "承办单位", "计划时间"]
        file = io.BytesIO(table(head, rows, kind="xlsx", name="目录"))
        file.name = "目录.xlsx"
        page = text(desk.post(f"{LIST}table/", {"table": file}))
        for words in ("试运行", "新录入1行", "有误1行", "承办单位“没有的局”不是本门户的机关"):
            assert words in page, words
        assert not Catalogue.objects.exists()
        address = page.split('action="/admin/decisions/catalogue/table/')[1].split('"')[0]
        assert desk.post(f"{LIST}table/{address}").status_code == 302
        assert Catalogue.objects.get().items.count() == 1
        for user in (city.outsider, reviewer(city)):
            other = client_of(user)
            assert other.post(f"{LIST}table/{address}").status_code in (403, 404)


class TestStandings:
    def test_who_has_not_published_stands_first(self, city: City) -> None:
        term(city)
        released(city)
        desk = client_of(above(city))
        page = text(desk.get(f"{LIST}standings/"))
        for words in (
            "逾期没有公布，迟234天",
            "按期公布",
            "2026年工作要点",
            "3个没有公布",
            "市政府 1/1，区 0/2",
        ):
            assert words in page, words
        assert page.index(city.district.name) < page.index(f">{city.root.name}</a>")
        data = content_of(desk.get(f"{LIST}standings/csv/")).decode("utf-8-sig")
        assert (
            f"区,{city.district.name},2026-03-31,2026年工作要点,,逾期没有公布，迟234天,234" in data
        )

    def test_a_term_is_registered_and_a_refusal_keeps_what_was_typed(self, city: City) -> None:
        desk = client_of(above(city))
        given = {
            "organ": city.district.pk, "year": 2026, "due_on": "2026-04-10", "basis": "崇明的做法",
            "reaches_below": "on",
        }  # fmt: skip
        wrong = desk.post(f"{LIST}standings/", {**given, "due_on": "2026-04-31"})
        assert wrong.status_code == 400
        assert "崇明的做法" in text(wrong)
        assert desk.post(f"{LIST}standings/", given).status_code == 302
        assert CatalogueTerm.objects.get().reaches_below

    def test_only_of_what_one_supervises(self, city: City) -> None:
        for user in (handler(city), city.people[Role.CLERK]):
            for address in ("standings/", "standings/csv/"):
                assert client_of(user).get(f"{LIST}{address}").status_code == 404
        term(city)
        page = text(client_of(city.outsider).get(f"{LIST}standings/"))
        assert city.district.name not in page
        given = {"organ": city.district.pk, "year": 2026, "basis": "x"}
        assert client_of(city.outsider).post(f"{LIST}standings/", given).status_code == 400
        assert CatalogueTerm.objects.count() == 1
