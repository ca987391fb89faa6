"""The pages of seats at meetings: what everybody reads, applying, the own page, the desk."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from decisions.dossiers.sources import told_elsewhere
from decisions.seats.models import Applicant, Sitting
from decisions.seats.obstacles import code_in_vault
from decisions.seats.services import applications, closed_lists, draws
from decisions.seats.workflow import Place, Status
from portal.accounts.choices import Role
from tests.builders import City, person
from tests.decisions.dossiers import cases as decisions
from tests.decisions.seats.cases import (
    AT,
    DAY,
    TOPIC,
    again,
    announced,
    applied,
    brought,
    closed,
    drafted,
    drawn,
    people,
    thrown,
    walk,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LIST = "/admin/decisions/sitting/"
GROUPS = ["市民", "企业", "市民"]


@pytest.fixture(autouse=True)
def no_lockout(settings: Any) -> None:
    settings.AXES_ENABLED = False


def _client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _officer(city: City) -> Client:
    return _client(city.people[Role.PARTICIPATION])


def _read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def open_now(city: City, **changes: Any) -> Sitting:
    """One for whose seats one can apply now."""
    now = timezone.now()
    return announced(city, at=now - DAY, closes_at=now + 9 * DAY, **changes)


class TestPublic:
    def test_a_draft_is_nobodys(self, city: City, client: Client) -> None:
        row = drafted(city)
        for address in ("", "apply/", "list.csv"):
            assert client.get(f"/seats/{row.pk}/{address}").status_code == 404
        assert TOPIC not in _read(client, "/seats/")

    def test_the_notice_says_how_and_when(self, city: City, client: Client) -> None:
        row = open_now(city, groups=["市民 0", "企业 1"])
        page = _read(client, row.get_absolute_url())
        for words in (TOPIC, "企业至少1席", "市民不设最低席数", "报名中", "两位报名人", "第一道锁",
                      row.code_lock, "3个工作日", "24小时内答复"):  # fmt: skip
            assert words in page, words
        assert code_in_vault(row) not in page
        assert client.get(f"/seats/{row.pk}/list.csv").status_code == 404

    def test_the_list_is_the_file_of_which_the_hash_is_published(
        self, city: City, client: Client
    ) -> None:
        row = closed(city, GROUPS, groups=["市民 0", "企业 1"])
        closed_lists.mark_out(
            sitting=row, number=2, reason="不在本市", by=city.people[Role.PARTICIPATION],
            at=row.closes_at,
        )  # fmt: skip
        page, data = _read(client, row.get_absolute_url()), client.get(f"/seats/{row.pk}/list.csv")
        assert hashlib.sha256(data.content).hexdigest() == row.list_sha256
        assert row.list_sha256 in page
        for words in ("不列入：不在本市", "机会", "100.0%", *(one.leaf for one in people(
            row, Place.LISTED))):  # fmt: skip
            assert words in page, words
        assert "代表1" not in page

    def test_neither_throws_nor_code_stand_there_before_the_draw(
        self, city: City, client: Client
    ) -> None:
        row = closed(city)
        draws.enter_throws(
            sitting=row, throws="5 5 5 5 5 5 5 5 5 5", by=city.people[Role.PARTICIPATION],
            at=row.draw_at,
        )  # fmt: skip
        assert "5.5.5" not in _read(client, row.get_absolute_url())

    def test_the_draw_with_all_that_reckons_it_again(self, city: City, client: Client) -> None:
        row = drawn(city, GROUPS, groups=["市民 0", "企业 1", "学生 0"])
        page = _read(client, row.get_absolute_url())
        for words in (row.draw_id, row.code_lock, row.list_sha256, row.entropy, row.code,
                      f"--candidates {row.draw_id}.csv", "--places 2 --quota 企业=1",
                      "python3 draw.py", "候补", "入选（企业的名额）",
                      *(one.key for one in row.drawn.all())):  # fmt: skip
            assert words in page, words

    def test_a_lost_code_is_told_to_all(self, city: City, client: Client) -> None:
        row = closed(city)
        row.sealed_code.code = "f" * 64
        row.sealed_code.save()
        draws.lose_code(
            sitting=row, reason="密钥坏了", by=city.people[Role.DECISION_REVIEWER], at=row.draw_at
        )
        thrown(city, row)
        draws.reveal(sitting=row, by=city.people[Role.PARTICIPATION], at=row.draw_at)
        page = _read(client, row.get_absolute_url())
        assert "密钥坏了" in page
        assert "（重掷）" in page

    def test_what_was_said_only_when_told_and_by_number(self, city: City, client: Client) -> None:
        row = brought(city, Status.HELD)
        one = people(row, Place.ATTENDED)[0]
        assert "请物业每季度检查" not in _read(client, row.get_absolute_url())
        row = walk(row, city, "tell")
        page = _read(client, row.get_absolute_url())
        for words in ("请物业每季度检查", "采纳，写进第五条", f"{one.line}号代表"):
            assert words in page
        assert one.name not in page

    def test_a_name_stands_there_by_consent_until_it_is_taken_back(
        self, city: City, client: Client
    ) -> None:
        row = brought(city, Status.HELD)
        one = people(row, Place.ATTENDED)[0]
        Applicant.objects.filter(pk=one.pk).update(may_name=True)
        walk(row, city, "tell")
        assert one.name in _read(client, row.get_absolute_url())
        applications.hide_name(applicant=one, at=AT)
        assert one.name not in _read(client, row.get_absolute_url())

    def test_what_was_aborted_stays(self, city: City, client: Client) -> None:
        row = brought(city, Status.ABORTED)
        assert "议题撤回" in _read(client, row.get_absolute_url())
        assert row.get_absolute_url() in _read(client, "/seats/")

    def test_list_and_page_ask_as_much_for_many_as_for_few(
        self, city: City, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        client = Client()
        row = drawn(city, ["市民"] * 3 + ["企业"], groups=["市民 0", "企业 1"])
        for other in range(3):
            announced(city, topic=f"别的{other}")
        client.get("/seats/")
        with django_assert_num_queries(3):
            client.get("/seats/")
        with django_assert_num_queries(9):
            client.get(row.get_absolute_url())
        more = drawn(city, ["市民"] * 20 + ["企业"] * 5, groups=["市民 0", "企业 1"], topic="多")
        with django_assert_num_queries(9):
            client.get(more.get_absolute_url())

    def test_feeds(self, city: City, client: Client) -> None:
        announced(city)
        drafted(city, topic="没公告")
        for address in ("/seats/feed/", "/seats/feed.json"):
            page = _read(client, address)
            assert TOPIC in page
            assert "没公告" not in page

    def test_the_decision_tells_of_it(self, city: City, client: Client) -> None:
        decision = decisions.disclosed(city)
        row = announced(city, decision=decision)
        drafted(city, decision=decision, topic="没公告")
        assert [line.url for line in told_elsewhere(decision)] == [row.get_absolute_url()]
        assert row.get_absolute_url() in _read(client, decision.get_absolute_url())
        assert decision.title in _read(client, row.get_absolute_url())

    def test_a_decision_that_is_not_public_is_not_named(self, city: City, client: Client) -> None:
        decision = decisions.started(city, title="还没公开的事")
        row = announced(city, decision=decision)
        assert "还没公开的事" not in _read(client, row.get_absolute_url())


def _form(**changes: str) -> dict[str, str]:
    given = {"key": str(uuid.uuid4()), "name": "欧阳试", "contact": "ouyang@example.test",
             "meets": "on", **changes}  # fmt: skip
    return {name: value for name, value in given.items() if value}


class TestApplying:
    def test_from_the_form_to_the_own_page(self, city: City, client: Client) -> None:
        row = open_now(city, groups=["市民 0", "企业 1"])
        address = f"/seats/{row.pk}/apply/"
        assert "您属于哪一组" in _read(client, address)
        answer = client.post(address, _form(group="企业"), follow=True)
        one = Applicant.objects.get()
        page = answer.content.decode()
        for words in (one.number, one.leaf, one.salt, "您在名单上是1号"):
            assert words in page
        page = _read(client, one.get_absolute_url())
        assert one.leaf in page
        assert "欧阳试" not in page
        client.post(f"/seats/case/{one.number}/withdraw/")
        assert again(one).status == "withdrawn"

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"name": ""}, "请写姓名"),
            ({"contact": "x"}, "请写一个手机号或者电子邮箱"),
            ({"contact": "x@"}, "电子邮箱写得不对"),
            ({"meets": ""}, "不符合报名条件的不能报名"),
            ({"group": ""}, "请选择一个组别"),
            ({"group": "学生"}, "请重新选择组别"),
        ],
    )
    def test_what_is_lacking_is_said_and_kept(
        self, city: City, client: Client, changes: dict[str, str], told: str
    ) -> None:
        row = open_now(city, groups=["市民 0", "企业 1"])
        given = _form(**{"group": "市民", **changes})
        answer = client.post(f"/seats/{row.pk}/apply/", given)
        page = answer.content.decode()
        assert answer.status_code == 400
        assert told in page
        assert "name" in changes or "欧阳试" in page
        assert Applicant.objects.count() == 0

    def test_after_the_end_what_was_typed_is_not_lost(self, city: City, client: Client) -> None:
        now = timezone.now()
        row = announced(city, at=now - 12 * DAY, closes_at=now - DAY)
        answer = client.post(f"/seats/{row.pk}/apply/", _form())
        assert answer.status_code == 409
        assert "这份报名没有收" in answer.content.decode()
        assert "欧阳试" in answer.content.decode()

    def test_a_stranger_sees_no_case(self, city: City, client: Client) -> None:
        one = applied(open_now(city), at=timezone.now())
        for rest in ("", "withdraw/"):
            assert client.get(f"/seats/case/{one.number}/{rest}").status_code in (302, 404)
        for rest in ("accept/", "decline/", "hide_name/"):
            assert client.post(f"/seats/case/{one.number}/{rest}").status_code in (302, 403, 404)
        assert again(one).status == "applied"

    def test_by_account_one_says_yes_and_reads_the_outcome(self, city: City) -> None:
        citizen = person("citizen", organs=[], roles=[])
        now = timezone.now()
        row = announced(city, at=now - 30 * DAY, closes_at=now - 20 * DAY, places=1)
        one = applied(row, user=citizen, email="c@example.test", may_name=True)
        by = city.people[Role.PARTICIPATION]
        closed_lists.close(sitting=row, by=by, at=row.closes_at)
        draws.reveal(sitting=thrown(city, row), by=by, at=row.draw_at)
        client = _client(citizen)
        # The time to answer is over, and nobody has passed the seat on yet.
        held = again(one).answer_by
        Applicant.objects.filter(pk=one.pk).update(answer_by=now - DAY)
        assert "我来列席" not in _read(client, one.get_absolute_url())
        client.post(f"/seats/case/{one.number}/accept/")
        assert again(one).status == "invited"
        Applicant.objects.filter(pk=one.pk).update(answer_by=held)
        assert "我来列席" in _read(client, one.get_absolute_url())
        client.post(f"/seats/case/{one.number}/accept/")
        assert again(one).status == "coming"
        client.post(f"/seats/case/{one.number}/hide_name/")
        assert again(one).may_name is False
        row = walk(row, city, "hold", "tell")
        page = _read(client, one.get_absolute_url())
        assert "采纳，写进第五条" in page


class TestDesk:
    def test_a_draft_is_begun_and_bad_words_are_kept(self, city: City) -> None:
        client, now = _officer(city), timezone.localtime()
        when = {name: f"{now + days * DAY:%Y-%m-%dT%H:%M}" for name, days in (
            ("opens_at", 1), ("closes_at", 10), ("draw_at", 25), ("meets_at", 30))}  # fmt: skip
        given = {"organ": city.office.pk, "kind": "seat", "topic": TOPIC, "text": "说明",
                 "criteria": "满18周岁",
                 "place": "三楼", "places": "3", "method": "draw", "objection_days": "3",
                 "answer_hours": "24", "draw_place": "大厅", "witnesses": "公证处",
                 "groups": "企业 1", **when}  # fmt: skip
        answer = client.post(f"{LIST}begin/", {**given, "objection_days": "1"})
        assert answer.status_code in (400, 409)
        assert "异议期至少3个工作日" in answer.content.decode()
        assert TOPIC in answer.content.decode()
        assert client.post(f"{LIST}begin/", given).status_code == 302
        assert [one.name for one in Sitting.objects.get().groups.all()] == ["企业"]

    @pytest.mark.parametrize("state", [*Status])
    def test_its_page_in_every_state(self, city: City, state: Status) -> None:
        row = brought(city, state)
        for user in (city.people[Role.PARTICIPATION], city.people[Role.DECISION_REVIEWER]):
            assert TOPIC in _read(_client(user), f"{LIST}{row.pk}/change/")
        assert _client(city.outsider).get(f"{LIST}{row.pk}/change/").status_code == 404

    def test_whoever_announces_does_not_learn_the_numbers_of_cases(self, city: City) -> None:
        row = brought(city, Status.CLOSED)
        one = people(row, Place.LISTED)[0]
        address = f"{LIST}{row.pk}/change/"
        assert one.number in _read(_officer(city), address)
        assert one.number not in _read(_client(city.people[Role.DECISION_REVIEWER]), address)

    def test_the_other_types_the_throws_unseen(self, city: City) -> None:
        row = closed(city)
        by = city.people[Role.PARTICIPATION]
        draws.enter_throws(sitting=row, throws="5" * 10, by=by, at=row.draw_at)
        page = _read(_client(city.people[Role.DECISION_REVIEWER]), f"{LIST}{row.pk}/change/")
        assert "等另一人独立录入" in page
        assert "5.5.5" not in page

    def test_who_it_is_for_a_purpose_only(self, city: City) -> None:
        one = applied(announced(city), "欧阳试")
        address = f"/admin/decisions/applicant/{one.pk}/"
        client = _officer(city)
        assert "欧阳试" not in _read(client, f"{address}change/")
        shown = client.post(f"{address}reveal/", {"purpose": "contact"})
        assert "欧阳试" in shown.content.decode()
        assert client.post(f"{address}reveal/", {"purpose": "x"}).status_code == 409
        assert one.number in _read(client, "/admin/decisions/applicant/")

    def test_the_year_with_who_is_behind(self, city: City) -> None:
        brought(city, Status.HELD)
        client = _client(city.people[Role.SUPERVISOR])
        address = f"{LIST}year/{AT.year}/"
        page = _read(client, address)
        for words in (city.district.name, city.street.name, "个机关落后"):
            assert words in page
        given = {"organ": city.street.pk, "least": "0", "months": ""}
        assert client.post(address, given).status_code == 302
        assert city.street.name not in _read(client, f"{address}export/")
        bad = client.post(address, {**given, "months": "13"})
        assert bad.status_code == 409
        assert "计划的月份" in bad.content.decode()
        page = _read(_officer(city), address)
        assert "设定一个机关的次数" not in page

    @pytest.mark.parametrize("year", ["0", "99999"])
    def test_a_year_that_no_calendar_has_is_not_there(self, city: City, year: str) -> None:
        for end in ("", "export/"):
            assert _officer(city).get(f"{LIST}year/{year}/{end}").status_code == 404
