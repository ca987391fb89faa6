"""The pages of consultations: what everybody reads and writes, what the writer sees, the files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import uuid
from typing import Any

import pytest
from django.test import Client

from decisions.consultations.exchange import as_csv
from decisions.consultations.models import Consultation, Opinion
from decisions.consultations.services import answers, consultations, outcomes, public_copies
from decisions.consultations.services.steps import STEPS
from decisions.consultations.views.new_opinion import LIMIT
from portal.accounts.models import User
from tests.builders import City
from tests.decisions.consultations.cases import (
    CAME_AT,
    DAY,
    TITLE,
    after,
    hands,
    running,
    settled,
    submitted,
    told,
    written,
)
from tests.decisions.dossiers.cases import started as decision_started
from tests.decisions.dossiers.cases import walk

pytestmark = [pytest.mark.django_db]
INDEX = "/consultations/"
TEXT = "夜间收费应当再低一些，老人看病要停车。"


@pytest.fixture(autouse=True)
def moment(time_machine: Any, settings: Any) -> Any:
    settings.AXES_ENABLED = False
    time_machine.move_to(CAME_AT + 2 * DAY, tick=False)
    return time_machine


def _typed(row: Consultation, **changes: Any) -> dict[str, Any]:
    return {
        "key": str(uuid.uuid4()), "version": "1", "clause": "tiao-3", "stance": "change",
        "text": TEXT, **changes,
    }  # fmt: skip


def _address(row: Consultation, rest: str = "") -> str:
    return f"{INDEX}{row.pk}/{rest}"


class TestReading:
    def test_clause_by_clause_each_with_its_way_to_write(self, city: City, client: Client) -> None:
        row = running(city)
        page = client.get(_address(row)).content.decode()
        for words in (
            TITLE, "停车难，收费不清楚。", "24时", "发布当日不计，共30日", 'id="tiao-3"',
            "停车场应当公示收费标准。", "write/?clause=tiao-3", "为什么改。", "寄到演示路1号。",
        ):  # fmt: skip
            assert words in page, words

    def test_before_its_instant_it_is_not_there(self, city: City, client: Client) -> None:
        row = submitted(city, start=CAME_AT + 9 * DAY)
        consultations.announce(consultation=row, by=hands(city)[1], at=CAME_AT)
        for rest in ("", "write/", "opinions/", "outcome/", "drafts/1/", "outcome/opinions.json"):
            assert client.get(_address(row, rest)).status_code == 404, rest
        assert TITLE not in client.get(INDEX).content.decode()
        assert TITLE not in client.get(f"{INDEX}feed/").content.decode()

    def test_the_list_by_where_they_stand(self, city: City, client: Client, moment: Any) -> None:
        row = running(city, title="甲办法")
        told(city, start=CAME_AT - 60 * DAY, title="乙办法")

        def listed(state: str) -> str:
            return client.get(f"{INDEX}?state={state}").content.decode()

        assert "甲办法" in listed("open")
        assert "乙办法" not in listed("open")
        assert "乙办法" in listed("answered")
        assert "甲办法" not in listed("soon")
        moment.move_to(row.closes_at - dt.timedelta(hours=3), tick=False)
        assert "今天24时截止" in listed("soon")
        moment.move_to(row.closes_at, tick=False)
        assert "甲办法" in listed("closed")
        assert "甲办法" not in listed("open")

    def test_page_by_page_whatever_is_in_the_address(self, city: City, client: Client) -> None:
        first = running(city)
        for number in range(22):
            Consultation.objects.create(
                organ=city.office, title=f"第{number}件", gist="x", status="running",
                opens_at=CAME_AT - number * DAY, closes_at=CAME_AT + 40 * DAY, updated_at=CAME_AT,
            )  # fmt: skip
        page = client.get(INDEX)
        assert page.content.decode().count('class="entry"') == 20
        more = page.context["page"].following
        rest = client.get(INDEX + more).content.decode()
        assert rest.count('class="entry"') == 3
        assert first.title not in rest
        for nonsense in (
            "?after=9999999999999999999.1", "?after=x", "?state=%00", "?organ=%27;--",
            "?after=1.99999999999999999",
        ):  # fmt: skip
            assert client.get(INDEX + nonsense).status_code == 200, nonsense

    def test_a_version_in_full_with_its_hash(self, city: City, client: Client) -> None:
        row = running(city)
        page = client.get(_address(row, "drafts/1/")).content.decode()
        assert row.versions.get().digest in page
        assert client.get(_address(row, "drafts/2/")).status_code == 404

    def test_markup_is_shown_as_it_was_typed(self, city: City, client: Client) -> None:
        row = running(
            city, title="<b>办法</b>", gist="<script>x</script>", lines=["第一条　<i>斜</i>。"]
        )
        made = written(row, "<script>y</script>", may_publish=True, may_name=True, name="<u>陈</u>")
        public_copies.show(
            opinion=made, text="<script>y</script>", by=hands(city)[0], at=CAME_AT + DAY
        )
        for rest in ("", "opinions/", "write/", "drafts/1/"):
            page = client.get(_address(row, rest)).content.decode()
            for markup in ("<script>x", "<script>y", "<b>办法", "<i>斜", "<u>陈"):
                assert markup not in page, (rest, markup)

    def test_the_feed_names_no_opinion(self, city: City, client: Client) -> None:
        row = told(city, start=CAME_AT - 60 * DAY)
        for address in (f"{INDEX}feed/", f"{INDEX}feed.json"):
            answer = client.get(address)
            text = answer.content.decode()
            assert row.title in text
            assert "第0条建议" not in text
            assert client.get(address, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304

    def test_on_the_page_of_its_decision(self, city: City, client: Client) -> None:
        decision = walk(decision_started(city), city, "draft", "disclose")
        row = told(city, start=CAME_AT - 60 * DAY, decision=decision)
        page = client.get(decision.get_absolute_url()).content.decode()
        assert row.get_absolute_url() in page
        assert "收到1条意见。" in page
        assert "意见采纳情况" in page
        assert decision.get_absolute_url() in client.get(_address(row)).content.decode()


class TestWriting:
    def test_written_number_code_and_door(self, city: City, client: Client) -> None:
        row = running(city)
        page = client.get(_address(row, "write/?clause=tiao-3")).content.decode()
        assert "停车场应当公示收费标准。" in page
        sent = client.post(_address(row, "write/"), _typed(row), follow=True)
        made = Opinion.objects.get()
        assert made.number in sent.content.decode()
        code = sent.context["code"]
        assert made.clause.label == "第三条"
        other = Client()
        assert other.get(made.get_absolute_url()).status_code == 302
        door = other.post(f"{INDEX}track/", {"number": made.number, "code": code}, follow=True)
        assert TEXT in door.content.decode()
        wrong = Client().post(f"{INDEX}track/", {"number": made.number, "code": "AAAA-AAAA"})
        assert wrong.status_code == 403

    def test_pressed_twice_it_is_one(self, city: City, client: Client) -> None:
        row = running(city)
        client.get(_address(row, "write/"))
        typed = _typed(row)
        for _ in range(2):
            assert client.post(_address(row, "write/"), typed).status_code == 302
        assert Opinion.objects.count() == 1

    def test_late_by_an_instant_the_words_are_kept(
        self, city: City, client: Client, moment: Any
    ) -> None:
        row = running(city)
        moment.move_to(row.closes_at - dt.timedelta(microseconds=1), tick=False)
        assert client.post(_address(row, "write/"), _typed(row)).status_code == 302
        moment.move_to(row.closes_at, tick=False)
        late = client.post(_address(row, "write/"), _typed(row, text="晚了一秒。"))
        page = late.content.decode()
        assert late.status_code == 409
        assert "晚了一秒。" in page
        assert "截止，这条意见没有收下" in page
        assert Opinion.objects.count() == 1
        kept = client.post(_address(row, "write/"), _typed(row, text="晚了一秒。", action="keep"))
        assert b"".join(kept).decode() == "晚了一秒。"
        assert "attachment" in kept["Content-Disposition"]

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"text": ""}, "写明您的意见"),
            ({"stance": ""}, "请选择支持"),
            ({"clause": "tiao-99"}, "没有这一条"),
            ({"contact": "abc"}, "手机号或者电子邮箱"),
            ({"text": TEXT + "电话13800001111"}, "里面好像有"),
            ({"website": "http://x"}, "重新打开页面"),
            ({"text": "长" * 5_001}, "最多写5000字"),
        ],
    )
    def test_bad_input_in_words_and_kept(
        self, city: City, client: Client, changes: dict[str, Any], told: str
    ) -> None:
        row = running(city)
        typed = _typed(row, name="陈演示", **changes)
        answer = client.post(_address(row, "write/"), typed)
        page = answer.content.decode()
        assert answer.status_code == 400
        assert told in page
        assert "陈演示" in page
        assert not Opinion.objects.exists()

    def test_what_is_personal_is_pointed_out_once(self, city: City, client: Client) -> None:
        row = running(city)
        typed = _typed(row, text="请打13800001111")
        assert 'name="sure"' in client.post(_address(row, "write/"), typed).content.decode()
        assert client.post(_address(row, "write/"), {**typed, "sure": "on"}).status_code == 302

    def test_a_new_version_is_looked_at_first(self, city: City, client: Client) -> None:
        row = running(city)
        answer = client.post(_address(row, "write/"), _typed(row, version="2"))
        assert answer.status_code == 409
        assert TEXT in answer.content.decode()

    def test_the_account_sees_its_own_and_nobody_elses(self, city: City) -> None:
        row = running(city)
        one, other = (User.objects.create_user(f"u{n}") for n in range(2))
        made = written(row, TEXT, user=one)
        for user, status in ((one, 200), (other, 302)):
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            assert client.get(made.get_absolute_url()).status_code == status

    def test_too_often_from_one_place(self, city: City, client: Client, monkeypatch: Any) -> None:
        monkeypatch.setattr("portal.tracking.submissions.within", lambda _limit: False)
        row = running(city)
        answer = client.post(_address(row, "write/"), _typed(row))
        assert answer.status_code == 429
        assert TEXT in answer.content.decode()
        assert LIMIT.most >= 20


class TestOwn:
    def _mine(self, city: City) -> tuple[Client, Opinion]:
        row, user = running(city), User.objects.create_user("u")
        made = written(row, TEXT, user=user, name="陈先生", may_publish=True, may_name=True)
        public_copies.show(opinion=made, text=TEXT, by=hands(city)[0], at=CAME_AT + DAY)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client, made

    def test_what_is_taken_back_is_gone_within_the_request(self, city: City) -> None:
        client, made = self._mine(city)
        address = _address(made.consultation, "opinions/")
        assert "陈先生" in Client().get(address).content.decode()
        client.post(f"{made.get_absolute_url()}withdraw_name/")
        page = Client().get(address).content.decode()
        assert "陈先生" not in page
        assert TEXT in page
        client.post(f"{made.get_absolute_url()}withdraw_consent/")
        assert TEXT not in Client().get(address).content.decode()
        assert TEXT in client.get(made.get_absolute_url()).content.decode()

    def test_taken_back_as_a_whole(self, city: City) -> None:
        client, made = self._mine(city)
        assert client.get(f"{made.get_absolute_url()}withdraw/").status_code == 200
        client.post(f"{made.get_absolute_url()}withdraw/")
        made.refresh_from_db()
        assert made.status == "withdrawn"
        assert "已撤回" in client.get(made.get_absolute_url()).content.decode()

    def test_the_answer_stands_there_once_it_is_told_to_all(self, city: City, moment: Any) -> None:
        client, made = self._mine(city)
        row, handler = made.consultation, hands(city)[0]
        answers.answer_one(
            opinion=made, outcome="partly", reason="写明夜间价格。", by=handler, at=CAME_AT + DAY
        )
        assert "写明夜间价格" not in client.get(made.get_absolute_url()).content.decode()
        moment.move_to(after(row), tick=False)
        STEPS.perform(row, "settle", by=handler, at=after(row))
        outcomes.draw_up(consultation=row, outcome="都已研究。", by=handler, at=after(row))
        outcomes.publish_outcome(consultation=row, by=hands(city)[1], at=after(row))
        client.force_login(made.user, backend="django.contrib.auth.backends.ModelBackend")
        assert "写明夜间价格" in client.get(made.get_absolute_url()).content.decode()


class TestAgreeing:
    def test_one_press_one_person(self, city: City, client: Client) -> None:
        row = running(city)
        made = written(row, TEXT, may_publish=True)
        address = f"{INDEX}opinions/{made.pk}/agree/"
        assert client.post(address).status_code == 404
        public_copies.show(opinion=made, text=TEXT, by=hands(city)[0], at=CAME_AT + DAY)
        for _ in range(3):
            assert client.post(address).status_code == 302
        Client().post(address)
        made.refresh_from_db()
        assert made.agreements == 2
        assert client.get(address).status_code == 405
        page = client.get(_address(row, "opinions/")).content.decode()
        assert "2 人赞同" in page


class TestOutcome:
    def test_figures_as_chart_and_table_reasons_and_files(self, city: City, client: Client) -> None:
        row = told(city, start=CAME_AT - 60 * DAY, opinions=4)
        page = client.get(_address(row, "outcome/")).content.decode()
        for words in ("意见都已研究。", "<svg", "收到 4 条", "4（100%）", "网上", "第三条"):
            assert words in page, words
        single = client.get(_address(row, "outcome/all/?kind=single")).content.decode()
        assert single.count("条文已经写明") == 4
        table = client.get(_address(row, "outcome/opinions.csv")).content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(table)))
        data = json.loads(client.get(_address(row, "outcome/opinions.json")).content)
        assert len(rows) == len(data["opinions"]) == data["received"] == 4
        assert data["adopted"] == 4
        assert {each["处理结果"] for each in rows} == {"采纳"}

    def test_nothing_personal_in_any_of_them(self, city: City, client: Client) -> None:
        row = told(city, start=CAME_AT - 60 * DAY, opinions=2)
        for rest in ("outcome/", "outcome/all/", "outcome/all/?kind=single",
                     "outcome/opinions.csv", "outcome/opinions.json"):  # fmt: skip
            text = client.get(_address(row, rest)).content.decode()
            assert "第0条建议" not in text
            assert row.opinions.first().number not in text

    def test_nobody_wrote_and_it_is_said(self, city: City, client: Client) -> None:
        row = told(city, start=CAME_AT - 60 * DAY, opinions=0)
        assert "未收到意见。" in client.get(_address(row, "outcome/")).content.decode()

    def test_what_many_say_is_explained_to_all(
        self, city: City, client: Client, settings: Any
    ) -> None:
        settings.CONSULTATION_CONCENTRATED_LEAST = 3
        row = running(city, start=CAME_AT - 60 * DAY)
        for _ in range(3):
            written(row, "便宜。")
        handler, at = hands(city)[0], after(row)
        answers.group(consultation=row, serials=[1, 2, 3], summary="再便宜一些", by=handler, at=at)
        why = "收费由价格主管部门另行规定，不在这部办法里写，已经转给他们研究。"
        answers.answer(
            consultation=row, outcome="declined", reason=why, groups=list(row.groups.all()),
            by=handler, at=at,
        )  # fmt: skip
        STEPS.perform(row, "settle", by=handler, at=at)
        outcomes.draw_up(consultation=row, outcome="都已研究。", by=handler, at=at)
        outcomes.publish_outcome(consultation=row, by=hands(city)[1], at=at)
        page = client.get(_address(row, "outcome/")).content.decode()
        for words in ("集中的意见没有全部采纳的", why, "3 份文字相同"):
            assert words in page

    def test_neither_before_nor_after_it_was_taken_back(self, city: City, client: Client) -> None:
        row = settled(city, start=CAME_AT - 60 * DAY)
        rests = ("outcome/", "outcome/all/", "outcome/opinions.csv")
        for rest in rests:
            assert client.get(_address(row, rest)).status_code == 404
        other = told(city, start=CAME_AT - 60 * DAY)
        outcomes.withdraw_outcome(consultation=other, reason="有误", by=hands(city)[1], at=CAME_AT)
        for rest in rests:
            assert client.get(_address(other, rest)).status_code == 410
        assert client.get(_address(other, "outcome/opinions.json")).status_code == 404

    def test_a_cell_runs_in_no_spreadsheet(self, city: City, client: Client) -> None:
        row = running(city, start=CAME_AT - 60 * DAY)
        made = written(row, "=cmd|' /C calc'!A0", may_publish=True)
        public_copies.show(opinion=made, text="=cmd|' /C calc'!A0", by=hands(city)[0], at=CAME_AT)
        assert "'=cmd" in as_csv(row)


@pytest.mark.parametrize("opinions", [2, 30])
@pytest.mark.parametrize(
    ("rest", "queries"),
    [
        ("", 7), ("opinions/", 3), ("write/", 4), ("outcome/", 7), ("outcome/all/", 3),
        ("outcome/all/?kind=single", 3), ("outcome/opinions.csv", 2),
        ("outcome/opinions.json", 2),
    ],
)  # fmt: skip
def test_queries(
    city: City, client: Client, rest: str, queries: int, opinions: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    row = told(city, start=CAME_AT - 60 * DAY, opinions=opinions)
    client.get(_address(row, rest))
    with django_assert_num_queries(queries):
        client.get(_address(row, rest))


@pytest.mark.parametrize("number", [1, 9])
def test_queries_of_the_list(
    city: City, client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        running(city)
    client.get(INDEX)
    with django_assert_num_queries(3):
        client.get(INDEX)
